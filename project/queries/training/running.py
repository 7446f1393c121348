"""What was done in a running workout."""

from typing import Final

from sqlalchemy import func, select

from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set

_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__


def sets_done(workout_id: int) -> int:
    """Return how many sets are stored in a workout; one statement."""
    count = (
        select(func.count())
        .select_from(_SETS)
        .join(_PERFORMED, _PERFORMED.c.id == _SETS.c.exercise_id)
    )
    return db.session.scalar(count.where(_PERFORMED.c.workout_id == workout_id)) or 0


def performed_titles(workout_id: int) -> dict[int, str]:
    """Return the titles of the exercises that have a set, by their ids, in order; one statement."""
    rows = db.session.execute(
        select(_PERFORMED.c.id, _DEFINITIONS.c.title)
        .join(_DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id)
        .where(
            _PERFORMED.c.workout_id == workout_id,
            select(_SETS.c.id).where(_SETS.c.exercise_id == _PERFORMED.c.id).exists(),
        )
        .order_by(_PERFORMED.c.exercise_order)
    )
    return {row.id: row.title for row in rows}
