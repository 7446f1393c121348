"""Which day of a program comes next: it follows from what was done, and from nothing else.

Moves are folded in order of time. A workout that was done or a day that was left out leads to the
day behind it, a day that was chosen to itself; behind the last day comes the first. A day of rest
is over by itself when its calendar day has passed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from project.enums import DayKind, StepKind

WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class SequenceDay:
    """A day of a program, as far as their order is concerned."""

    id: int
    kind: DayKind = DayKind.TRAINING
    is_optional: bool = False

    @property
    def is_rest(self) -> bool:
        return self.kind is DayKind.REST

    @property
    def is_planned(self) -> bool:
        """Whether it counts into the number of days that a week is planned with."""
        return not self.is_rest and not self.is_optional


@dataclass(frozen=True, slots=True)
class Move:
    """What moved an enrolment on, at a moment and on its athlete's day.

    ``step`` is None for a workout that was done. ``id`` is the workout's or the step's.
    """

    day_id: int
    at: datetime
    on: date
    step: StepKind | None = None
    id: int = 0

    @property
    def is_done(self) -> bool:
        return self.step is None

    @property
    def order(self) -> tuple[datetime, bool, int]:
        """What they are sorted by: a step that bears a workout's moment came after it."""
        return self.at, self.step is not None, self.id


@dataclass(frozen=True, slots=True)
class PauseDays:
    """Days on which nothing is due, both ends among them; one without an end goes on."""

    began_on: date
    ended_on: date | None = None

    def covers(self, day: date) -> bool:
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)

    def length_until(self, day: date) -> int:
        """Return how many of its days lie before ``day``."""
        end = (
            day
            if self.ended_on is None
            else min(day, date.fromordinal(self.ended_on.toordinal() + 1))
        )
        return max(0, (end - self.began_on).days)


@dataclass(frozen=True, slots=True)
class SequencePosition:
    """Where an enrolment stands.

    ``day_id`` is next. ``instead_id`` is the day beside it: behind a day of rest the one that may
    be started already, behind an optional day the next one that is not. ``since`` is when it became
    next, ``led_by`` what led there, None where the program begins. ``rest`` is how many days of rest
    lie between that and the next day of training, those that are over among them.
    """

    day_id: int
    instead_id: int | None
    since: date
    led_by: Move | None = None
    rest: int = 0

    @property
    def moved(self) -> bool:
        return self.led_by is not None


def position(
    days: Sequence[SequenceDay], moves: Iterable[Move], *, started_on: date, today: date
) -> SequencePosition | None:
    """Return where an enrolment stands today; None for a program without days.

    Moves may come in any order. Those of days that were taken out of the program count as nothing.
    """
    if not days:
        return None
    places = {day.id: place for place, day in enumerate(days)}
    last = max(
        (move for move in moves if move.day_id in places), key=lambda it: it.order, default=None
    )
    place, since = 0, started_on
    has_begun = True
    if last is not None:
        since = last.on
        has_begun = last.step is StepKind.CHOSEN
        place = places[last.day_id] + (0 if has_begun else 1)
    place %= len(days)
    # A day of rest that comes behind something is the day after it.
    over = (today - since).days - (0 if has_begun else 1)
    rested = 0
    while rested < over and days[place].is_rest:
        place = (place + 1) % len(days)
        rested += 1
    following = [*days[place:], *days[:place]]
    left = next((number for number, day in enumerate(following) if not day.is_rest), len(days))
    return SequencePosition(
        days[place].id, _instead(days, place), since=since, led_by=last, rest=rested + left
    )


def _instead(days: Sequence[SequenceDay], place: int) -> int | None:
    day = days[place]
    behind = [*days[place + 1 :], *days[:place]]
    if day.is_rest:
        return next((each.id for each in behind if not each.is_rest), None)
    if day.is_optional:
        return next((each.id for each in behind if each.is_planned), None)
    return None


def undoable(moves: Iterable[Move]) -> Move | None:
    """Return the step that can be taken back: the newest, if nothing was done since."""
    last = max(moves, key=lambda it: it.order, default=None)
    return None if last is None or last.is_done else last


def week_of(started_on: date, pauses: Iterable[PauseDays], day: date) -> int:
    """Return which week of its program an enrolment is in, from 1; pauses stand still."""
    paused = sum(each.length_until(day) for each in pauses)
    return max(0, (day - started_on).days - paused) // WEEK + 1


def place_of(days: Sequence[SequenceDay], day_id: int) -> tuple[int, int] | None:
    """Return which of a program's days this is, from 1, and of how many; rest is none of them."""
    trained = [day.id for day in days if not day.is_rest]
    return (trained.index(day_id) + 1, len(trained)) if day_id in trained else None
