"""What is thrown away once nobody needs it any more; cron calls this with the mail."""

import time

from sqlalchemy import delete
from sqlalchemy.orm import Session

from project.models import UserSession
from project.queries.sessions import is_over
from project.services import counters, mail


def sweep(session: Session) -> None:
    """Forget ended sessions, counters that ran out and mails sent long ago; the caller commits."""
    session.execute(delete(UserSession).where(is_over()))
    counters.forget_expired(session.connection(), time.time())
    mail.forget_old(session)
