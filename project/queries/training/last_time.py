"""Ladders with what was done last time at each level and what to aim for, and what to choose from.

Both as the phone logger's pages know them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Select, and_, false, func, select

from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set, Workout
from project.queries.library.exercises import picker_options
from project.queries.library.lists import Filters, search
from project.queries.training import progression
from project.queries.training.progression import Ladder
from project.queries.training.training_log import own_sets
from project.rules.account.days import Calendar
from project.rules.library.criteria import Criteria
from project.rules.library.sets import OPTIONAL, SWITCHES
from project.rules.training.standing import Standing
from project.rules.training.targets import Target, first_target

LOOKED_AT: Final = 40
"""How many of an exercise's latest sessions are searched for the last one at each level."""

FOUND: Final = 20
"""Exercises a search answers at most."""

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__

OF_A_DEFINITION: Final = (
    _DEFINITIONS.c.id.label("definition_id"),
    _DEFINITIONS.c.title,
    _DEFINITIONS.c.counting_type,
    _DEFINITIONS.c.rest_seconds,
    *(_DEFINITIONS.c[switch] for switch in SWITCHES),
)


@dataclass(frozen=True)
class LogOwner:
    """Whose log is read; ``today`` is their own day."""

    id: int
    calendar: Calendar
    today: date


@dataclass(frozen=True)
class ExplainedTarget:
    """What to aim for at a level, and what it takes to master it."""

    target: Target
    criteria: Criteria


Levels = dict[int, dict[str, Any]]
"""The rungs of a ladder by id, easy to hard: ``{id, name, last, last_beside, targets, explained_target, records}``."""


def ladders_of(
    definition_ids: Collection[int], athlete: LogOwner, workout_id: int | None = None
) -> dict[int, Levels]:
    """Return the athlete's ladders with the last values and the target at each level.

    Two statements, three as said at `standings`. ``last`` has a value for each set of the last
    session at the level, None for one at another level; ``last_beside`` is what else was noted of it.
    Both count own sets alone. Sessions are workouts that are over, but
    for ``workout_id``.
    """
    if not definition_ids:
        return {}
    ladders = {
        key: _levels(each.ladder, each.standing, athlete.today)
        for key, each in progression.standings(definition_ids, athlete.calendar).items()
    }
    _add_last(ladders, athlete, workout_id)
    return ladders


def _levels(ladder: Ladder, standing: Standing | None, today: date) -> Levels:
    rungs = {}
    records = standing.records_by_level() if standing else {}
    for level in ladder.levels:
        start = first_target(level.id, level.criteria).target
        target = start if standing is None else standing.target(level, today)
        rungs[level.id] = {
            "id": level.id,
            "name": ladder.names[level.id],
            "last": [],
            "last_beside": [],
            "targets": list(target.values),
            "explained_target": ExplainedTarget(target, level.criteria),
            "records": records.get(level.id, []),
        }
    return rungs


def _add_last(ladders: Mapping[int, Levels], athlete: LogOwner, workout_id: int | None) -> None:
    """Fill in the values of the last session at each level; one statement."""
    done = _last_values(ladders, athlete.id, workout_id)
    for (definition_id, _), session in groupby(done, key=itemgetter(0, 1)):
        levels = ladders[definition_id]
        fresh = {level_id: level for level_id, level in levels.items() if not level["last"]}
        for place, (_, _, level_id, value, beside) in enumerate(session):
            if level_id in fresh:
                last, said = fresh[level_id]["last"], fresh[level_id]["last_beside"]
                last += [None] * (place - len(last)) + [value]
                said += [{}] * (place - len(said)) + [beside]


def _last_values(
    definition_ids: Collection[int], athlete_id: int, workout_id: int | None
) -> list[tuple[int, int, int | None, int, dict[str, Any]]]:
    """Return the sets of the latest sessions: exercise, how many sessions ago, level, value.

    At the end stands what else was noted. Where an exercise is done on both sides by now, a set of
    neither stands for one of each. Warm-ups and what went on from another set are no model for the
    next time.
    """
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
            _DEFINITIONS.c.tracks_sides,
        )
        .join(_WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .join(_DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id)
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
            and_(sessions.c.tracks_sides, _SETS.c.side.is_(None)),
            *(_SETS.c[figure.name] for figure in OPTIONAL),
        )
        .join(_SETS, _SETS.c.exercise_id == sessions.c.id)
        .where(sessions.c.newest <= LOOKED_AT, *own_sets())
        .order_by(
            sessions.c.exercise_definition_id,
            sessions.c.newest,
            sessions.c.exercise_order,
            _SETS.c.set_order,
        )
    )
    return [(*row[:4], _noted(row[5:])) for row in rows for _ in range(2 if row[4] else 1)]


def _noted(values: Sequence[Any]) -> dict[str, Any]:
    pairs = zip(OPTIONAL, values, strict=True)
    return {figure.name: figure.plain(value) for figure, value in pairs if value is not None}


def choices(athlete: LogOwner, words: str = "") -> list[dict[str, Any]]:
    """Return exercises to add: own ones, lately trained first; or everybody's that match words.

    Four statements, six as said at `places`; two more for a search. Each has its ladder, and
    ``level_id`` where the athlete stands. What is found of somebody else's names its ``owner`` and
    aims at where everybody starts; a copy that stands in for one comes in its place.
    """
    if words:
        found = search(athlete.id, Filters(everybody=True, words=words), limit=FOUND)
        owners = {row.copy_id or row.id: row.owner for row in found if row.owner_id != athlete.id}
        ids = list(dict.fromkeys(row.copy_id or row.id for row in found))
    else:
        owners = {}
        ids = [option.id for option in picker_options(athlete.id)]
    rows = {
        row["definition_id"]: dict(row) for row in db.session.execute(_definitions(ids)).mappings()
    }
    own = [number for number, row in rows.items() if row["user_id"] == athlete.id]
    foreign = [number for number in rows if number not in own]
    places = progression.ladder_positions(own, athlete.calendar) if own else {}
    ladders = {
        number: _levels(place.ladder, place.standing, athlete.today)
        for number, place in places.items()
    }
    if foreign:
        others = progression.ladders(foreign)
        ladders |= {number: _levels(each, None, athlete.today) for number, each in others.items()}
    _add_last(ladders, athlete, None)
    for number, choice in rows.items():
        level = places[number].overview().level if number in places else None
        choice["levels"] = list(ladders[number].values())
        choice["level_id"] = level and level.id
        choice["owner"] = None if choice.pop("user_id") == athlete.id else owners.get(number)
    return [rows[number] for number in ids if number in rows]


def _definitions(ids: Collection[int]) -> Select[Any]:
    return select(*OF_A_DEFINITION, _DEFINITIONS.c.user_id).where(_DEFINITIONS.c.id.in_(ids))
