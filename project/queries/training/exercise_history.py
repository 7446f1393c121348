"""Where an exercise is planned, and what was noted of its sets beside their values."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import bindparam, exists, false, func, or_, select, true

from project.enums import SetType
from project.extensions import db
from project.models import Exercise, Set, Workout, sort_key
from project.queries.training.titles import exercise_titles, shown_title
from project.rules.account.days import Calendar
from project.rules.library.sets import OPTIONAL, is_own_set


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
_SETS: Final = Set.__table__
_TEMPLATES_WITH: Final = select(_WORKOUTS.c.id, _WORKOUTS.c.title, _WORKOUTS.c.timestamp).where(
    _WORKOUTS.c.user_id == bindparam("athlete"),
    _WORKOUTS.c.is_template == true(),
    _WORKOUTS.c.is_planned == false(),
    exists().where(
        _PLANNED.c.workout_id == _WORKOUTS.c.id,
        _PLANNED.c.exercise_definition_id == bindparam("exercise"),
    ),
)


def noted_sets(
    exercise_id: int, workout_ids: Collection[int]
) -> dict[tuple[int, int], list[tuple[int, dict[str, Any]]]]:
    """Return the sets of these workouts by workout and level: value, and what else was noted.

    Only of workouts in which something was noted beside a value; one statement. What is no set by
    itself stands with the one it belongs to: a warm-up with the next, a segment with the one before.
    """
    noted = (
        select(_PLANNED.c.workout_id)
        .join(_PLANNED, _PLANNED.c.id == _SETS.c.exercise_id)
        .where(
            _PLANNED.c.exercise_definition_id == exercise_id,
            _PLANNED.c.workout_id.in_(workout_ids),
            or_(*(_SETS.c[figure.name].is_not(None) for figure in OPTIONAL)),
        )
    )
    rows = db.session.execute(
        select(
            _PLANNED.c.workout_id,
            _SETS.c.progression_level_id,
            func.coalesce(_SETS.c.reps, _SETS.c.duration),
            *(_SETS.c[figure.name] for figure in OPTIONAL),
        )
        .join(_PLANNED, _PLANNED.c.id == _SETS.c.exercise_id)
        .where(
            _PLANNED.c.exercise_definition_id == exercise_id,
            _PLANNED.c.workout_id.in_(noted),
            _SETS.c.progression_level_id.is_not(None),
        )
        .order_by(_PLANNED.c.workout_id, _PLANNED.c.exercise_order, _SETS.c.set_order)
    )
    found: dict[tuple[int, int], list[tuple[int, dict[str, Any]]]] = {}
    names = [figure.name for figure in OPTIONAL]
    for workout_id, of_it in groupby(rows, key=itemgetter(0)):
        waiting: list[tuple[int, dict[str, Any]]] = []
        last = None
        for _, level_id, value, *figures in of_it:
            beside = dict(zip(names, figures, strict=True))
            if beside["set_type"] == SetType.SEGMENT and last is not None:
                last.append((value, beside))
                continue
            waiting.append((value, beside))
            if is_own_set(beside["set_type"]):
                last = found.setdefault((workout_id, level_id), [])
                last += waiting
                waiting = []
        if last is not None:
            last += waiting
    return found
