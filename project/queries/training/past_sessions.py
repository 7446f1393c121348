"""The last times an exercise was trained, and what was noted then."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, bindparam, false, func, select

from project.extensions import db
from project.models import Exercise, Set, Workout
from project.queries.training.last_time import LogOwner
from project.rules.library.sets import FIGURES, SetFigures

SHOWN: Final = 3
"""Sessions of an exercise that its sheet shows."""

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__


@dataclass(frozen=True, slots=True)
class PastSet(SetFigures):
    """A set as it was done, at the level as it was called then."""

    level: str


@dataclass(slots=True)
class PastSession:
    """One workout's part of an exercise; ``notes`` are those of it, seldom more than one."""

    day: date
    notes: list[str] = field(default_factory=list)
    sets: list[PastSet] = field(default_factory=list)


def past_sessions(
    definition_ids: Collection[int],
    athlete: LogOwner,
    *,
    but: int | None = None,
    latest: int = SHOWN,
) -> dict[int, list[PastSession]]:
    """Return the latest sessions of each exercise, newest first; one statement, none for no ids.

    Only workouts that are over, without the one with the id ``but``.
    """
    if not definition_ids:
        return {}
    found: dict[int, dict[int, PastSession]] = {}
    noted = set()
    values = {"ids": list(definition_ids), "athlete": athlete.id, "but": but or 0, "latest": latest}
    for row in db.session.execute(_SESSIONS, values):
        definition_id, workout_id, at, zone, performed_id, note, level, *figures = row
        session = found.setdefault(definition_id, {}).setdefault(
            workout_id, PastSession(athlete.calendar.seen_in(zone).day_of(at))
        )
        if note and performed_id not in noted:
            noted.add(performed_id)
            session.notes.append(note)
        session.sets.append(PastSet(level=level, **dict(zip(FIGURES, figures, strict=True))))
    return {key: list(sessions.values()) for key, sessions in found.items()}


def _sessions() -> Select[Any]:
    """Return the statement with its values open: to build it takes longer than to run it."""
    newest = func.dense_rank().over(
        partition_by=_PERFORMED.c.exercise_definition_id,
        order_by=(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc()),
    )
    part = (
        select(
            _PERFORMED.c.id,
            _PERFORMED.c.exercise_definition_id,
            _PERFORMED.c.exercise_order,
            _PERFORMED.c.note,
            _WORKOUTS.c.id.label("workout_id"),
            _WORKOUTS.c.timestamp,
            _WORKOUTS.c.timezone,
            newest.label("newest"),
        )
        .join(_WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .where(
            _PERFORMED.c.exercise_definition_id.in_(bindparam("ids", expanding=True)),
            _WORKOUTS.c.user_id == bindparam("athlete"),
            _WORKOUTS.c.is_template == false(),
            _WORKOUTS.c.is_running == false(),
            _WORKOUTS.c.id != bindparam("but"),
        )
        .subquery()
    )
    return (
        select(
            part.c.exercise_definition_id,
            part.c.workout_id,
            part.c.timestamp,
            part.c.timezone,
            part.c.id,
            part.c.note,
            _SETS.c.progression,
            *(_SETS.c[name] for name in FIGURES),
        )
        .join(_SETS, _SETS.c.exercise_id == part.c.id)
        .where(part.c.newest <= bindparam("latest"))
        .order_by(
            part.c.exercise_definition_id,
            part.c.newest,
            part.c.exercise_order,
            _SETS.c.set_order,
        )
    )


_SESSIONS: Final = _sessions()
