"""When and how hard an athlete trained, without what they did."""

from datetime import date
from typing import Final

from sqlalchemy import bindparam, select

from project.extensions import db
from project.models import Workout
from project.queries.training.training_log import trained_workouts
from project.rules.account.days import Calendar
from project.rules.training.lengths import Length
from project.rules.training.load import RatedSession

_WORKOUTS: Final = Workout.__table__

_SINCE: Final = select(
    _WORKOUTS.c.timestamp,
    _WORKOUTS.c.timezone,
    _WORKOUTS.c.effort,
    _WORKOUTS.c.started_at,
    _WORKOUTS.c.finished_at,
    _WORKOUTS.c.paused,
    _WORKOUTS.c.length_confirmed,
).where(
    _WORKOUTS.c.user_id == bindparam("athlete"),
    *trained_workouts(),
    _WORKOUTS.c.timestamp >= bindparam("moment"),
)


def workouts_since(athlete_id: int, day: date, calendar: Calendar) -> list[RatedSession]:
    """Return the athlete's finished workouts from that day on, each on its day in its own zone.

    One of warm-ups alone is no training; one of the day before may be among them. One statement, by
    an index.
    """
    values = {"athlete": athlete_id, "moment": calendar.earliest(day)}
    return [
        RatedSession(calendar.seen_in(zone).day_of(at), Length(*length).minutes, effort)
        for at, zone, effort, *length in db.session.connection().execute(_SINCE, values)
    ]
