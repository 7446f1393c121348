"""Pages of lists: by cursor where lists grow for ever, by number where they stay small."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from flask import request, url_for

T = TypeVar("T")
_CURSOR = re.compile(r"(\d{1,18})-(\d{1,10})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_PAGE = 1_000_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list with links to its neighbours; a link is None where there is none."""

    items: Sequence[T]
    next_url: str | None = None
    prev_url: str | None = None


@dataclass(frozen=True)
class Cursor:
    """A place in a list ordered by time and id, newest first."""

    timestamp: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.timestamp - _EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """Read a cursor from a query parameter; anything else is None, the list's start."""
        match = _CURSOR.fullmatch(text or "")
        if match is None:
            return None
        try:
            return cls(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
        except OverflowError:
            return None


def page_number() -> int:
    """Return the query parameter ``page`` as a number from 1; anything odd is 1."""
    text = request.args.get("page", "")
    if not re.fullmatch(r"[0-9]{1,7}", text):
        return 1
    return min(max(int(text), 1), MAX_PAGE)


def same_page_url(**changes: Any) -> str:  # noqa: ANN401  url_for's own signature
    """Return this page's address with some query parameters changed; None removes one."""
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    arguments.update(changes)
    kept = {name: value for name, value in arguments.items() if value is not None}
    return url_for(request.endpoint or "main.index", **kept)
