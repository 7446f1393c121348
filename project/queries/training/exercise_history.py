"""Where an exercise is planned."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, exists, false, select, true

from project.extensions import db
from project.models import Exercise, Workout, sort_key
from project.queries.training.titles import exercise_titles, shown_title
from project.rules.account.days import Calendar


@dataclass(frozen=True)
class TemplateRow:
    """A template to open; ``title`` is what it is called."""

    id: int
    title: str


def templates_with(exercise_id: int, athlete_id: int, calendar: Calendar) -> list[TemplateRow]:
    """Return the athlete's templates with the exercise, by title.

    One statement, two where nobody gave one of them a title.
    """
    values = {"athlete": athlete_id, "exercise": exercise_id}
    rows = db.session.execute(_TEMPLATES_WITH, values).all()
    names = exercise_titles([row.id for row in rows if not row.title])
    templates = [
        TemplateRow(
            row.id,
            shown_title(
                row.title,
                row.timestamp,
                names.get(row.id, ()),
                calendar=calendar,
                is_template=True,
            ),
        )
        for row in rows
    ]
    return sorted(templates, key=lambda template: (sort_key(template.title), template.id))


_WORKOUTS: Final = Workout.__table__
_PLANNED: Final = Exercise.__table__
_TEMPLATES_WITH: Final = select(_WORKOUTS.c.id, _WORKOUTS.c.title, _WORKOUTS.c.timestamp).where(
    _WORKOUTS.c.user_id == bindparam("athlete"),
    _WORKOUTS.c.is_template == true(),
    _WORKOUTS.c.is_planned == false(),
    exists().where(
        _PLANNED.c.workout_id == _WORKOUTS.c.id,
        _PLANNED.c.exercise_definition_id == bindparam("exercise"),
    ),
)
