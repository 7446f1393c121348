"""When the next day of a program is due: a reminder, never a wall.

What was done or left out is over for its day, so the next one is due on a later one: with weekdays on
the first of them, without on the day after. A day that was chosen is due at once. Nothing is ever
late, it has been due for a while.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from project.enums import StepKind
from project.rules.training.sequence import PauseDays, SequencePosition

_DAY: Final = timedelta(days=1)


class DueKind(StrEnum):
    """What a page says of the next day."""

    TODAY = "today"
    """Due on this very day."""
    SINCE = "since"
    """Due since a weekday that has passed."""
    OPEN = "open"
    """Due whenever its athlete likes: the program knows no weekdays."""
    REST = "rest"
    """Nothing is due today."""
    DONE = "done"
    """Today's is done."""
    PAUSED = "paused"
    """Nothing is due until its athlete goes on."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """Whether the next day is due; ``on`` is since when, or when it will be."""

    kind: DueKind
    on: date

    @property
    def is_due(self) -> bool:
        return self.kind in {DueKind.TODAY, DueKind.SINCE, DueKind.OPEN}


def due_day(
    found: SequencePosition,
    weekdays: Collection[int],
    pauses: Iterable[PauseDays],
    *,
    today: date,
) -> DueDay:
    """Return when the next day of training is due; ``weekdays`` are numbers, 1 for Monday."""
    step = None if found.led_by is None else found.led_by.step
    was_chosen = step is StepKind.CHOSEN
    on = found.since + timedelta(days=found.rest)
    if found.moved and not was_chosen and (step is None or weekdays or found.rest):
        on += _DAY
    for each in pauses:
        if each.covers(today):
            return DueDay(DueKind.PAUSED, each.began_on)
        if each.ended_on is not None:
            on = max(on, each.ended_on + _DAY)
    if weekdays and not was_chosen:
        while on.isoweekday() not in weekdays:
            on += _DAY
    if on > today:
        was_today = found.moved and step is None and found.since == today
        return DueDay(DueKind.DONE if was_today else DueKind.REST, on)
    if not weekdays:
        return DueDay(DueKind.OPEN, on)
    return DueDay(DueKind.TODAY if on == today else DueKind.SINCE, on)
