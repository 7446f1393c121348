"""Ladders of which nobody knows where their athlete stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, bindparam, exists, false, func, select

from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    ProgressionDecision,
    ProgressionLevel,
    Workout,
)
from project.queries.training.training_log import counted_workouts
from project.rules.training.proposals import Answer

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__
_DECISIONS: Final = ProgressionDecision.__table__


@dataclass(frozen=True, slots=True)
class UnknownLadder:
    """An exercise that was never trained, and how many levels it has."""

    id: int
    title: str
    level_count: int


def unknown_ladders(athlete_id: int, limit: int) -> list[UnknownLadder]:
    """Return the athlete's own exercises that were neither trained nor decided about, by title.

    Archived ones and those of a single level are left out. One statement.
    """
    values = {"athlete": athlete_id, "most": limit}
    return [UnknownLadder(*row) for row in db.session.execute(_UNKNOWN, values)]


def untrained_among(athlete_id: int, ids: Collection[int]) -> list[int]:
    """Return those of these exercises that are own ladders and were never trained, decided about or not.

    One statement, none without ids.
    """
    if not ids:
        return []
    values = {"athlete": athlete_id, "most": len(ids)}
    found = db.session.execute(_UNTRAINED.where(_DEFINITIONS.c.id.in_(ids)), values)
    return [row[0] for row in found]


def own_ids(athlete_id: int, ids: Sequence[int]) -> list[int]:
    """Return those of these exercises that are the athlete's own, in the same order.

    One statement, none without ids.
    """
    if not ids:
        return []
    found = set(
        db.session.scalars(
            select(_DEFINITIONS.c.id).where(
                _DEFINITIONS.c.user_id == athlete_id, _DEFINITIONS.c.id.in_(ids)
            )
        )
    )
    return [number for number in ids if number in found]


def _untrained() -> Select[Any]:
    count = func.count(_LEVELS.c.id)
    trained = (
        select(_PERFORMED.c.id)
        .join(_WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .where(_PERFORMED.c.exercise_definition_id == _DEFINITIONS.c.id, *counted_workouts())
        .correlate(_DEFINITIONS)
        .exists()
    )
    return (
        select(_DEFINITIONS.c.id, _DEFINITIONS.c.title, count)
        .join_from(_DEFINITIONS, _LEVELS, _LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id)
        .where(
            _DEFINITIONS.c.user_id == bindparam("athlete"),
            _DEFINITIONS.c.archived == false(),
            ~trained,
        )
        .group_by(_DEFINITIONS.c.id, _DEFINITIONS.c.title, _DEFINITIONS.c.title_sort)
        .having(count > 1)
        .order_by(_DEFINITIONS.c.title_sort, _DEFINITIONS.c.id)
        .limit(bindparam("most"))
    )


_UNTRAINED: Final = _untrained()
_UNKNOWN: Final = _UNTRAINED.where(
    ~exists().where(
        _DECISIONS.c.exercise_definition_id == _DEFINITIONS.c.id,
        _DECISIONS.c.answer == Answer.ACCEPTED.value,
        _DECISIONS.c.undone_at.is_(None),
    )
)
