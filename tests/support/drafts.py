"""Workouts as drafts: short ways to write, log and edit them through the service."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from project.enums import Visibility
from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from project.queries.training.workouts import performed
from project.rules.training.drafts import SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.services.training import workouts as service
from project.services.training.workouts import as_drafts

NOW = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)  # a Monday, 20:20 in Berlin


def entry_of(*exercises: WorkoutExerciseDraft, **changes: Any) -> WorkoutDraft:
    entry = WorkoutDraft("Montag", NOW, Visibility.FOLLOWERS, exercises=list(exercises))
    return replace(entry, **changes)


def sets_of(definition: ExerciseDefinition, *values: tuple[str, int]) -> WorkoutExerciseDraft:
    rows = [SetDraft(level=level, reps=value) for level, value in values]
    return WorkoutExerciseDraft(definition.id, rows)


def rows(workout_id: int) -> list[tuple[Any, ...]]:
    """Return every set of a workout with the ids and places of set and exercise."""
    query = (
        select(
            Exercise.id, Exercise.exercise_order, Set.id, Set.set_order, Set.progression, Set.reps
        )
        .join(Set, Set.exercise_id == Exercise.id)
        .where(Exercise.workout_id == workout_id)
        .order_by(Exercise.exercise_order, Set.set_order)
    )
    return [tuple(row) for row in db.session.execute(query)]


def log(app: Flask, athlete: User, entry: WorkoutDraft, **options: Any) -> tuple[int, bool]:
    with app.app_context():
        workout, is_new = service.log_workout(
            db.session.get_one(User, athlete.id), entry, **options
        )
        db.session.commit()
        return workout.id, is_new


def edit(
    app: Flask, athlete: User, workout_id: int, change: Any, version: int | None = None, **head: Any
) -> None:
    """Edit as the form does: read what is stored, change it, save."""
    with app.app_context():
        workout = db.session.get_one(Workout, workout_id)
        stored = performed(workout_id)
        entry = WorkoutDraft(
            workout.title,
            workout.timestamp,
            Visibility(workout.visibility),
            workout.note,
            workout.effort,
            change(as_drafts(stored)),
        )
        service.edit_workout(
            workout,
            replace(entry, **head),
            athlete=db.session.get_one(User, athlete.id),
            version=version,
            stored=stored,
        )
        db.session.commit()


def values(app: Flask, workout_id: int) -> list[tuple[str, int]]:
    with app.app_context():
        return [(row[4], row[5]) for row in rows(workout_id)]
