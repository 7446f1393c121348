"""Which days of a program lie ahead: what its athlete may plan with, and nothing they are held to.

With weekdays a day of training falls on each of them. Without, those of a program that has days of
rest follow each other day by day; others are spread over the week as evenly as whole days allow,
which is our own choice.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from project.rules.training.sequence import WEEK, SequenceDay

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A day of the program and the date it falls on if everything goes as planned."""

    on: date
    day_id: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """On which dates a program trains: its weekdays, 1 for Monday, or how many days a week."""

    weekdays: Collection[int]
    days_a_week: int

    def dates(self, first: date, last: date, *, has_rest: bool) -> set[date]:
        """Return the dates of training from the first on, which is one whatever day it is."""
        span = (last - first).days + 1
        if self.weekdays:
            found = (first + timedelta(days=number) for number in range(span))
            return {first, *(each for each in found if each.isoweekday() in self.weekdays)}
        a_week = WEEK if has_rest else self.days_a_week
        offsets = (number * WEEK // a_week for number in range(span))
        return {first + timedelta(days=offset) for offset in offsets if offset < span}


def outlook(
    days: Sequence[SequenceDay], next_id: int, rhythm: Rhythm, *, first: date, last: date
) -> list[PlannedDay]:
    """Return what falls on which date, from the one on which the next day is due.

    A day of rest takes a date of its own. An optional one takes a date on which nothing else is
    due; where there is none it is left out.
    """
    place = next((number for number, day in enumerate(days) if day.id == next_id), None)
    if place is None or last < first:
        return []
    trains = rhythm.dates(first, last, has_rest=any(day.is_rest for day in days))
    return list(_walk(days, place, trains, first, last))


def _walk(
    days: Sequence[SequenceDay], place: int, trains: Collection[date], first: date, last: date
) -> Iterator[PlannedDay]:
    # What is next is due, optional or not.
    may_be_left_out = any(day.is_planned for day in days)
    on = first
    while on <= last:
        if on > first and on in trains and may_be_left_out:
            while days[place].is_optional:
                place = (place + 1) % len(days)
        day = days[place]
        if on in trains or day.is_rest or day.is_optional:
            yield PlannedDay(on, day.id)
            place = (place + 1) % len(days)
        on += _ONE_DAY
