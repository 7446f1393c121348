"""What an athlete may begin with: the training they did last, and their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, bindparam, false, select, true, union_all

from project.extensions import db
from project.models import Workout
from project.queries.training.titles import exercise_titles, shown_title
from project.rules.account.days import Calendar
from project.rules.training.due import due_template

LOOKED_AT: Final = 30
"""So many of the newest workouts say which templates are in use, of so many of the newest."""

_WORKOUTS: Final = Workout.__table__


@dataclass(frozen=True)
class Offer:
    """A workout or template to start from; ``title`` is what it is called."""

    id: int
    title: str
    timestamp: datetime


@dataclass(frozen=True)
class Offers:
    """What to start from.

    ``due`` is a template, or else the last workout; ``last`` the newest workout that is not running,
    ``templates`` those written last, neither of them the one that is due.
    """

    due: Offer | None
    due_is_template: bool
    due_done: datetime | None
    """When what is due was done last."""

    last: Offer | None
    templates: Sequence[Offer]


NOTHING: Final = Offers(due=None, due_is_template=False, due_done=None, last=None, templates=())


def offers(athlete_id: int, limit: int, now: datetime, calendar: Calendar) -> Offers:
    """Return what is due and at most ``limit`` other templates; one statement, by an index.

    A second where nobody gave one of them a title.
    """
    values = {"athlete": athlete_id, "most": max(limit + 1, LOOKED_AT)}
    rows = db.session.connection().execute(_OFFERS, values).all()
    templates = sorted((row for row in rows if row.is_template), key=_age, reverse=True)
    workouts = sorted((row for row in rows if not row.is_template), key=_age, reverse=True)
    used: dict[int, datetime] = {}
    for row in workouts:
        used.setdefault(row.template_id, row.timestamp)
    number = due_template({row.id: row.timestamp for row in templates}, used, now)
    due = next((row for row in templates if row.id == number), None)
    others = [row for row in templates if row is not due][:limit]
    last = workouts[0] if workouts else None
    names = exercise_titles([row.id for row in (due, last, *others) if row and not row.title])
    shown = {row.id: _offer(row, names, calendar) for row in (due, last, *others) if row}
    first = due or last
    return Offers(
        due=shown[first.id] if first else None,
        due_is_template=due is not None,
        due_done=used.get(due.id) if due else (last.timestamp if last else None),
        last=shown[last.id] if last and due else None,
        templates=[shown[row.id] for row in others],
    )


def _age(row: Row[Any]) -> tuple[datetime, int]:
    return row.timestamp, row.id


def _offer(row: Row[Any], names: Mapping[int, Sequence[str]], calendar: Calendar) -> Offer:
    exercises = names.get(row.id, ())
    title = shown_title(
        row.title,
        row.timestamp,
        exercises,
        calendar=calendar.seen_in(row.timezone),
        is_template=row.is_template,
    )
    return Offer(row.id, title, row.timestamp)


def _newest(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            _WORKOUTS.c.is_template,
            _WORKOUTS.c.id,
            _WORKOUTS.c.title,
            _WORKOUTS.c.timestamp,
            _WORKOUTS.c.template_id,
            _WORKOUTS.c.timezone,
        )
        .where(_WORKOUTS.c.user_id == bindparam("athlete"), *conditions)
        .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
        .limit(bindparam("most"))
    )


_LAST: Final = _newest(
    _WORKOUTS.c.is_template == false(), _WORKOUTS.c.is_running == false()
).subquery()
_TEMPLATES: Final = _newest(
    _WORKOUTS.c.is_template == true(), _WORKOUTS.c.is_planned == false()
).subquery()
_OFFERS: Final = union_all(select(_LAST), select(_TEMPLATES))
