"""When and how hard an athlete trained, without what they did."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from project.extensions import db
from project.models import Workout
from project.queries.training.training_log import counted_workouts
from project.rules.training.lengths import believed_minutes
from project.rules.training.load import RatedSession

_WORKOUTS: Final = Workout.__table__

_SINCE: Final = select(
    _WORKOUTS.c.timestamp,
    _WORKOUTS.c.started_at,
    _WORKOUTS.c.finished_at,
    _WORKOUTS.c.length_confirmed,
    _WORKOUTS.c.effort,
).where(
    _WORKOUTS.c.user_id == bindparam("athlete"),
    *counted_workouts(),
    _WORKOUTS.c.timestamp >= bindparam("moment"),
)


def workouts_since(athlete_id: int, moment: datetime, zone: str) -> list[RatedSession]:
    """Return the athlete's finished workouts since then, on their days in ``zone``.

    One statement, by an index.
    """
    rows = db.session.connection().execute(_SINCE, {"athlete": athlete_id, "moment": moment})
    local = ZoneInfo(zone)
    return [
        RatedSession(
            at.astimezone(local).date(),
            believed_minutes(began, ended, confirmed=confirmed),
            effort,
        )
        for at, began, ended, confirmed, effort in rows
    ]
