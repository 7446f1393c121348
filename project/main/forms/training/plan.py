"""Which month and day of the calendar an address names."""

import re
from datetime import date
from typing import Final

from werkzeug.datastructures import MultiDict

_MONTH: Final = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
_DAY: Final = re.compile(r"[12][0-9]{3}-[0-1][0-9]-[0-3][0-9]")

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2100
"""No sheet of the calendar lies outside; nobody trains there."""


def asked_sheet(read: MultiDict[str, str], today: date) -> tuple[date, date]:
    """Return the first day of the month to show and the day to open; what is no date is today.

    Without a day the month opens on today, or where that is not in it on its first.
    """
    day = _asked_day(read.get("day", ""))
    found = _MONTH.fullmatch(read.get("month", ""))
    month = date(int(found[1]), int(found[2]), 1) if found else (day or today).replace(day=1)
    if not FIRST_YEAR <= month.year < LAST_YEAR:
        return today.replace(day=1), today
    return month, day or (today if today.replace(day=1) == month else month)


def _asked_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
