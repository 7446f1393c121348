"""A workout as the phone logger knows it: its rows, its plan, and last time's values.

What goes over the wire is written down in ``static/js/lib/training/workout_state.mjs``.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
)

from project.extensions import db
from project.models import (
    Exercise,
    ExerciseCopy,
    ExerciseDefinition,
    ProgressionLevel,
    Set,
    Workout,
)
from project.queries.training.last_time import OF_A_DEFINITION, LogOwner, ladders_of
from project.rules.library.sets import FIGURES

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__
_COPIES: Final = ExerciseCopy.__table__


@dataclass(frozen=True)
class WorkoutState:
    """A workout's version, and whether it still runs."""

    version: int
    is_running: bool


@dataclass(frozen=True)
class SetSlot(WorkoutState):
    """Where a set that a phone sends belongs, and what stands there already.

    ``level_id`` is None where the level is not on the exercise's ladder; ``was_level`` says whether
    it was one. ``set_id`` is the set stored under its key, ``occupant_id`` the one in its place of
    the exercise.
    """

    exercise_id: int
    counting_type: str
    level_id: int | None
    level_name: str | None
    was_level: bool
    set_id: int | None
    occupant_id: int | None
    last_order: int
    sets: int


@dataclass(frozen=True)
class ExerciseNames:
    """The exercises of a workout by what phones call them."""

    in_order: list[int]
    by_id: dict[int, int]
    by_key: dict[str, int]


def set_slot(
    workout_id: int,
    *,
    exercise_id: int | None,
    exercise_key: str,
    level_id: int | None,
    level: str,
    key: str,
    order: int,
) -> SetSlot | None:
    """Return where a set goes; None when its exercise is gone. One statement.

    A level is found by its id, or else by its name: ids of somebody else's ladder mean the rungs
    of the copy that is logged with.
    """
    other = _SETS.alias("other")
    home = _PERFORMED.alias("home")
    here = other.c.exercise_id == _PERFORMED.c.id
    stored = (
        select(other.c.id)
        .join(home, home.c.id == other.c.exercise_id)
        .where(home.c.workout_id == workout_id, _is_set(other, key))
    )
    by_id = _LEVELS.c.id == literal(level_id)
    by_key = _PERFORMED.c.client_key == exercise_key
    row = db.session.execute(
        select(
            _WORKOUTS.c.version,
            _WORKOUTS.c.is_running,
            _PERFORMED.c.id,
            _DEFINITIONS.c.counting_type,
            _LEVELS.c.id,
            _LEVELS.c.name,
            case((_LEVELS.c.id.is_not(None), 0), (_was_level(level_id, level), 1), else_=0),
            stored.limit(1).scalar_subquery(),
            select(other.c.id).where(here, other.c.set_order == order).scalar_subquery(),
            select(func.coalesce(func.max(other.c.set_order), 0)).where(here).scalar_subquery(),
            select(func.count()).select_from(other).where(here).scalar_subquery(),
        )
        .join_from(_WORKOUTS, _PERFORMED, _PERFORMED.c.workout_id == _WORKOUTS.c.id)
        .join(_DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id)
        .outerjoin(
            _LEVELS,
            and_(
                _LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id,
                or_(by_id, _LEVELS.c.name == level),
            ),
        )
        .where(_WORKOUTS.c.id == workout_id, _is_exercise(exercise_id, exercise_key))
        .order_by(_first(_LEVELS.c.id.is_not(None)), _first(by_key), _first(by_id))
        .limit(1)
    ).first()
    return None if row is None else SetSlot(*tuple(row))


