"""What an athlete may begin with: the training they did last, and their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, false, select, true, union_all

from project.extensions import db
from project.models import Workout
from project.queries.training.titles import exercise_titles, shown_title

_WORKOUTS: Final = Workout.__table__


@dataclass(frozen=True)
class Offer:
    """A workout or template to start from; ``title`` is what it is called."""

    id: int
    title: str
    timestamp: datetime


@dataclass(frozen=True)
class Offers:
    """What to start from: the newest workout that is not running, and the newest templates."""

    last: Offer | None
    templates: Sequence[Offer]


def offers(athlete_id: int, limit: int) -> Offers:
    """Return the last workout and at most ``limit`` templates; one statement, by an index.

    A second where nobody gave one of them a title.
    """
    values = {"athlete": athlete_id, "most": limit}
    rows = db.session.connection().execute(_OFFERS, values).all()
    names = exercise_titles([row.id for row in rows if not row.title])
    last, templates = None, []
    for is_template, number, title, timestamp in rows:
        exercises = names.get(number, ())
        shown = shown_title(title, timestamp, exercises, is_template=is_template)
        offer = Offer(number, shown, timestamp)
        if is_template:
            templates.append(offer)
        else:
            last = offer
    templates.sort(key=lambda offer: (offer.timestamp, offer.id), reverse=True)
    return Offers(last, templates)


def _newest(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(_WORKOUTS.c.is_template, _WORKOUTS.c.id, _WORKOUTS.c.title, _WORKOUTS.c.timestamp)
        .where(_WORKOUTS.c.user_id == bindparam("athlete"), *conditions)
        .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
    )


_LAST: Final = (
    _newest(_WORKOUTS.c.is_template == false(), _WORKOUTS.c.is_running == false())
    .limit(1)
    .subquery()
)
_TEMPLATES: Final = (
    _newest(_WORKOUTS.c.is_template == true(), _WORKOUTS.c.is_planned == false())
    .limit(bindparam("most"))
    .subquery()
)
_OFFERS: Final = union_all(select(_LAST), select(_TEMPLATES))
