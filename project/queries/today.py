"""What an athlete may begin with: the training they did last, and their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, select, true

from project.extensions import db
from project.models import Workout


@dataclass(frozen=True)
class Offer:
    """A workout or template to start from."""

    id: int
    title: str
    timestamp: datetime


def last_trained(athlete_id: int) -> Offer | None:
    """Return the athlete's newest workout that is not running; one step into an index."""
    query = _newest(athlete_id, 1).where(
        Workout.is_template == false(), Workout.is_running == false()
    )
    return next((Offer(*row) for row in db.session.execute(query)), None)


def templates(athlete_id: int, limit: int) -> Sequence[Offer]:
    """Return the athlete's newest templates; one statement."""
    query = _newest(athlete_id, limit).where(Workout.is_template == true())
    return [Offer(*row) for row in db.session.execute(query)]


def _newest(athlete_id: int, limit: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Workout.id, Workout.title, Workout.timestamp)
        .where(Workout.user_id == athlete_id)
        .order_by(Workout.timestamp.desc(), Workout.id.desc())
        .limit(limit)
    )
