"""Follows, blocks, messages and notifications."""

import json
import time
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import (
    CheckConstraint,
    CursorResult,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    delete,
    false,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from project.enums import NotificationName
from project.models.base import TABLE_OPTIONS, Base, utc_now
from project.rules.limits import MESSAGE_LENGTH

# Seconds; more than a double can hold apart at the size of today's epoch.
_LEAST_STEP: Final = 1e-5


class Follower(Base):
    """``follower`` follows ``followed``, or waits for their yes while ``accepted`` is false.

    ``accepted_at`` is when a request was accepted; None where nobody had to be asked.
    """

    __tablename__ = "followers"
    __table_args__ = (
        CheckConstraint("follower_id <> followed_id", name="not_oneself"),
        # the lists of followers and followed, newest first
        Index("ix_followers_followed_id", "followed_id", "accepted", "created_at"),
        Index("ix_followers_follower_id", "follower_id", "accepted", "created_at"),
        TABLE_OPTIONS,
    )

    follower_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    followed_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    accepted: Mapped[bool] = mapped_column(default=True)
    accepted_at: Mapped[datetime | None]

    @classmethod
    def add(cls, session: Session, follower_id: int, followed_id: int, *, accepted: bool) -> bool:
        """Insert the pair unless it is there; return whether it is new."""
        if session.get(cls, (follower_id, followed_id)) is not None:
            return False
        try:
            with session.begin_nested():
                session.add(
                    cls(follower_id=follower_id, followed_id=followed_id, accepted=accepted)
                )
        except IntegrityError:
            return False
        return True

    @classmethod
    def remove(cls, session: Session, follower_id: int, followed_id: int) -> bool:
        """Delete the pair; return whether it was there."""
        gone = session.execute(
            delete(cls).where(cls.follower_id == follower_id, cls.followed_id == followed_id)
        )
        return bool(cast("CursorResult[Any]", gone).rowcount)


class Block(Base):
    """``blocker`` wants nothing to do with ``blocked``: invisible to each other."""

    __tablename__ = "block"
    __table_args__ = (
        CheckConstraint("blocker_id <> blocked_id", name="not_oneself"),
        Index("ix_block_blocked_id", "blocked_id"),
        TABLE_OPTIONS,
    )

    blocker_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    blocked_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Message(Base):
    """A message from one athlete to another; each of them may delete it for themself."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("sender_id <> recipient_id", name="not_oneself"),
        Index("ix_message_recipient_id_timestamp", "recipient_id", "timestamp"),
        # one side of a conversation, in order
        Index("ix_message_sender_id_recipient_id", "sender_id", "recipient_id", "id"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(String(MESSAGE_LENGTH))
    timestamp: Mapped[datetime] = mapped_column(default=utc_now)
    deleted_by_sender: Mapped[bool] = mapped_column(default=False, server_default=false())
    deleted_by_recipient: Mapped[bool] = mapped_column(default=False, server_default=false())


class Notification(Base):
    """The newest word on one subject to one athlete; ``timestamp`` is in epoch seconds."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        Index("ix_notification_user_id_timestamp", "user_id", "timestamp"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    timestamp: Mapped[float] = mapped_column(Double, default=time.time)
    payload_json: Mapped[str] = mapped_column(Text)

    def get_data(self) -> Any:  # noqa: ANN401  whatever JSON was stored
        return json.loads(self.payload_json)

    @classmethod
    def put(
        cls, session: Session, user_id: int, name: NotificationName, payload_json: str
    ) -> "Notification":
        """Write the athlete's one row called ``name``; the loser of a race overwrites.

        Its time is later than that of every other word to the athlete, also where clocks of two
        machines differ: a browser asks only for what is newer than the last it has seen.
        """
        query = select(cls).where(cls.user_id == user_id)
        rows = {row.name: row for row in session.scalars(query)}
        row = rows.get(name.value)
        if row is None:
            row = cls(user_id=user_id, name=name.value, payload_json=payload_json)
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                row = session.scalars(query.where(cls.name == name.value)).one()
        newest = max((other.timestamp for other in rows.values()), default=0.0)
        row.payload_json = payload_json
        row.timestamp = max(time.time(), newest + _LEAST_STEP)
        return row
