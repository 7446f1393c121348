"""Counters of the rate limits, shared by all processes."""

from sqlalchemy import Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from project.models.base import TABLE_OPTIONS, Base, binary_string


class RateLimit(Base):
    """How often something happened in a window that ends at ``expires_at`` (epoch seconds)."""

    __tablename__ = "rate_limit"
    __table_args__ = (Index("ix_rate_limit_expires_at", "expires_at"), TABLE_OPTIONS)

    key: Mapped[str] = mapped_column(binary_string(255), primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[float] = mapped_column(Double)
