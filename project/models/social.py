"""Follows, blocks, messages and notifications."""

import json
import time
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from project.enums import NotificationName
from project.models.base import TABLE_OPTIONS, Base, utc_now


class Follower(Base):
    """``follower`` follows ``followed``, or waits for their yes while ``accepted`` is false."""

    __tablename__ = "followers"
    __table_args__ = (
        CheckConstraint("follower_id <> followed_id", name="not_oneself"),
        Index("ix_followers_followed_id", "followed_id", "accepted"),
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
    def remove(cls, session: Session, follower_id: int, followed_id: int) -> None:
        """Delete the pair; nothing happens when it is not there."""
        session.execute(
            delete(cls).where(cls.follower_id == follower_id, cls.followed_id == followed_id)
        )


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
    """A message from one athlete to another."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("sender_id <> recipient_id", name="not_oneself"),
        Index("ix_message_recipient_id_timestamp", "recipient_id", "timestamp"),
        Index("ix_message_sender_id_recipient_id", "sender_id", "recipient_id", "timestamp"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(String(1000))
    timestamp: Mapped[datetime] = mapped_column(default=utc_now)


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
        """Return the payload."""
        return json.loads(self.payload_json)

    @classmethod
    def put(
        cls, session: Session, user_id: int, name: NotificationName, payload_json: str
    ) -> "Notification":
        """Write the athlete's one row called ``name``; the loser of a race overwrites."""
        query = select(cls).where(cls.user_id == user_id, cls.name == name.value)
        row = session.scalar(query)
        if row is None:
            row = cls(user_id=user_id, name=name.value, payload_json=payload_json)
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                row = session.scalars(query).one()
        row.payload_json = payload_json
        row.timestamp = time.time()
        return row
