"""Weeks in a row that were trained as planned: rest is training, so no day counts by itself.

A week begins on Monday. It counts when one of the programs that ran in it reached the number of days
it is planned with; without a program one workout is enough. The week that is not over breaks
nothing. What began, ended or paused in the middle of a week, and what paused all of it, lets the
streak stand still unless it counts. Our own choices, all of them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from project.rules.training.load import DAYS_OF_WEEK, monday_of
from project.rules.training.sequence import PauseDays

_WEEK: Final = timedelta(days=DAYS_OF_WEEK)
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TrainedDay:
    """A workout on its athlete's day; ``run_id`` is the program it was done for, if any.

    That of an optional day is no part of what a week is planned with.
    """

    on: date
    run_id: int | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class ProgramRun:
    """A program that was followed, its last day None while it runs."""

    id: int
    first: date
    last: date | None
    planned_a_week: int
    pauses: Sequence[PauseDays] = ()

    def days_of(self, monday: date) -> int:
        """Return on how many days of a week it ran and was not paused."""
        week = (monday + timedelta(days=number) for number in range(DAYS_OF_WEEK))
        return sum(
            self.first <= day
            and (self.last is None or day <= self.last)
            and not any(each.covers(day) for each in self.pauses)
            for day in week
        )

    def touches(self, monday: date) -> bool:
        """Return whether it ran on a day of the week, paused or not."""
        sunday = monday + _WEEK - _ONE_DAY
        return self.first <= sunday and (self.last is None or self.last >= monday)


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks in a row up to now, and the most there ever were."""

    weeks: int
    best: int


class _Week(Enum):
    COUNTS = auto()
    STANDS_STILL = auto()
    BREAKS = auto()


def streak_of(trained: Iterable[TrainedDay], runs: Sequence[ProgramRun], today: date) -> Streak:
    """Return the streak up to the week of ``today``; days that lie ahead are passed over."""
    workouts: Counter[date] = Counter()
    done: Counter[tuple[int, date]] = Counter()
    for each in trained:
        if each.on > today:
            continue
        monday = monday_of(each.on)
        workouts[monday] += 1
        if each.run_id is not None and not each.is_optional:
            done[each.run_id, monday] += 1
    if not workouts:
        return Streak(0, 0)
    weeks = best = 0
    monday, this_week = min(workouts), monday_of(today)
    while monday <= this_week:
        week = _week(monday, runs, workouts[monday], done)
        if week is _Week.COUNTS:
            weeks += 1
            best = max(best, weeks)
        elif week is _Week.BREAKS and monday < this_week:
            weeks = 0
        monday += _WEEK
    return Streak(weeks, best)


def _week(
    monday: date, runs: Sequence[ProgramRun], workouts: int, done: Counter[tuple[int, date]]
) -> _Week:
    ran = [run for run in runs if run.touches(monday)]
    if not ran:
        return _Week.COUNTS if workouts else _Week.BREAKS
    if any(done[run.id, monday] >= run.planned_a_week for run in ran):
        return _Week.COUNTS
    missed = any(run.days_of(monday) == DAYS_OF_WEEK for run in ran)
    return _Week.BREAKS if missed else _Week.STANDS_STILL
