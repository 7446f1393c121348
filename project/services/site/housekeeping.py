"""What is thrown away once nobody needs it any more; cron calls this with the mail."""

import time
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, exists, or_, update
from sqlalchemy.orm import Session

from project.enums import ImportState
from project.models import (
    CLOCKS_DIFFER,
    GivenUpName,
    TrainingImport,
    User,
    UserSession,
    Workout,
    utc_now,
)
from project.queries.account import names
from project.queries.account.devices import is_over
from project.queries.training.imports import KEEP_OPEN
from project.services.site import counters, mail

KEEP_UNCONFIRMED: Final = timedelta(days=30)


def sweep(session: Session) -> None:
    """Forget devices whose sign-in is over, counters that ran out and mails sent long ago; the caller commits.

    Names that were given up long ago are anybody's again.

    Files of imports that nobody went on with for a day go, too.

    Also accounts whose address was not confirmed for a month: until then they could hold nothing
    but a name. An admin's stays: the operator made it one.
    """
    session.execute(delete(UserSession).where(is_over()))
    now = utc_now()
    for moment in (User.registered_on, GivenUpName.given_up_at):
        session.execute(  # by a clock that ran ahead
            update(moment.class_).where(moment > now + CLOCKS_DIFFER).values({moment: now}),
            execution_options={"synchronize_session": False},
        )
    session.execute(
        delete(User).where(
            User.confirmed.is_(False),
            User.admin.is_(False),
            User.registered_on < now - KEEP_UNCONFIRMED,
            ~exists().where(Workout.user_id == User.id),
        ),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        delete(TrainingImport).where(
            TrainingImport.state == ImportState.OPEN.value,
            or_(
                TrainingImport.created_at < now - KEEP_OPEN,
                TrainingImport.created_at > now + CLOCKS_DIFFER,
            ),
        ),
        execution_options={"synchronize_session": False},
    )
    session.execute(delete(GivenUpName).where(names.is_over()))
    counters.forget_expired(session.connection(), time.time())
    mail.forget_old(session)
