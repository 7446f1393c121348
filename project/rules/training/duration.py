"""How long a day of a program will take.

An athlete's own pace says it best: how long a set of an exercise took with its pause, in the
workouts it was done in. Without any, a set takes 40 seconds before its pause; that, and that an
estimate is told in steps of five minutes, are our own choices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from statistics import fmean, median
from typing import Final

from project.rules.training.lengths import Length

SET_TAKES: Final = 40
"""Seconds of a set whose athlete has no pace of their own."""

STEP: Final = 5
"""Nobody knows it to the minute."""


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """An exercise of a day: how many sets, the seconds of its pause, and the paces it was done at.

    Neighbours with the same ``alternation`` take turns: only one of them is done.
    """

    sets: int
    pause: int
    paces: Sequence[float] = ()
    alternation: int | None = None

    @property
    def seconds(self) -> float:
        pace = median(self.paces) if self.paces else SET_TAKES + self.pause
        return self.sets * pace


def pace(length: Length, sets: int) -> float | None:
    """Return the seconds a set of a workout took with its pause; None where nobody knows.

    A length that is doubtful is not believed, and one of nothing is none.
    """
    if length.trained is None or length.is_doubtful or not sets:
        return None
    return length.trained.total_seconds() / sets or None


def estimated_minutes(exercises: Iterable[PlannedExercise]) -> int | None:
    """Return how long a day of these exercises takes, in their order; None without a set.

    Of those that take turns the mean counts.
    """
    alone = count()

    def turn(exercise: PlannedExercise) -> tuple[bool, int]:
        number = exercise.alternation
        return (False, next(alone)) if number is None else (True, number)

    seconds = sum(fmean(each.seconds for each in group) for _, group in groupby(exercises, turn))
    return max(STEP, round(seconds / 60 / STEP) * STEP) if seconds else None