def _was_level(level_id: int | None, name: str) -> ColumnElement[bool]:
    """Match when a level that is not on the ladder was one the phone could know.

    That is: sets of the exercise were logged under its name, the plan names it, it left the ladder
    meanwhile, or it is a rung of the exercise that the athlete's is a copy of, added later.
    """
    performed = _PERFORMED.alias("logged")
    logged = (
        select(_SETS.c.id)
        .join(performed, performed.c.id == _SETS.c.exercise_id)
        .where(
            performed.c.exercise_definition_id == _PERFORMED.c.exercise_definition_id,
            _SETS.c.progression == name,
        )
        .correlate(_PERFORMED)
        .exists()
    )
    written = json.dumps(name, ensure_ascii=False)
    planned = _PERFORMED.c.plan_json.contains(f'"level": {written}', autoescape=True)
    if level_id is None:
        return or_(logged, planned)
    rungs = _LEVELS.alias("rungs")
    there = select(rungs.c.id).where(rungs.c.id == level_id)
    copied = (
        there.join(_COPIES, _COPIES.c.source_id == rungs.c.exercise_definition_id)
        .where(_COPIES.c.copy_id == _PERFORMED.c.exercise_definition_id)
        .correlate(_PERFORMED)
    )
    return or_(logged, planned, not_(there.exists()), copied.exists())


