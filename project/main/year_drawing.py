"""The calendar of a year as paths: a square for each day, weeks side by side, Monday on top."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from project.i18n import format_date
from project.training.year import WEEKS, Year

PITCH: Final = 12
SIDE: Final = 10
TOP: Final = 14
"""Room for the names of the months."""

_SQUARES: Final = tuple(
    tuple(f"M{week * PITCH} {TOP + day * PITCH}h{SIDE}v{SIDE}h-{SIDE}z" for day in range(7))
    for week in range(WEEKS)
)


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """The name of a month above its first whole week."""

    x: int
    name: str


@dataclass(frozen=True, slots=True)
class YearHalf:
    """Half a year: paths of the days without, with one, and with several workouts."""

    width: int
    height: int
    none: str
    one: str
    several: str
    labels: list[MonthLabel]


def year_halves(year: Year) -> list[YearHalf]:
    """Draw the two halves, the older one first; a phone stacks them."""
    first = WEEKS // 2
    return [_half(year, 0, first), _half(year, first, WEEKS - first)]


def _half(year: Year, from_week: int, weeks: int) -> YearHalf:
    paths: tuple[list[str], list[str], list[str]] = ([], [], [])
    labels: list[MonthLabel] = []
    monday = year.since + timedelta(weeks=from_week)
    for week in range(weeks):
        if monday.day <= 7:  # noqa: PLR2004  the week in which a month's first Monday lies
            labels.append(MonthLabel(week * PITCH, _short(monday)))
        for day in range(7):
            when = monday + timedelta(days=day)
            if when <= year.today:
                paths[min(year.by_day.get(when, 0), 2)].append(_SQUARES[week][day])
        monday += timedelta(weeks=1)
    none, one, several = ("".join(path) for path in paths)
    return YearHalf(weeks * PITCH, TOP + 7 * PITCH, none, one, several, labels)


def _short(day: date) -> str:
    return format_date(day, "LLL")
