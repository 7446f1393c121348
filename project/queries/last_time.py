"""Ladders with what was done last time at each level, and exercises to choose from.

Both as the phone logger's pages know them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import Select, Table, false, func, select

from project.extensions import db
from project.models import Exercise, ExerciseDefinition, ProgressionLevel, Set, Workout
from project.queries.exercises import picker_options
from project.queries.library import Filters, search

LOOKED_AT: Final = 40
"""How many of an exercise's latest sessions are searched for the last one at each level."""

FOUND: Final = 20
"""Exercises a search answers at most."""

_WORKOUTS: Final = cast("Table", Workout.__table__)
_PERFORMED: Final = cast("Table", Exercise.__table__)
_SETS: Final = cast("Table", Set.__table__)
_DEFINITIONS: Final = cast("Table", ExerciseDefinition.__table__)
_LEVELS: Final = cast("Table", ProgressionLevel.__table__)

OF_A_DEFINITION: Final = (
    _DEFINITIONS.c.id.label("definition_id"),
    _DEFINITIONS.c.title,
    _DEFINITIONS.c.counting_type,
    _DEFINITIONS.c.rest_seconds,
    _DEFINITIONS.c.tracks_load,
    _DEFINITIONS.c.tracks_sides,
    _DEFINITIONS.c.tracks_rir,
)


@dataclass(frozen=True)
class Ladders:
    """Levels by exercise of the library and by id, easy to hard.

    ``stands`` has the level with which the athlete began an exercise's last session.
    """

    levels: dict[int, dict[int, dict[str, Any]]]
    stands: dict[int, int] = field(default_factory=dict)


def ladders_of(
    definition_ids: Collection[int], athlete_id: int, workout_id: int | None = None
) -> Ladders:
    """Return the ladders with the values of the last session at each level; two statements.

    ``last`` has a value for each set of that session, None for one at another level. Sessions are
    the athlete's own workouts that are over, but for ``workout_id``.
    """
    ladders = Ladders({definition_id: {} for definition_id in definition_ids})
    if not ladders.levels:
        return ladders
    rows = db.session.execute(
        select(_LEVELS.c.exercise_definition_id, _LEVELS.c.id, _LEVELS.c.name)
        .where(_LEVELS.c.exercise_definition_id.in_(definition_ids))
        .order_by(_LEVELS.c.exercise_definition_id, _LEVELS.c.level_order)
    )
    for definition_id, level_id, name in rows:
        rung = {"id": level_id, "name": name, "last": [], "targets": []}
        ladders.levels[definition_id][level_id] = rung
    done = _last_values(definition_ids, athlete_id, workout_id)
    for (definition_id, _), session in groupby(done, key=itemgetter(0, 1)):
        levels = ladders.levels[definition_id]
        fresh = {level_id: level["last"] for level_id, level in levels.items() if not level["last"]}
        for place, (_, _, level_id, value) in enumerate(session):
            if level_id in fresh:
                last = fresh[level_id]
                last += [None] * (place - len(last)) + [value]
                ladders.stands.setdefault(definition_id, level_id)
    return ladders


def _last_values(
    definition_ids: Collection[int], athlete_id: int, workout_id: int | None
) -> list[tuple[int, int, int | None, int]]:
    """Return the sets of the latest sessions: exercise, how many sessions ago, level, value."""
    newest = func.dense_rank().over(
        partition_by=_PERFORMED.c.exercise_definition_id,
        order_by=(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc()),
    )
    sessions = (
        select(
            _PERFORMED.c.id,
            _PERFORMED.c.exercise_definition_id,
            _PERFORMED.c.exercise_order,
            newest.label("newest"),
        )
        .join(_WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .where(
            _PERFORMED.c.exercise_definition_id.in_(definition_ids),
            _WORKOUTS.c.user_id == athlete_id,
            _WORKOUTS.c.is_template == false(),
            _WORKOUTS.c.is_running == false(),
            _WORKOUTS.c.id != (workout_id or 0),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(
            sessions.c.exercise_definition_id,
            sessions.c.newest,
            _SETS.c.progression_level_id,
            func.coalesce(_SETS.c.reps, _SETS.c.duration),
        )
        .join(_SETS, _SETS.c.exercise_id == sessions.c.id)
        .where(sessions.c.newest <= LOOKED_AT)
        .order_by(
            sessions.c.exercise_definition_id,
            sessions.c.newest,
            sessions.c.exercise_order,
            _SETS.c.set_order,
        )
    )
    return [tuple(row) for row in rows]


def choices(athlete_id: int, words: str = "") -> list[dict[str, Any]]:
    """Return exercises to add: own ones, lately trained first; or everybody's that match words.

    Four statements; six for a search. Each has its ladder, with as many targets as there were
    sets last time, and ``level_id`` where the athlete stands. What is found of somebody else's
    names its ``owner``; a copy that stands in for one comes in its place.
    """
    if words:
        found = search(athlete_id, Filters(everybody=True, words=words), limit=FOUND)
        owners = {row.copy_id or row.id: row.owner for row in found if row.owner_id != athlete_id}
        ids = list(dict.fromkeys(row.copy_id or row.id for row in found))
    else:
        owners = {}
        ids = [option.id for option in picker_options(athlete_id)]
    rows = {
        row["definition_id"]: dict(row) for row in db.session.execute(_definitions(ids)).mappings()
    }
    ladders = ladders_of(ids, athlete_id)
    for number, choice in rows.items():
        levels = list(ladders.levels[number].values())
        choice["levels"] = [{**level, "targets": done_of(level["last"])} for level in levels]
        choice["level_id"] = ladders.stands.get(number)
        choice["owner"] = None if choice.pop("user_id") == athlete_id else owners.get(number)
    return [rows[number] for number in ids if number in rows]


def done_of(values: Iterable[int | None]) -> list[int]:
    """Return the values of the sets that were done at a level."""
    return [value for value in values if value is not None]


def _definitions(ids: Collection[int]) -> Select[Any]:
    return select(*OF_A_DEFINITION, _DEFINITIONS.c.user_id).where(_DEFINITIONS.c.id.in_(ids))
