"""What an athlete may begin with: the training they did last, and their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Select, Table, bindparam, false, select, true

from project.extensions import db
from project.models import Workout

_WORKOUTS: Final = cast("Table", Workout.__table__)


@dataclass(frozen=True)
class Offer:
    """A workout or template to start from."""

    id: int
    title: str
    timestamp: datetime


def last_trained(athlete_id: int) -> Offer | None:
    """Return the athlete's newest workout that is not running; one step into an index."""
    rows = db.session.execute(_LAST, {"athlete": athlete_id, "most": 1})
    return next((Offer(*row) for row in rows), None)


def templates(athlete_id: int, limit: int) -> Sequence[Offer]:
    """Return the athlete's newest templates; one statement."""
    rows = db.session.execute(_TEMPLATES, {"athlete": athlete_id, "most": limit})
    return [Offer(*row) for row in rows]


def _newest() -> Select[*tuple[Any, ...]]:
    return (
        select(_WORKOUTS.c.id, _WORKOUTS.c.title, _WORKOUTS.c.timestamp)
        .where(_WORKOUTS.c.user_id == bindparam("athlete"))
        .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
        .limit(bindparam("most"))
    )


_LAST: Final = _newest().where(
    _WORKOUTS.c.is_template == false(), _WORKOUTS.c.is_running == false()
)
_TEMPLATES: Final = _newest().where(_WORKOUTS.c.is_template == true())
