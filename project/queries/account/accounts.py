"""Finding accounts and what belongs to them; one statement each."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from project.database import writes_expected
from project.extensions import db
from project.models import (
    ExerciseDefinition,
    Follower,
    Message,
    Notification,
    Program,
    User,
    Workout,
    fold,
)
from project.rules.limits import NAME_KEY_LENGTH


def key_of(login: str) -> str:
    """Return what a name or an address is looked up by; equal for all spellings of one account."""
    return fold(login)[:NAME_KEY_LENGTH]


def by_email(address: str) -> User | None:
    """Return the account with this address, ignoring case, confirmed or not."""
    return db.session.scalar(select(User).where(User.email_key == key_of(address)))


def by_name(name: str) -> User | None:
    """Return the account with this user name, ignoring case, confirmed or not."""
    return db.session.scalar(select(User).where(User.username_key == key_of(name)))


def has_admin() -> bool:
    return db.session.scalar(select(User.id).where(User.admin).limit(1)) is not None


def other_admins(user_id: int) -> list[int]:
    """Return the admins but for this one; while a transaction writes, they stay what they are.

    Of two admins who leave at once the second waits here, and is then the last.
    """
    admins = select(User.id).where(User.admin).order_by(User.id)
    if writes_expected():
        admins = admins.with_for_update()
    return [each for each in db.session.scalars(admins) if each != user_id]


def for_sign_in(login: str) -> User | None:
    """Return the account that signs in with this name or address.

    An address signs in only once it is confirmed: an unconfirmed one may be anybody's, and the
    difference would tell whose addresses have an account.
    """
    if "@" not in login:
        return by_name(login)
    user = by_email(login)
    return user if user is not None and user.confirmed else None


def as_verified(user_id: int, password_hash: str) -> User | None:
    """Return the account, read anew, while its password is the one that was checked."""
    return db.session.scalar(
        select(User)
        .where(User.id == user_id, User.password_hash == password_hash)
        .execution_options(populate_existing=True)
    )


@dataclass(frozen=True)
class Names:
    """What an athlete signs in by, as `key_of` makes it, in the present epoch."""

    keys: frozenset[str]
    epoch: str


def names_of(user_id: int) -> Names | None:
    """Return what the athlete signs in by; one statement."""
    query = select(User.username_key, User.email_key, User.confirmed, User.session_epoch)
    row = db.session.execute(query.where(User.id == user_id)).one_or_none()
    if row is None:
        return None
    keys = {row.username_key, row.email_key} if row.confirmed else {row.username_key}
    return Names(frozenset(keys), row.session_epoch)


@dataclass(frozen=True)
class Holdings:
    """What goes when an account is deleted."""

    workouts: int
    templates: int
    exercises: int
    messages: int
    programs: int


def holdings(user_id: int) -> Holdings:
    """Count what the athlete has."""
    workouts = select(func.count()).where(Workout.user_id == user_id)
    exercises = select(func.count()).where(ExerciseDefinition.user_id == user_id)
    programs = select(func.count()).where(Program.user_id == user_id)
    messages = select(func.count()).where(
        or_(Message.sender_id == user_id, Message.recipient_id == user_id)
    )
    row = db.session.execute(
        select(
            workouts.where(Workout.is_template.is_(False)).scalar_subquery(),
            workouts.where(Workout.is_template).scalar_subquery(),
            exercises.scalar_subquery(),
            messages.scalar_subquery(),
            programs.scalar_subquery(),
        )
    ).one()
    return Holdings(*row)


def notifications_counting(user_id: int) -> list[tuple[int, str]]:
    """Return whose notifications, by athlete and name, may count something of this athlete."""
    concerned = (
        select(Message.recipient_id).where(Message.sender_id == user_id),
        select(Follower.followed_id).where(Follower.follower_id == user_id),
        select(Follower.follower_id).where(Follower.followed_id == user_id),
    )
    query = select(Notification.user_id, Notification.name).where(
        or_(*(Notification.user_id.in_(who) for who in concerned)),
        Notification.user_id != user_id,
        Notification.payload_json != "0",
    )
    return [(athlete_id, name) for athlete_id, name in db.session.execute(query)]
