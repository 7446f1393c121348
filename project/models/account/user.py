"""The athlete, the devices they are signed in on, and the documented methods about people."""

import json
import secrets
from datetime import date, datetime
from typing import Any, cast

from flask_login import UserMixin
from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, validates
from werkzeug.security import check_password_hash, generate_password_hash

from project.enums import NotificationName, Visibility
from project.hashing import turn
from project.models.base import TABLE_OPTIONS, Base, binary_string, fold, utc_now
from project.models.people.social import Block, Follower, Message, Notification
from project.models.training.workout import Workout
from project.rules.account.days import LATEST_BEGIN, Calendar
from project.rules.limits import (
    ABOUT_LENGTH,
    ADDRESS_LENGTH,
    NAME_KEY_LENGTH,
    SECRET_LENGTH,
    USER_AGENT_LENGTH,
    USERNAME_LENGTH,
)

# One of OWASP's settings for scrypt; `needs_rehash` moves older hashes to it at sign-in.
PASSWORD_METHOD = "scrypt:32768:8:3"  # noqa: S105  a method's name, not a password


def hash_password(password: str) -> str:
    """Return the hash to store for a password; takes about half a second of CPU.

    Raises `BusyError` when too many are being hashed; so does `check_hash`.
    """
    with turn():
        return generate_password_hash(password, PASSWORD_METHOD)


def check_hash(password_hash: str, password: str) -> bool:
    """Return whether the hash was made of the password; about half a second of CPU."""
    with turn():
        return check_password_hash(password_hash, password)


def dummy_hash() -> str:
    """Return a hash nobody knows a password for; checking it takes as long as any other."""
    return f"{PASSWORD_METHOD}$Wv1mTq8cXz4KdY7u${'5c' * 64}"


def new_epoch() -> str:
    """Return a fresh random `session_epoch`; changing it signs the athlete out on every device."""
    return secrets.token_hex(16)


