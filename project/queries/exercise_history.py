"""What an athlete did with an exercise, and where it is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, select, true

from project.extensions import db
from project.models import Exercise, Workout, fold
from project.queries.cards import CardLine, cards_for


@dataclass(frozen=True)
class ExerciseSession:
    """A workout with the exercise, and its sets by level in the order entered."""

    workout_id: int
    title: str
    timestamp: datetime
    is_done: bool
    lines: Sequence[CardLine]


@dataclass(frozen=True)
class TemplateRow:
    """A template to open."""

    id: int
    title: str


def last_sessions(exercise_id: int, athlete_id: int, *, limit: int) -> list[ExerciseSession]:
    """Return the athlete's last workouts with the exercise, newest first; two statements."""
    with_it = (
        select(Workout.id)
        .where(
            Workout.user_id == athlete_id,
            Workout.is_template == false(),
            Workout.is_running == false(),
            _has(exercise_id),
        )
        .order_by(Workout.timestamp.desc(), Workout.id.desc())
        .limit(limit)
    )
    return [
        ExerciseSession(
            card.id,
            card.title,
            card.timestamp,
            card.is_done,
            [
                line
                for exercise in card.exercises
                if exercise.definition_id == exercise_id
                for line in exercise.lines
            ],
        )
        for card in cards_for(with_it)
    ]


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
