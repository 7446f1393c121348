"""What was done in a running workout."""

from typing import Final

from sqlalchemy import false, func, select

from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set, Workout

_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__


def sets_done(workout_id: int) -> int:
    """Return how many sets are stored in a workout; one statement."""
    count = (
        select(func.count())
        .select_from(_SETS)
        .join(_PERFORMED, _PERFORMED.c.id == _SETS.c.exercise_id)
    )
    return db.session.scalar(count.where(_PERFORMED.c.workout_id == workout_id)) or 0


def performed_ids(workout_id: int) -> list[int]:
    """Return the ids of the performed exercises that have a set; one statement."""
    return list(
        db.session.scalars(
            select(_PERFORMED.c.id).where(
                _PERFORMED.c.workout_id == workout_id,
                select(_SETS.c.id).where(_SETS.c.exercise_id == _PERFORMED.c.id).exists(),
            )
        )
    )


def last_rest(workout_id: int) -> int:
    """Return the pause, in seconds, after the set that was stored last; one statement."""
    rest = (
        select(ExerciseDefinition.rest_seconds)
        .join(Exercise, Exercise.exercise_definition_id == ExerciseDefinition.id)
        .join(Set, Set.exercise_id == Exercise.id)
        .where(Exercise.workout_id == workout_id)
        .order_by(Set.id.desc())
        .limit(1)
    )
    return db.session.scalar(rest) or 0


def times_done(template_id: int) -> int:
    """Return how many workouts were made from a template and are over; one statement."""
    count = select(func.count()).select_from(Workout)
    done = count.where(
        Workout.template_id == template_id,
        Workout.is_template == false(),
        Workout.is_running == false(),
    )
    return db.session.scalar(done) or 0
