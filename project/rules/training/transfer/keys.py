"""Keys of imported things: the same file again, or a newer export, gives the same ones."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

from project.rules.training.transfer.types import (
    ImportedExercise,
    ImportedSet,
    ImportedWorkout,
    SourceApp,
)

# Stored in databases: never change it, nor what is joined below.
_SPACE: Final = UUID("6d9f0a0e-5d0c-5b0e-9c43-0d6a4f6b7c11")


def workout_key(app: SourceApp, workout: ImportedWorkout) -> str:
    """Return the key of a workout: its app and its moment, which few share."""
    return _key(app, _moment(workout.start), workout.occurrence)


def exercise_key(app: SourceApp, workout: ImportedWorkout, exercise: ImportedExercise) -> str:
    """Return the key of an exercise in a workout."""
    return _key(app, _moment(workout.start), exercise.name.casefold(), exercise.occurrence)


def set_key(
    app: SourceApp, workout: ImportedWorkout, exercise: ImportedExercise, one: ImportedSet
) -> str:
    """Return the key of a set: app, moment, exercise, occurrence and number.

    Title, notes and figures are no part of it: whoever mends them in the other app has the same set.
    """
    name = exercise.name.casefold()
    return _key(app, _moment(workout.start), name, exercise.occurrence, one.number)


def restored_key(moment: datetime, occurrence: int, *, is_template: bool) -> str:
    """Return the key of a workout, or template, of our own archive: its exact moment."""
    kind = "template" if is_template else "workout"
    return _key("archive", kind, moment.astimezone(UTC).isoformat(), occurrence)


def _moment(start: datetime) -> str:
    if start.tzinfo is not None:
        start = start.astimezone(UTC)
    return start.isoformat(timespec="seconds")


def _key(*parts: object) -> str:
    return str(uuid5(_SPACE, "\x1f".join(str(part) for part in parts)))
