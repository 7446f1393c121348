"""When and how hard an athlete trained, without what they did."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from project.extensions import db
from project.models import Workout
from project.queries.training.training_log import counted_workouts
from project.rules.training.load import RatedSession

_WORKOUTS: Final = Workout.__table__

_SINCE: Final = select(
    _WORKOUTS.c.timestamp, _WORKOUTS.c.started_at, _WORKOUTS.c.finished_at, _WORKOUTS.c.effort
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
        RatedSession(at.astimezone(local).date(), _minutes(begun, ended), effort)
        for at, begun, ended, effort in rows
    ]


def _minutes(begun: datetime | None, ended: datetime | None) -> int | None:
    if begun is None or ended is None:
        return None
    return max(round((ended - begun).total_seconds() / 60), 0)
