"""Days and times as other apps, phones and spreadsheets write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from project.rules.training.transfer.types import DateOrder

_TIME: Final = (
    r"(?:[T ,]+(?:um )?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r" ?(?P<half>[ap]\.?m\.?)?)?"
    r"(?: ?(?P<offset>Z|[+-]\d{2}:?\d{2}))?(?: Uhr)?"
)
_ISO: Final = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME, re.IGNORECASE
)
_NUMERIC: Final = re.compile(
    r"(?P<a>\d{1,2})(?P<sign>[./-]) ?(?P<b>\d{1,2})[./-] ?(?P<year>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE,
)
_DAY_WORD: Final = re.compile(
    r"(?:[^\W\d]+\.?,? )?(?P<day>\d{1,2})\.?[ -](?P<word>[^\W\d]+)\.?,?[ -](?P<year>\d{4})" + _TIME,
    re.IGNORECASE,
)
_WORD_DAY: Final = re.compile(
    r"(?P<word>[^\W\d]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})" + _TIME, re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))? ?([ap]\.?m\.?)?(?: Uhr)?", re.IGNORECASE
)
_MONTHS: Final = {
    start: number
    for number, starts in enumerate(
        [
            "jan/jän",
            "feb",
            "mar/mär/mrz",
            "apr",
            "may/mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct/okt",
            "nov",
            "dec/dez",
        ],
        1,
    )
    for start in starts.split("/")
}
_LONGEST: Final = 60
_NOON: Final = 12
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Moment:
    """When a workout was; without an offset it is the clock of where the athlete was."""

    start: datetime
    has_time: bool


@lru_cache(maxsize=4096)
def parse_moment(text: str, order: DateOrder) -> Moment | None:
    """Return the moment that is meant, or None.

    ``order`` is asked where only numbers with slashes stand; points mean the day comes first.
    """
    plain = _plain(text)
    if match := _ISO.fullmatch(plain):
        return _moment(match, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _NUMERIC.fullmatch(plain):
        a, b = int(match["a"]), int(match["b"])
        if match["sign"] != "." and order is DateOrder.MONTH_FIRST:
            a, b = b, a
        year = int(match["year"])
        return _moment(match, year if year > 99 else 2000 + year, b, a)  # noqa: PLR2004  two digits
    if match := _DAY_WORD.fullmatch(plain) or _WORD_DAY.fullmatch(plain):
        month = _MONTHS.get(match["word"][:3].casefold())
        return _moment(match, int(match["year"]), month, int(match["day"])) if month else None
    return None


def with_time(moment: Moment, text: str) -> Moment | None:
    """Return the moment with a time that stands in a cell of its own."""
    match = _CLOCK.fullmatch(_plain(text))
    if match is None:
        return None
    hour = _hour(int(match[1]), match[4])
    try:
        start = moment.start.replace(hour=hour, minute=int(match[2]), second=int(match[3] or 0))
    except ValueError:
        return None
    return Moment(start, has_time=True)


@dataclass(frozen=True, slots=True)
class Order:
    """Which order the dates of a file have, and how sure that is."""

    order: DateOrder
    is_sure: bool
    is_mixed: bool = False
    line: int | None = None
    """The first line where it matters."""


def order_of(dates: Iterable[tuple[int, str]]) -> Order:
    """Decide over all dates of a file, each with its line, whether the day or the month comes first."""
    day_first = month_first = 0
    line = None
    last: dict[DateOrder, datetime | None] = dict.fromkeys(DateOrder)
    jumps = dict.fromkeys(DateOrder, 0)
    direction = dict.fromkeys(DateOrder, 0)
    half_days = False
    seen = ""
    for number, text in dates:
        if text == seen:
            continue
        seen = text
        match = _NUMERIC.fullmatch(_plain(text))
        if match is None or match["sign"] == ".":
            continue
        line = line or number
        half_days = half_days or match["half"] is not None
        day_first += int(match["a"]) > _NOON
        month_first += int(match["b"]) > _NOON
        for order in DateOrder:
            if (moment := parse_moment(text, order)) is None:
                continue
            before, last[order] = last[order], moment.start.replace(tzinfo=None)
            if before is not None and before != last[order]:
                way = 1 if moment.start.replace(tzinfo=None) > before else -1
                jumps[order] += direction[order] == -way
                direction[order] = way
    if day_first or month_first:
        order = DateOrder.DAY_FIRST if day_first >= month_first else DateOrder.MONTH_FIRST
        return Order(order, is_sure=True, is_mixed=bool(day_first and month_first), line=line)
    # Files are in order of time, so the order in which they go back and forth less is likely.
    more = jumps[DateOrder.DAY_FIRST] - jumps[DateOrder.MONTH_FIRST]
    likely_month = more > 0 or (more == 0 and half_days)
    order = DateOrder.MONTH_FIRST if likely_month else DateOrder.DAY_FIRST
    return Order(order, is_sure=line is None, line=line)


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text[: _LONGEST + 1]).strip()


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % _NOON + (_NOON if half[0] in "pP" else 0)


def _moment(match: re.Match[str], year: int, month: int, day: int) -> Moment | None:
    has_time = match["hour"] is not None
    hour = _hour(int(match["hour"]), match["half"]) if has_time else _NOON
    zone = _zone(match["offset"]) if has_time else None
    try:
        start = datetime(
            year,
            month,
            day,
            hour,
            int(match["minute"] or 0),
            int(match["second"] or 0),
            tzinfo=zone,
        )
        if zone is not None:
            start = start.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(start, has_time)


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset in "zZ":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(minutes=minutes)) if minutes < 24 * 60 else UTC
