"""The badge: the numbers an athlete's browser asks for, read by the statement every page begins with."""

import json
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ScalarSelect,
    String,
    func,
    literal_column,
    select,
)
from sqlalchemy import cast as cast_to

from project.models import Notification

_ENTRIES: Final = Notification.__table__
# A timestamp travels as a whole number of these: as text, a double is cut off by some databases.
_MICROSECONDS: Final = 1_000_000
_AGE: Final = attrgetter("timestamp")


class BadgeEntry(NamedTuple):
    """The newest number of a subject; ``data`` is any JSON, ``timestamp`` epoch seconds."""

    name: str
    data: Any
    timestamp: float


def badge_of(user_id: BindParameter[int]) -> ScalarSelect[str]:
    """Select all that is told to an athlete, as the text that `badge_entries` reads.

    The database joins it, there are as many rows as there are subjects; so the statement every
    page begins with answers the badge, too.
    """
    text = [literal_column(f"'{part}'", String) for part in ('["', '",', ",", "]")]
    stamp = cast_to(cast_to(_ENTRIES.c.timestamp * _MICROSECONDS, BigInteger), String)
    row = text[0] + _ENTRIES.c.name + text[1] + _ENTRIES.c.payload_json + text[2] + stamp + text[3]
    # A parameter as separator would be put into the statement anew each time.
    comma: Any = literal_column("','")
    joined = func.aggregate_strings(row, comma)
    return select(joined).where(_ENTRIES.c.user_id == user_id).scalar_subquery()


def badge_entries(text: str | None) -> list[BadgeEntry]:
    """Return what `badge_of` selected, oldest first.

    Nothing where a row is not as we write them: a page without its badge is better than none.
    """
    try:
        rows = json.loads(f"[{text or ''}]")
        entries = [BadgeEntry(name, data, stamp / _MICROSECONDS) for name, data, stamp in rows]
    except (TypeError, ValueError):
        return []
    return sorted(entries, key=_AGE)
