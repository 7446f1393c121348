"""Where an exercise is planned."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select, true

from project.extensions import db
from project.models import Exercise, Workout, fold


@dataclass(frozen=True)
class TemplateRow:
    """A template to open."""

    id: int
    title: str


def templates_with(exercise_id: int, athlete_id: int) -> list[TemplateRow]:
    """Return the athlete's templates with the exercise, by title; one statement."""
    rows = db.session.execute(
        select(Workout.id, Workout.title).where(
            Workout.user_id == athlete_id, Workout.is_template == true(), _has(exercise_id)
        )
    )
    templates = [TemplateRow(*row) for row in rows]
    return sorted(templates, key=lambda template: (fold(template.title), template.id))


def _has(exercise_id: int) -> ColumnElement[bool]:
    return exists().where(
        Exercise.workout_id == Workout.id, Exercise.exercise_definition_id == exercise_id
    )
