"""Mails on their way out."""

import secrets
from datetime import datetime

from sqlalchemy import Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from project.models.base import TABLE_OPTIONS, Base, binary_string, utc_now
from project.rules.limits import ADDRESS_LENGTH, SUBJECT_LENGTH


def new_message_key() -> str:
    """Return the stable part of a Message-ID, by which a repeated mail can be recognised."""
    return secrets.token_hex(16)


class OutboxEmail(Base):
    """A composed mail, stored with the change it belongs to and sent after the commit.

    ``claimed_until`` is the lease of the process that is sending it; ``failed`` mails were given
    up after the last try and stay visible to the operator.
    """

    __tablename__ = "email_outbox"
    __table_args__ = (
        Index("ix_email_outbox_sent_at_next_attempt_at", "sent_at", "next_attempt_at"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(default=utc_now)
    sent_at: Mapped[datetime | None]
    failed: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str | None] = mapped_column(String(500))
    claimed_by: Mapped[str | None] = mapped_column(binary_string(32))
    claimed_until: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """The template's name."""
    about_id: Mapped[int | None]
    """Whose data it holds beside the recipient's; no key, as the last mail outlives the account."""
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Somebody waits for it in front of a page."""
    useful_until: Mapped[datetime | None]
    """When the link in it is as good as dead."""
    message_key: Mapped[str] = mapped_column(binary_string(32), default=new_message_key)
