"""The athlete's own word on when a workout began and ended."""

from datetime import datetime

from project.models import User, Workout
from project.queries.training.progression import exercises_of
from project.services.training import progression_upkeep
from project.services.training.workout_check import length_faults, moment_fault, refuse
from project.services.training.workouts import check_trained


def set_length(
    workout: Workout, athlete: User, *, began: datetime, ended: datetime, paused: int = 0
) -> None:
    """Store start, end and seconds of pauses; from then on they count, however far apart they are.

    The workout moves to its start. Raises `InvalidError` for what cannot be.
    """
    check_trained(workout)
    text = moment_fault(began)
    refuse({"began": text} if text else length_faults(began, ended, paused))
    moved = workout.timestamp != began
    workout.timestamp = workout.started_at = began
    workout.finished_at = ended
    workout.paused = paused
    workout.length_confirmed = True
    if moved:
        progression_upkeep.log_changed(athlete, set(exercises_of(workout.id)))