def _first(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Order rows that match before those that do not, also where the databases differ on NULL."""
    return case((condition, 0), else_=1)


def _is_exercise(exercise_id: int | None, key: str) -> ColumnElement[bool]:
    """Match an exercise by the key a phone gave it, or by its id."""
    by_key = _PERFORMED.c.client_key == key
    return by_key if exercise_id is None else or_(by_key, _PERFORMED.c.id == exercise_id)


def _is_set(sets: Any, key: str) -> ColumnElement[bool]:  # noqa: ANN401  a table or its alias
    """Match a set by its key; one that no phone made goes by ``s`` and its id."""
    by_key: ColumnElement[bool] = sets.c.client_key == key
    number = key[1:]
    if key[0] == "s" and number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004  fits an id
        return or_(by_key, and_(sets.c.client_key.is_(None), sets.c.id == int(number)))
    return by_key


def set_id(workout_id: int, key: str) -> int | None:
    """Return the id of the workout's set with this key; one statement."""
    found: int | None = db.session.scalar(
        select(_SETS.c.id)
        .join(_PERFORMED, _PERFORMED.c.id == _SETS.c.exercise_id)
        .where(_PERFORMED.c.workout_id == workout_id, _is_set(_SETS, key))
    )
    return found


def is_without(key: str) -> ColumnElement[bool]:
    """Match workouts in which no set is stored under this key."""
    return not_(
        select(_SETS.c.id)
        .join(_PERFORMED, _PERFORMED.c.id == _SETS.c.exercise_id)
        .where(_PERFORMED.c.workout_id == _WORKOUTS.c.id, _is_set(_SETS, key))
        .correlate(_WORKOUTS)
        .exists()
    )


def workout_state(workout_id: int) -> WorkoutState:
    """Return the workout's version and whether it runs; one statement."""
    query = select(_WORKOUTS.c.version, _WORKOUTS.c.is_running)
    return WorkoutState(*db.session.execute(query.where(_WORKOUTS.c.id == workout_id)).one())


def exercise_id_of(workout_id: int, exercise_id: int | None, key: str) -> int | None:
    """Return the id of the workout's exercise with this key, or else this id; one statement."""
    found: int | None = db.session.scalar(
        select(_PERFORMED.c.id)
        .where(_PERFORMED.c.workout_id == workout_id, _is_exercise(exercise_id, key))
        .order_by(_first(_PERFORMED.c.client_key == key))
        .limit(1)
    )
    return found


def exercise_names(workout_id: int) -> ExerciseNames:
    """Return the workout's exercises; one statement."""
    rows = db.session.execute(
        select(_PERFORMED.c.id, _PERFORMED.c.client_key)
        .where(_PERFORMED.c.workout_id == workout_id)
        .order_by(_PERFORMED.c.exercise_order)
    ).all()
    return ExerciseNames(
        in_order=[row.id for row in rows],
        by_id={row.id: row.id for row in rows},
        by_key={row.client_key: row.id for row in rows if row.client_key is not None},
    )


def exercise_ids(workout_id: int) -> list[int]:
    """Return the ids of the workout's exercises in their order; one statement."""
    return exercise_names(workout_id).in_order


def last_exercise_order(workout_id: int) -> int:
    """Return the place of the workout's last exercise, 0 for none; one statement."""
    last = select(func.coalesce(func.max(_PERFORMED.c.exercise_order), 0))
    return db.session.scalar(last.where(_PERFORMED.c.workout_id == workout_id)) or 0


def snapshot(workout_id: int, athlete: LogOwner) -> dict[str, Any]:
    """Return the whole workout as the logger's pages know it; five statements, six as said there.

    ``{version, running, exercises, server_time}``; an exercise has its ladder as `ladders_of` gives
    it, and its rows: what is stored, and what the plan still holds (``stored: false``).
    """
    state = workout_state(workout_id)
    exercises = [dict(row) for row in db.session.execute(_exercises(workout_id)).mappings()]
    ladders = ladders_of({each["definition_id"] for each in exercises}, athlete, workout_id)
    stored: dict[int, list[dict[str, Any]]] = {}
    done = set()
    for row in db.session.execute(_stored_sets(workout_id)).mappings():
        wire = wire_set(row["client_key"] or f"s{row['id']}", row)
        stored.setdefault(row["exercise_id"], []).append(wire)
        done.add(wire["key"])
    for each in exercises:
        plan = json.loads(each.pop("plan_json") or "[]")
        each["key"] = each.pop("client_key") or f"e{each['id']}"
        levels = ladders[each["definition_id"]]
        each["levels"] = list(levels.values())
        each["sets"] = _rows(stored.get(each["id"], []), plan, done, levels)
    return {
        "version": state.version,
        "running": state.is_running,
        "exercises": exercises,
        "server_time": now_ms(),
    }


def now_ms() -> int:
    """Return the server's clock in milliseconds since the epoch."""
    return int(datetime.now(UTC).timestamp() * 1000)


def _exercises(workout_id: int) -> Select[Any]:
    return (
        select(
            _PERFORMED.c.id,
            _PERFORMED.c.client_key,
            _PERFORMED.c.plan_json,
            _PERFORMED.c.superset,
            _PERFORMED.c.note,
            _DEFINITIONS.c.pinned_note,
            *OF_A_DEFINITION,
        )
        .join(_DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id)
        .where(_PERFORMED.c.workout_id == workout_id)
        .order_by(_PERFORMED.c.exercise_order)
    )


def _stored_sets(workout_id: int) -> Select[Any]:
    return (
        select(_SETS)
        .join(_PERFORMED, _PERFORMED.c.id == _SETS.c.exercise_id)
        .where(_PERFORMED.c.workout_id == workout_id)
        .order_by(_SETS.c.set_order)
    )


def wire_set(key: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a stored set, by its columns, as the logger's pages know it."""
    return {
        "key": key,
        "exercise_id": row["exercise_id"],
        "order": row["set_order"],
        "level_id": row["progression_level_id"],
        "level": row["progression"],
        **{
            name: None if row[name] is None else figure.plain(row[name])
            for name, figure in FIGURES.items()
        },
        "done": True,
        "stored": True,
    }


def _rows(
    stored: list[dict[str, Any]],
    plan: list[dict[str, Any]],
    done: Collection[str],
    levels: Mapping[int, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return stored rows and the open rows of the plan, each in its place with last time's value.

    A row of the plan that is stored keeps its target. ``done`` are the keys of all stored rows: one
    of the plan may be done in another exercise, and is open nowhere then.
    """
    planned = {row["key"]: row for row in plan}
    for row in stored:
        row["target"] = planned.pop(row["key"], {}).get("target")
    still_open = [
        {**row, "done": False, "stored": False} for key, row in planned.items() if key not in done
    ]
    rows = sorted([*stored, *still_open], key=itemgetter("order"))
    for place, row in enumerate(rows):
        last = levels[row["level_id"]]["last"] if row["level_id"] in levels else []
        row["last"] = last[place] if place < len(last) else None
    return rows
