"""The tables of an athlete's archive: a row for each set, and one for each level of the library."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Row, func, select

from project.models import Exercise, ExerciseDefinition, ProgressionLevel, Set, Workout
from project.queries.site.export import stream
from project.queries.training.titles import shown_title
from project.rules.account.days import Calendar
from project.rules.library.sets import FIGURES
from project.rules.training.lengths import Length

_SETS: Final = Set.__table__

TRAINING_COLUMNS: Final = [
    "timestamp",
    "workout",
    "template",
    "exercise",
    "level",
    *(figure.heading or figure.name for figure in FIGURES.values()),
    "note",
    "timezone",
    "minutes",
]
ZONE: Final = TRAINING_COLUMNS.index("timezone")
LADDER_COLUMNS: Final = ["exercise", "counting_type", "level_order", "level", "archived"]


def training_rows(user_id: int, calendar: Calendar) -> Iterator[tuple[Any, ...]]:
    """Yield one row per set (and per workout without sets), oldest workout first.

    A workout is called what its pages call it; the rows of one without a title are read together.
    """
    query = (
        select(
            Workout.id,
            Workout.timestamp,
            Workout.title,
            Workout.is_template,
            ExerciseDefinition.title,
            Set.progression,
            *(_SETS.c[name] for name in FIGURES),
            Exercise.note,
            func.coalesce(Workout.timezone, calendar.zone),
            Workout.started_at,
            Workout.finished_at,
            Workout.paused,
            Workout.length_confirmed,
        )
        .select_from(Workout)
        .outerjoin(Exercise, Exercise.workout_id == Workout.id)
        .outerjoin(ExerciseDefinition, ExerciseDefinition.id == Exercise.exercise_definition_id)
        .outerjoin(Set, Set.exercise_id == Exercise.id)
        .where(Workout.user_id == user_id)
        .order_by(Workout.timestamp, Workout.id, Exercise.exercise_order, Set.set_order)
    )
    for _, group in groupby(stream(query), key=itemgetter(0)):
        rows = (_with_minutes(row) for row in group)
        first = next(rows)
        if first[1]:
            yield first
            yield from rows
        else:
            yield from _called(first, [first, *rows], calendar)


def _with_minutes(row: Row[Any]) -> tuple[Any, ...]:
    """Return what is told of a row, with the length of its workout in the place of what makes it."""
    _, *told, began, ended, paused, confirmed = tuple(row)
    return (*told, Length(began, ended, paused, confirmed).minutes)


def _called(
    first: tuple[Any, ...], rows: list[tuple[Any, ...]], calendar: Calendar
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a workout with what it is called for want of a title."""
    timestamp, title, is_template = first[:3]
    names = (row[3] for row in rows if row[3] is not None)
    seen = calendar.seen_in(first[ZONE])
    shown = shown_title(title, timestamp, names, calendar=seen, is_template=is_template)
    for row in rows:
        yield (timestamp, shown, *row[2:])


def ladder_rows(user_id: int) -> Iterator[tuple[Any, ...]]:
    """Yield one row per level of the athlete's library."""
    query = (
        select(
            ExerciseDefinition.title,
            ExerciseDefinition.counting_type,
            ProgressionLevel.level_order,
            ProgressionLevel.name,
            ExerciseDefinition.archived,
        )
        .outerjoin(
            ProgressionLevel, ProgressionLevel.exercise_definition_id == ExerciseDefinition.id
        )
        .where(ExerciseDefinition.user_id == user_id)
        .order_by(ExerciseDefinition.title_sort, ProgressionLevel.level_order)
    )
    for row in stream(query):
        yield tuple(row)
