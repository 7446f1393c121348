"""Where an exercise is planned."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, exists, select, true

from project.extensions import db
from project.models import Exercise, Workout, fold


@dataclass(frozen=True)
class TemplateRow:
    """A template to open."""

    id: int
    title: str


def templates_with(exercise_id: int, athlete_id: int) -> list[TemplateRow]:
    """Return the athlete's templates with the exercise, by title; one statement."""
    values = {"athlete": athlete_id, "exercise": exercise_id}
    rows = db.session.execute(_TEMPLATES_WITH, values)
    templates = [TemplateRow(*row) for row in rows]
    return sorted(templates, key=lambda template: (fold(template.title), template.id))


_WORKOUTS: Final = Workout.__table__
_PLANNED: Final = Exercise.__table__
_TEMPLATES_WITH: Final = select(_WORKOUTS.c.id, _WORKOUTS.c.title).where(
    _WORKOUTS.c.user_id == bindparam("athlete"),
    _WORKOUTS.c.is_template == true(),
    exists().where(
        _PLANNED.c.workout_id == _WORKOUTS.c.id,
        _PLANNED.c.exercise_definition_id == bindparam("exercise"),
    ),
)
