"""When and how hard an athlete trained, without what they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import Table, bindparam, select

from project.extensions import db
from project.models import Workout
from project.queries.training_log import over

_WORKOUTS: Final = cast("Table", Workout.__table__)


_SINCE: Final = select(
    _WORKOUTS.c.timestamp, _WORKOUTS.c.started_at, _WORKOUTS.c.finished_at, _WORKOUTS.c.effort
).where(
    _WORKOUTS.c.user_id == bindparam("athlete"),
    *over(),
    _WORKOUTS.c.timestamp >= bindparam("moment"),
)


@dataclass(frozen=True, slots=True)
class TrainedRow:
    """A workout's moment, with minutes and effort where both ends and a rating are known."""

    at: datetime
    minutes: int | None
    effort: int | None


def workouts_since(athlete_id: int, moment: datetime) -> Sequence[TrainedRow]:
    """Return the athlete's finished workouts since then; one statement, by an index."""
    rows = db.session.connection().execute(_SINCE, {"athlete": athlete_id, "moment": moment})
    return [TrainedRow(at, _minutes(begun, ended), effort) for at, begun, ended, effort in rows]


def _minutes(begun: datetime | None, ended: datetime | None) -> int | None:
    if begun is None or ended is None:
        return None
    return max(round((ended - begun).total_seconds() / 60), 0)
