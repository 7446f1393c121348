"""The log as the level engine reads it: sessions of exercises, packed by the database."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import BigInteger, String, case, false, func, not_, or_, select, sql

from project.enums import SetType, Side
from project.extensions import db
from project.models import Exercise, Set, Workout
from project.rules.account.days import Calendar
from project.rules.training.ladder import LoggedSet, Session, worked

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__

# A set travels as one number, its place in the workout times this plus its value (cf. cards).
_ORDER: Final = 100_000
_EXERCISE: Final = 100_000
_ASSISTED: Final = Decimal(-1)
_SIDES: Final = {"l": Side.LEFT, "r": Side.RIGHT}
_TYPES: Final = {"w": SetType.WARM_UP, "s": SetType.SEGMENT}
"""Those that make a difference to the engine."""


def counted_workouts() -> tuple[Any, ...]:
    """Return the conditions of workouts that count: over, and no templates."""
    return _WORKOUTS.c.is_template == false(), _WORKOUTS.c.is_running == false()


def own_sets() -> tuple[Any, ...]:
    """Return the condition of sets by themselves: no warm-ups, no part of the one before."""
    ordinary = SetType.FAILURE.value
    return (func.coalesce(_SETS.c.set_type, ordinary) == ordinary,)


def trained_workouts() -> tuple[Any, ...]:
    """Return the conditions of workouts that count as training: not of warm-ups alone."""
    sets = select(_SETS.c.id).join_from(_PERFORMED, _SETS, _SETS.c.exercise_id == _PERFORMED.c.id)
    sets = sets.where(_PERFORMED.c.workout_id == _WORKOUTS.c.id).correlate(_WORKOUTS)
    # The first set of almost every workout answers it.
    return *counted_workouts(), or_(sets.where(*own_sets()).exists(), not_(sets.exists()))


def log_of(
    ids: Collection[int] | None,
    calendar: Calendar,
    *,
    workout_id: int | None = None,
    latest: int | None = None,
) -> dict[int, list[Session]]:
    """Return the log of these exercises by exercise, oldest first, without warm-ups.

    With ``workout_id`` only that workout's part of it, with ``latest`` only as many of the newest
    sessions of all of them together.

    The database joins a level's sets of one workout into one string: a long log is mostly the
    cost of its rows.
    """
    # Beyond the 32 bits of a column.
    place = sql.cast(_PERFORMED.c.exercise_order, BigInteger) * _EXERCISE + _SETS.c.set_order
    packed = sql.cast(
        place * _ORDER + func.coalesce(_SETS.c.reps, _SETS.c.duration), String
    ) + case(
        (_SETS.c.side == "left", "l"),
        (_SETS.c.side == "right", "r"),
        else_="",
    )
    packed = packed + case((_SETS.c.load_kg < 0, "a"), else_="")
    packed = packed + case(
        *((_SETS.c.set_type == each, mark) for mark, each in _TYPES.items()), else_=""
    )
    key = (
        _PERFORMED.c.exercise_definition_id,
        _WORKOUTS.c.timestamp,
        _WORKOUTS.c.id,
        _WORKOUTS.c.timezone,
        _WORKOUTS.c.is_deload,
        _SETS.c.progression_level_id,
    )
    query = (
        select(*key, func.aggregate_strings(packed, ","))
        .join_from(_PERFORMED, _WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .join(_SETS, _SETS.c.exercise_id == _PERFORMED.c.id)
        .where(*counted_workouts())
        .group_by(*key)
        .order_by(*key[:3])
    )
    if ids is not None:
        query = query.where(_PERFORMED.c.exercise_definition_id.in_(ids))
    if workout_id is not None:
        query = query.where(_PERFORMED.c.workout_id == workout_id)
    if latest is not None:
        newest = (
            select(_WORKOUTS.c.id)
            .join(_PERFORMED, _PERFORMED.c.workout_id == _WORKOUTS.c.id)
            .where(*counted_workouts(), _PERFORMED.c.exercise_definition_id.in_(ids or ()))
            .group_by(_WORKOUTS.c.id, _WORKOUTS.c.timestamp)
            .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
            .limit(latest)
            .subquery("newest")
        )
        query = query.join(newest, newest.c.id == _WORKOUTS.c.id)
    sessions: dict[int, list[Session]] = {}
    for key_of, group in groupby(db.session.execute(query), key=lambda row: row[:5]):
        definition_id, moment, workout, zone, is_deload = key_of
        at = calendar.seen_in(zone).at(moment)
        session = worked(Session(workout, at, tuple(_sets(group)), is_deload))
        if session.sets:
            sessions.setdefault(definition_id, []).append(session)
    return sessions


def _sets(rows: Iterator[Any]) -> Iterator[LoggedSet]:
    """Return a session's sets in the order performed, whatever their levels."""
    sets = [_unpacked(text, row[5]) for row in rows for text in row[6].split(",")]
    sets.sort(key=itemgetter(0))
    return (done for _, done in sets)


def _unpacked(text: str, level_id: int | None) -> tuple[int, LoggedSet]:
    digits = text.rstrip("alrsw")
    marks = text[len(digits) :]
    place, value = divmod(int(digits), _ORDER)
    if not marks:
        return place, LoggedSet(level_id, value)
    load = _ASSISTED if "a" in marks else None
    return place, LoggedSet(level_id, value, load, _SIDES.get(marks[0]), _TYPES.get(marks[-1]))
