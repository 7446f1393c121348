"""The athlete's own word on when a workout began and ended."""

from datetime import datetime, timedelta

from project.exceptions import InvalidError
from project.i18n import gettext
from project.models import User, Workout
from project.queries.training.progression import exercises_of
from project.rules.training.lengths import LONGEST
from project.services.training import progression_upkeep
from project.services.training.workout_check import moment_fault
from project.services.training.workouts import RunningWorkoutError


def set_length(workout: Workout, athlete: User, began: datetime, ended: datetime) -> None:
    """Store start and end; from then on they count, however far apart they are.

    The workout moves to its start. Raises `InvalidError` for what cannot be.
    """
    if workout.is_running:
        raise RunningWorkoutError
    faults = {"began": moment_fault(began), "ended": moment_fault(ended)}
    if not any(faults.values()) and not timedelta() <= ended - began <= LONGEST:
        faults["ended"] = gettext("Das Ende liegt nach dem Start, höchstens einen Tag.")
    errors = {name: text for name, text in faults.items() if text}
    if errors:
        raise InvalidError(gettext("Diese Angaben passen nicht."), errors)
    moved = workout.timestamp != began
    workout.timestamp = workout.started_at = began
    workout.finished_at = ended
    workout.length_confirmed = True
    if moved:
        progression_upkeep.log_changed(athlete, set(exercises_of(workout.id)))
