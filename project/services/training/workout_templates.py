"""Templates are made from workouts, and take over what was changed while training."""

from collections.abc import Sequence
from dataclasses import replace

from project.enums import Visibility
from project.models import User, Workout
from project.queries.training.workouts import PerformedExercise, WorkoutDetail
from project.services.training.workouts import (
    ExerciseEntry,
    WorkoutEntry,
    as_entries,
    edit_workout,
    log_workout,
)


def save_as_template(athlete: User, source: WorkoutDetail) -> tuple[Workout, bool]:
    """Make a template of the athlete's own workout and say whether it is new.

    One version of a workout makes one template, however often the button is pressed.
    """
    entry = WorkoutEntry(
        title=source.title,
        timestamp=source.timestamp,
        visibility=Visibility.PRIVATE,
        note=source.note,
        exercises=planned(source.exercises),
    )
    key = f"template-of-{source.id}-{source.version}"
    return log_workout(athlete, entry, submit_key=key, is_template=True)


def write_back(
    athlete: User, template: Workout, stored: Sequence[PerformedExercise], workout: WorkoutDetail
) -> None:
    """Make the template's exercises and sets those of the workout that was made from it.

    ``stored`` is what is in the template now; its rows stay where exercise and place are the same.
    """
    left = list(stored)
    exercises = []
    for entry in planned(workout.exercises):
        old = next((e for e in left if e.definition_id == entry.definition_id), None)
        if old is not None:
            left.remove(old)
        exercises.append(_in_place_of(old, entry))
    wanted = WorkoutEntry(
        title=template.title,
        timestamp=template.timestamp,
        visibility=Visibility.PRIVATE,
        note=template.note,
        exercises=exercises,
    )
    edit_workout(template, wanted, athlete=athlete, version=None, stored=stored)


def planned(exercises: Sequence[PerformedExercise]) -> list[ExerciseEntry]:
    """Return performed exercises as a plan: new rows, without reps in reserve."""
    return [
        replace(entry, id=None, sets=[replace(row, id=None, rir=None) for row in entry.sets])
        for entry in as_entries(exercises)
    ]


def _in_place_of(old: PerformedExercise | None, entry: ExerciseEntry) -> ExerciseEntry:
    if old is None:
        return entry
    ids = [row.id for row in old.sets]
    sets = [
        replace(row, id=ids[place] if place < len(ids) else None)
        for place, row in enumerate(entry.sets)
    ]
    return replace(entry, id=old.id, sets=sets)
