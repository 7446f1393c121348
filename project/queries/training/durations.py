"""How long templates take, by the pace at which their exercises were done lately."""

from collections.abc import Collection
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, false, func, select, true, union_all

from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set, Workout
from project.rules.training.duration import PlannedExercise, estimated_minutes, pace
from project.rules.training.lengths import Length

LOOKED_AT: Final = 20
"""So many of the newest workouts whose length is known tell the pace."""

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_SETS: Final = Set.__table__


def minutes_of(template_ids: Collection[int], athlete_id: int) -> dict[int, int]:
    """Return the estimated minutes of the athlete's templates by id; one without sets is left out.

    One statement for any number of templates, none for none.
    """
    if not template_ids:
        return {}
    values = {"athlete": athlete_id, "templates": list(template_ids), "most": LOOKED_AT}
    rows = db.session.execute(_EXERCISES, values).all()
    workouts = [list(group) for _, group in groupby(rows, lambda row: row.id)]
    paces: dict[int, list[float]] = {}
    for done in workouts:
        if not done[0].is_template:
            _note_pace(paces, done)
    found = {
        planned[0].id: estimated_minutes(
            PlannedExercise(
                row.sets, row.rest_seconds, paces.get(row.exercise, ()), row.alternation
            )
            for row in planned
        )
        for planned in workouts
        if planned[0].is_template
    }
    return {number: minutes for number, minutes in found.items() if minutes is not None}


def _note_pace(paces: dict[int, list[float]], exercises: list[Row[Any]]) -> None:
    first = exercises[0]
    length = Length(first.started_at, first.finished_at, first.paused, first.length_confirmed)
    took = pace(length, sum(row.sets for row in exercises))
    if took is not None:
        for definition_id in {row.exercise for row in exercises if row.sets}:
            paces.setdefault(definition_id, []).append(took)


def _exercises() -> Select[Any]:
    """Return the exercises of the templates and of the newest workouts, with their sets counted."""
    timed = (
        select(_WORKOUTS.c.id)
        .where(
            _WORKOUTS.c.user_id == bindparam("athlete"),
            _WORKOUTS.c.is_template == false(),
            _WORKOUTS.c.is_running == false(),
            _WORKOUTS.c.started_at.is_not(None),
            _WORKOUTS.c.finished_at.is_not(None),
        )
        .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
        .limit(bindparam("most"))
        .subquery()
    )
    templates = select(_WORKOUTS.c.id).where(
        _WORKOUTS.c.user_id == bindparam("athlete"),
        _WORKOUTS.c.id.in_(bindparam("templates", expanding=True)),
        _WORKOUTS.c.is_template == true(),
    )
    # One after the other, each by its index: an OR would look at all of the athlete's workouts.
    read = union_all(select(timed.c.id), templates).subquery()
    sets = select(func.count()).where(_SETS.c.exercise_id == _PERFORMED.c.id)
    return (
        select(
            _WORKOUTS.c.id,
            _WORKOUTS.c.is_template,
            _WORKOUTS.c.started_at,
            _WORKOUTS.c.finished_at,
            _WORKOUTS.c.paused,
            _WORKOUTS.c.length_confirmed,
            _PERFORMED.c.exercise_definition_id.label("exercise"),
            _PERFORMED.c.alternation,
            _DEFINITIONS.c.rest_seconds,
            sets.correlate(_PERFORMED).scalar_subquery().label("sets"),
        )
        .join_from(read, _WORKOUTS, _WORKOUTS.c.id == read.c.id)
        .join(_PERFORMED, _PERFORMED.c.workout_id == _WORKOUTS.c.id)
        .join(_DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id)
        .order_by(_WORKOUTS.c.id, _PERFORMED.c.exercise_order)
    )


_EXERCISES: Final = _exercises()
