"""The end of an account: everything of one athlete goes, in one transaction."""

from collections.abc import Callable
from typing import Final, NamedTuple

from sqlalchemy import delete, or_

from project.enums import NotificationName
from project.exceptions import DomainError, UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.models import (
    Block,
    Enrolment,
    ExerciseDefinition,
    Follower,
    ImportedWorkout,
    Message,
    Notification,
    Program,
    TrainingImport,
    User,
    UserSession,
    Workout,
)
from project.queries.account import accounts as queries
from project.queries.library.level_texts import pictures_of
from project.services.account import names
from project.services.account.accounts import Verified, signed_in_account
from project.services.account.locking import lock_athletes
from project.services.people.notifications import (
    tell_accepted,
    tell_followers,
    tell_requests,
    tell_unread,
)
from project.services.site import mail

_TELL: Final[dict[str, Callable[[User], None]]] = {
    NotificationName.UNREAD_MESSAGES: tell_unread,
    NotificationName.NEW_FOLLOWERS: tell_followers,
    NotificationName.FOLLOW_REQUESTS: tell_requests,
    NotificationName.FOLLOW_ACCEPTED: tell_accepted,
}


def obstacle(user: User) -> str:
    """Return why this account cannot be deleted, or nothing; a site keeps an admin."""
    if user.admin and not queries.other_admins(user.id):
        return gettext(
            "Du bist der letzte Admin dieser Seite. Dein Konto lässt sich löschen, sobald noch"
            " jemand Admin ist."
        )
    return ""


class Deleted(NamedTuple):
    """An account that is gone; ``pictures`` are those of its levels, which copies may name still."""

    user: User
    pictures: list[str]


def delete_account(verified: Verified) -> Deleted:
    """Delete the account and what belongs to it; files of pictures are the caller's, afterwards.

    Raises `UnknownAthleteError` when password or account changed since the password was checked,
    and `DomainError` for the last admin.
    Nobody else's rows change, but for the numbers in their notifications that counted this
    athlete. What hangs below a workout or an exercise goes by the database's own rules. Of the
    athlete nothing stays but their names, which nobody else gets for a while.
    """
    user = signed_in_account(verified)
    if user is None:
        raise UnknownAthleteError
    if reason := obstacle(user):
        raise DomainError(reason)
    me, pictures = user.id, pictures_of(user.id)
    counted_in = queries.notifications_counting(me)
    ids = sorted({athlete_id for athlete_id, _ in counted_in})
    others = dict(zip(ids, lock_athletes(me, *ids)[1:], strict=True))
    names.keep_after(user)
    for model, condition in (
        (Follower, or_(Follower.follower_id == me, Follower.followed_id == me)),
        (Block, or_(Block.blocker_id == me, Block.blocked_id == me)),
        (Notification, Notification.user_id == me),
        (Message, or_(Message.sender_id == me, Message.recipient_id == me)),
        # Before what they point at, whose rows would each be looked up.
        (ImportedWorkout, ImportedWorkout.user_id == me),
        (TrainingImport, TrainingImport.user_id == me),
        (Enrolment, Enrolment.user_id == me),
        (Program, Program.user_id == me),
        # Performed exercises go with their workout, before the definitions they use.
        (Workout, Workout.user_id == me),
        (ExerciseDefinition, ExerciseDefinition.user_id == me),
        (UserSession, UserSession.user_id == me),
        (User, User.id == me),
    ):
        statement = delete(model).where(condition)
        db.session.execute(statement, execution_options={"synchronize_session": False})
    # An address that was not confirmed may be somebody else's, whose mails stay.
    mail.forget_athlete(db.session(), me, user.email if user.confirmed else None)
    for athlete_id, name in counted_in:
        _TELL[name](others[athlete_id])
    return Deleted(user, pictures)
