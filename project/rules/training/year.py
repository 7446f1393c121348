"""The last twelve months at a glance: on which days there was training, and how steadily."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from project.rules.training.load import monday_of

WEEKS = 53
"""A year and the week that is not over."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month's workouts and the days they were on; ``first`` is its first day."""

    first: date
    workouts: int
    days: int


@dataclass(frozen=True, slots=True)
class Year:
    """Workouts by day from a Monday on."""

    since: date
    today: date
    by_day: Mapping[date, int]
    months: tuple[Month, ...]

    def workouts(self, days: int, before: int = 0) -> int:
        """Return how many workouts the ``days`` had that ended ``before`` days ago."""
        last = self.today - timedelta(days=before)
        first = last - timedelta(days=days)
        return sum(count for day, count in self.by_day.items() if first < day <= last)


def first_day(today: date) -> date:
    """Return the Monday on which the calendar begins."""
    return monday_of(today) - timedelta(weeks=WEEKS - 1)


def year_of(days: Iterable[date], today: date) -> Year:
    """Sum up the days of workouts; those outside the last twelve months are passed over."""
    since = first_day(today)
    by_day = Counter(day for day in days if since <= day <= today)
    workouts: Counter[date] = Counter()
    trained: Counter[date] = Counter()
    for day, count in by_day.items():
        first = day.replace(day=1)
        workouts[first] += count
        trained[first] += 1
    months = []
    first = since.replace(day=1)
    while first <= today:
        months.append(Month(first, workouts[first], trained[first]))
        first = (first + timedelta(days=31)).replace(day=1)
    return Year(since, today, by_day, tuple(months))
