"""Counters that several processes share: one row each, counted by one atomic statement."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, case, delete, or_, select

from project.models import CLOCKS_DIFFER, RateLimit

if TYPE_CHECKING:
    from sqlalchemy.dialects import mysql, postgresql, sqlite

_rows: Final = RateLimit.__table__
LONGEST_WINDOW: Final = 86_400  # seconds
_APART: Final = CLOCKS_DIFFER.total_seconds()


@dataclass(frozen=True)
class WindowCount:
    """How often something happened in the window that ends at ``expires_at`` (epoch seconds)."""

    hits: int
    expires_at: float


def count(connection: Connection, key: str, *, amount: int, window: int, now: float) -> WindowCount:
    """Add ``amount`` to the counter ``key`` and return it; a new window starts when one is over.

    The row stays locked until the caller commits, so the returned number is this call's own. A
    window that ends later than one can that begins now is over, too: a clock was ahead.
    ``window`` is in seconds. One statement; two where the database does not return what it wrote.
    """
    upsert = _upsert(connection.dialect.name, key, amount, now + window, now)
    if connection.dialect.insert_returning:
        row = connection.execute(upsert.returning(_rows.c.hits, _rows.c.expires_at)).one()
        return WindowCount(row.hits, row.expires_at)
    connection.execute(upsert)
    row = connection.execute(
        select(RateLimit.hits, RateLimit.expires_at).where(RateLimit.key == key)
    ).one()
    return WindowCount(row.hits, row.expires_at)


def _upsert(
    dialect: str, key: str, amount: int, expires_at: float, now: float
) -> "mysql.Insert | postgresql.Insert | sqlite.Insert":
    over = or_(RateLimit.expires_at <= now, RateLimit.expires_at > expires_at + _APART)
    values = {"key": key, "hits": amount, "expires_at": expires_at}
    # MariaDB assigns from left to right: the hits must still see the old end of the window.
    changes = [
        ("hits", case((over, amount), else_=RateLimit.hits + amount)),
        ("expires_at", case((over, expires_at), else_=RateLimit.expires_at)),
    ]
    if dialect in {"mysql", "mariadb"}:
        from sqlalchemy.dialects import mysql  # noqa: PLC0415  a start needs one of the three

        return mysql.insert(RateLimit).values(values).on_duplicate_key_update(changes)
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415  as above

        insert = postgresql.insert(RateLimit).values(values)
        return insert.on_conflict_do_update(index_elements=["key"], set_=dict(changes))
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415  as above

    return (
        sqlite.insert(RateLimit)
        .values(values)
        .on_conflict_do_update(index_elements=["key"], set_=dict(changes))
    )


def forget_expired(connection: Connection, now: float) -> int:
    """Delete the counters whose window is over; return how many."""
    over = or_(RateLimit.expires_at <= now, RateLimit.expires_at > now + LONGEST_WINDOW + _APART)
    return connection.execute(delete(RateLimit).where(over)).rowcount