class User(Base, UserMixin):  # type: ignore[misc]  # Flask-Login has no type hints
    """An athlete's account.

    ``username_key`` and ``email_key`` are the folded forms that make both unique ignoring case
    on every database; they follow the names by themselves.
    """

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint(
            "default_visibility IN ('all', 'followers', 'private')", name="default_visibility"
        ),
        CheckConstraint(f"day_begins_at BETWEEN 0 AND {LATEST_BEGIN}", name="day_begins_at"),
        CheckConstraint("remind_at IS NULL OR remind_at BETWEEN 0 AND 1439", name="remind_at"),
        Index("uq_user_calendar_token", "calendar_token", unique=True),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(USERNAME_LENGTH))
    username_key: Mapped[str] = mapped_column(binary_string(USERNAME_LENGTH), unique=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    email_key: Mapped[str] = mapped_column(binary_string(NAME_KEY_LENGTH), unique=True)
    password_hash: Mapped[str] = mapped_column(String(512))
    admin: Mapped[bool] = mapped_column(default=False)
    confirmed: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[datetime | None]
    about_me: Mapped[str] = mapped_column(String(ABOUT_LENGTH), default="")
    image_file: Mapped[str] = mapped_column(String(64), default="default.jpg")
    last_seen: Mapped[datetime] = mapped_column(default=utc_now)
    registered_on: Mapped[datetime] = mapped_column(default=utc_now)
    last_message_read_time: Mapped[datetime | None]
    session_epoch: Mapped[str] = mapped_column(String(32), default=new_epoch)
    pending_email: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))
    default_visibility: Mapped[str] = mapped_column(String(16), default=Visibility.FOLLOWERS.value)
    approves_followers: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    day_begins_at: Mapped[int] = mapped_column(default=0, server_default="0")
    # None follows the browser.
    language: Mapped[str | None] = mapped_column(String(16))
    mails_about_messages: Mapped[bool] = mapped_column(default=False, server_default=false())
    last_message_mail_at: Mapped[datetime | None]
    last_notification_read_time: Mapped[datetime | None]
    remind_at: Mapped[int | None]
    """The minute of the athlete's day at which a mail says what is due; None for no such mail."""

    reminded_on: Mapped[date | None] = mapped_column(Date)
    calendar_token: Mapped[str | None] = mapped_column(binary_string(SECRET_LENGTH))
    """The secret part of their calendar's address."""

    reset_key: Mapped[str | None] = mapped_column(String(32))
    """Part of the newest reset link; none after a sign-in, so that no link is left behind."""

    # The secret of the sign-in this athlete was loaded for; never stored, only its hash is.
    session_token = cast("str | None", None)

    @validates("username")
    def _key_username(self, _name: str, value: str) -> str:
        self.username_key = fold(value)
        return value

    @validates("email")
    def _key_email(self, _name: str, value: str) -> str:
        self.email_key = fold(value)
        return value

    def get_id(self) -> str:
        """Return what the cookie holds: id, epoch and the secret of the device's row."""
        return f"{self.id}.{self.session_epoch}.{self.session_token or ''}"

    def set_password(self, password: str) -> None:
        """Store the hash of ``password``; signing other devices out is the caller's business."""
        self.password_hash = hash_password(password)

    def check_password(self, password: str) -> bool:
        """Return whether ``password`` is this athlete's; about half a second of CPU."""
        return check_hash(self.password_hash, password)

    def needs_rehash(self) -> bool:
        """Return whether the stored hash was made with another setting than ours."""
        return not self.password_hash.startswith(f"{PASSWORD_METHOD}$")

    def follow(self, user: "User") -> bool:
        """Follow ``user``, or ask to, when they approve first; return whether that is new.

        Twice is once, nobody themself. Two requests at once may both see no row: the second
        insert is refused by the primary key inside its savepoint and counts as done.
        """
        if user.id == self.id:
            return False
        return Follower.add(self._session, self.id, user.id, accepted=not user.approves_followers)

    def unfollow(self, user: "User") -> bool:
        """Stop following ``user`` or take the request back; return whether there was one."""
        return Follower.remove(self._session, self.id, user.id)

    def is_following(self, user: "User") -> bool:
        """Return whether this athlete follows ``user``, accepted; one query by primary key."""
        link = self._session.get(Follower, (self.id, user.id))
        return link is not None and link.accepted

    def followed_workouts(self) -> Select[Workout]:
        """Select my workouts and those of accepted follows, newest first.

        Without templates and running ones; what is private stays with its athlete. The database
        sorts them all before it cuts a page: pages of the feed come from `queries.people.feed`.
        """
        followed = select(Follower.followed_id).where(
            Follower.follower_id == self.id, Follower.accepted
        )
        return (
            select(Workout)
            .where(
                Workout.is_template == false(),
                Workout.is_running == false(),
                or_(
                    Workout.user_id == self.id,
                    Workout.user_id.in_(followed) & (Workout.visibility != Visibility.PRIVATE),
                ),
            )
            .order_by(Workout.timestamp.desc(), Workout.id.desc())
        )

    def new_messages(self) -> int:
        """Count the messages received since the inbox was last opened; one COUNT.

        Neither deleted ones nor those of athletes between whom and this one is a block.
        """
        query = select(func.count()).where(
            Message.recipient_id == self.id,
            Message.deleted_by_recipient == false(),
            Message.sender_id.not_in(select(Block.blocked_id).where(Block.blocker_id == self.id)),
            Message.sender_id.not_in(select(Block.blocker_id).where(Block.blocked_id == self.id)),
        )
        if self.last_message_read_time is not None:
            query = query.where(Message.timestamp > self.last_message_read_time)
        return self._session.scalar(query) or 0

    def add_notification(self, name: str, data: Any) -> Notification:  # noqa: ANN401  any JSON
        """Set the one notification called ``name`` to ``data`` (JSON), stamped now."""
        return Notification.put(self._session, self.id, NotificationName(name), json.dumps(data))

    @property
    def calendar(self) -> Calendar:
        """How this athlete's days are told apart."""
        return Calendar(self.timezone, self.day_begins_at)

    @property
    def _session(self) -> Session:
        return cast("Session", object_session(self))


class UserSession(Base):
    """One device on which an athlete is signed in; a cookie is good only while its row exists."""

    __tablename__ = "user_session"
    __table_args__ = (
        Index("ix_user_session_user_id_last_used_at", "user_id", "last_used_at"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(binary_string(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    last_used_at: Mapped[datetime] = mapped_column(default=utc_now)
    user_agent: Mapped[str] = mapped_column(String(USER_AGENT_LENGTH), default="")
    remember: Mapped[bool] = mapped_column(default=False)
