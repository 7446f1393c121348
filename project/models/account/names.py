"""User names that somebody had before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from project.models.base import TABLE_OPTIONS, Base, binary_string, utc_now
from project.rules.limits import USERNAME_LENGTH


class GivenUpName(Base):
    """A name, folded, that its athlete gave up; ``user_id`` is None once the account is gone."""

    __tablename__ = "given_up_name"
    __table_args__ = (
        Index("ix_given_up_name_user_id", "user_id"),
        Index("ix_given_up_name_given_up_at", "given_up_at"),
        TABLE_OPTIONS,
    )

    name_key: Mapped[str] = mapped_column(binary_string(USERNAME_LENGTH), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    given_up_at: Mapped[datetime] = mapped_column(default=utc_now)
