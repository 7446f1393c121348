"""A program for paper: each day with exercises, levels, targets, and empty boxes to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from project.main.pages.training import ladder_words as words
from project.main.pages.training.plan import planned_words, ties
from project.queries.training.programs import ProgramRow
from project.queries.training.progression import LadderSummary
from project.queries.training.workouts import PerformedExercise

SESSIONS: Final = 4
"""So many times a day can be done on one sheet."""


@dataclass(frozen=True, slots=True)
class PaperExercise:
    """A line of a sheet; ``boxes`` are its sets."""

    title: str
    level: str
    target: str
    tied: str
    note: str
    boxes: int


@dataclass(frozen=True, slots=True)
class PaperDay:
    """A day with what is trained on it."""

    title: str
    minutes: int | None
    is_optional: bool
    exercises: list[PaperExercise]


def paper_days(
    program: ProgramRow,
    minutes: Mapping[int, int],
    ladders: Mapping[int, LadderSummary],
    today: date,
) -> list[PaperDay]:
    """Return the days on which something is trained."""
    return [
        PaperDay(
            day.title,
            minutes.get(day.template_id or 0),
            day.is_optional,
            [
                _exercise(each, ladders.get(each.definition_id), tied, today)
                for each, tied in zip(day.exercises, ties(day.exercises), strict=True)
            ],
        )
        for day in program.days
        if day.exercises
    ]


def _exercise(
    exercise: PerformedExercise, ladder: LadderSummary | None, tied: str, today: date
) -> PaperExercise:
    shown = None if ladder is None else ladder.overview
    target = None if shown is None else shown.target(today)
    planned = [row.reps if row.reps is not None else row.duration for row in exercise.sets]
    values = target.values if target else [value for value in planned if value is not None]
    return PaperExercise(
        exercise.title,
        shown.name if shown is not None and shown.name else planned_words(exercise),
        _target(values, exercise.counting_type),
        tied,
        exercise.note,
        len(exercise.sets),
    )


def _target(values: Sequence[int], counting_type: str) -> str:
    """Return ``3 × 8``, or ``8 · 8 · 7`` where sets differ."""
    if len(set(values)) == 1:
        return f"{len(values)} × {words.amount(values[0], counting_type)}"
    return words.amounts(values, counting_type)
