"""The calendar of a year as paths: a square for each day, weeks side by side, Monday on top."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from project.i18n import month_name
from project.rules.training.year import WEEKS, Year

PITCH: Final = 12
SIDE: Final = 10
TOP: Final = 14
"""Room for the names of the months."""

_SQUARES: Final = tuple(
    tuple(f"M{week * PITCH} {TOP + day * PITCH}h{SIDE}v{SIDE}h-{SIDE}z" for day in range(7))
    for week in range(WEEKS)
)


_IN_ORDER: Final = tuple(square for week in _SQUARES for square in week)


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """The name of a month above its first whole week."""

    x: int
    name: str


@dataclass(frozen=True, slots=True)
class YearHalf:
    """Half a year: paths of all days, of those with one and of those with several workouts."""

    width: int
    height: int
    ground: str
    one: str
    several: str
    labels: list[MonthLabel]


def year_halves(year: Year) -> list[YearHalf]:
    """Draw the two halves, the older one first; a phone stacks them."""
    first = WEEKS // 2
    return [_half(year, 0, first), _half(year, first, WEEKS - first)]


def _half(year: Year, from_week: int, weeks: int) -> YearHalf:
    first = year.since + timedelta(weeks=from_week)
    last = (year.today - first).days  # the place of today, beyond the end in the older half
    paths: tuple[list[str], list[str]] = ([], [])
    for day, count in year.by_day.items():
        week, weekday = divmod((day - first).days, 7)
        if 0 <= week < weeks:
            paths[count > 1].append(_SQUARES[week][weekday])
    labels = []
    for week in range(weeks):
        monday = first + timedelta(weeks=week)
        if monday.day <= 7:  # noqa: PLR2004  the week in which a month's first Monday lies
            labels.append(MonthLabel(week * PITCH, _short(monday)))
    ground = "".join(_IN_ORDER[: min(last + 1, weeks * 7)])
    one, several = ("".join(path) for path in paths)
    return YearHalf(weeks * PITCH, TOP + 7 * PITCH, ground, one, several, labels)


def _short(day: date) -> str:
    return month_name(day)
