"""A place in a list that is ordered by time and id, newest first; pages begin at one."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, FromClause, and_, bindparam, or_

from project.models import UtcDateTime
from project.rules.limits import MAX_ID

_CURSOR: Final = re.compile(r"(\d{1,18})-(\d{1,10})", re.ASCII)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Cursor:
    """A place in a list ordered by time and id, newest first."""

    timestamp: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.timestamp - _EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the statements that begin here."""
        return {"moment": self.timestamp, "id": self.id}

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """Read a cursor from a query parameter; anything else is None, the list's start."""
        match = _CURSOR.fullmatch(text or "")
        if match is None:
            return None
        try:
            moment = _EPOCH + timedelta(microseconds=int(match[1]))
        except OverflowError:
            return None
        # No database is asked about an id that its column cannot hold.
        return cls(moment, min(int(match[2]), MAX_ID))


def beyond(rows: FromClause, *, older: bool) -> ColumnElement[bool]:
    """Match what lies behind a `Cursor`; the first condition is where an index begins."""
    moment = bindparam("moment", type_=UtcDateTime())
    key: BindParameter[int] = bindparam("id")
    when = rows.c.timestamp
    if older:
        return and_(when <= moment, or_(when < moment, rows.c.id < key))
    return and_(when >= moment, or_(when > moment, rows.c.id > key))
