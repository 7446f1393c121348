"""What was done for a program, for looking back on it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from project.extensions import db
from project.models import Exercise, ProgramWorkout, Set, Workout
from project.queries.training.training_log import counted_workouts, own_sets


@dataclass(frozen=True, slots=True)
class ProgramPart:
    """An exercise of a workout that was done for a program; None for a workout without any."""

    workout_id: int
    at: datetime
    exercise_id: int | None
    sets: int


def done_for(enrolment_id: int) -> list[ProgramPart]:
    """Return what was done for a program, oldest first; warm-ups are no sets; one statement."""
    rows = db.session.execute(
        select(Workout.id, Workout.timestamp, Exercise.exercise_definition_id, func.count(Set.id))
        .join_from(ProgramWorkout, Workout, Workout.id == ProgramWorkout.workout_id)
        .outerjoin(Exercise, Exercise.workout_id == Workout.id)
        .outerjoin(Set, (Set.exercise_id == Exercise.id) & own_sets()[0])
        .where(ProgramWorkout.enrolment_id == enrolment_id, *counted_workouts())
        .group_by(Workout.id, Workout.timestamp, Exercise.exercise_definition_id)
        .order_by(Workout.timestamp, Workout.id)
    )
    return [ProgramPart(*row) for row in rows]
