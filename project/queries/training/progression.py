"""What the level engine reads: ladders with their criteria, decisions, standings.

Each function takes any number of exercises and costs one statement; `ladder_positions` puts them together.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    false,
    or_,
    select,
    true,
)

from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    ExerciseProgress,
    ProgressionDecision,
    ProgressionLevel,
    Workout,
)
from project.queries.training.training_log import counted_workouts, log_of
from project.rules.account.days import Calendar
from project.rules.library.criteria import CriteriaOverride, resolve_criteria
from project.rules.training.ladder import LadderLevel
from project.rules.training.overview import Overview, overview, overview_from_plain
from project.rules.training.proposals import Answer, Decision, Placing, decision_kind
from project.rules.training.standing import Standing, basis, from_plain, read_standing

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__
_PROGRESS: Final = ExerciseProgress.__table__
_DECISIONS: Final = ProgressionDecision.__table__

_CRITERIA: Final = ("goal_sets", "start_value", "goal_value", "goal_sessions", "step")


@dataclass(frozen=True, slots=True)
class Ladder:
    """An exercise with its levels, easy to hard; ``names`` are theirs by id."""

    id: int
    title: str
    counting_type: str
    levels: tuple[LadderLevel, ...]
    names: Mapping[int, str]
    stored: str | None
    """What `exercise_progress` holds of it."""


@dataclass(frozen=True, slots=True)
class StoredStanding:
    """A ladder and where it stands by its log; whether something was decided too."""

    ladder: Ladder
    standing: Standing
    may_be_decided: bool


@dataclass(frozen=True, slots=True)
class LadderPosition:
    """Where an athlete is on a ladder, with everything that is known of it."""

    ladder: Ladder
    standing: Standing
    decisions: Sequence[Decision]

    def overview(self) -> Overview:
        return overview(self.standing, self.ladder.names, self.decisions)


@dataclass(frozen=True, slots=True)
class LadderSummary:
    """An exercise of the library and where its ladder stands."""

    id: int
    title: str
    counting_type: str
    archived: bool
    overview: Overview


def ladders(ids: Collection[int]) -> dict[int, Ladder]:
    """Return the exercises with their levels and what is stored of their progress."""
    rows = db.session.execute(_LADDERS, {"ids": list(ids)})
    return {
        definition_id: _ladder([tuple(row) for row in group])
        for definition_id, group in groupby(rows, key=itemgetter(0))
    }


def _ladders_statement() -> Select[Any]:
    """Return the statement with its ids open: to build it takes longer than to run it."""
    first = or_(_LEVELS.c.level_order == 1, _LEVELS.c.id.is_(None))
    return (
        select(
            _DEFINITIONS.c.id,
            _DEFINITIONS.c.title,
            _DEFINITIONS.c.counting_type,
            *(_DEFINITIONS.c[name] for name in _CRITERIA),
            _LEVELS.c.id,
            _LEVELS.c.name,
            *(_LEVELS.c[name] for name in _CRITERIA),
            # once an exercise, not once a level
            _PROGRESS.c.state,
        )
        .outerjoin_from(
            _DEFINITIONS, _LEVELS, _LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id
        )
        .outerjoin(_PROGRESS, and_(_PROGRESS.c.exercise_definition_id == _DEFINITIONS.c.id, first))
        .where(_DEFINITIONS.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(_DEFINITIONS.c.id, _LEVELS.c.level_order)
    )


_LADDERS: Final = _ladders_statement()


def _ladder(rows: Sequence[tuple[Any, ...]]) -> Ladder:
    definition_id, title, counting_type, *rest = rows[0]
    own = CriteriaOverride(*rest[:5])
    levels = []
    names = {}
    for row in rows:
        level_id, name, *chosen = row[8:15]
        if level_id is not None:
            criteria = resolve_criteria(counting_type, own, CriteriaOverride(*chosen))
            levels.append(LadderLevel(level_id, criteria))
            names[level_id] = name
    stored = next((row[15] for row in rows if row[15] is not None), None)
    return Ladder(definition_id, title, counting_type, tuple(levels), names, stored)


def decisions_of(ids: Collection[int]) -> dict[int, list[Decision]]:
    """Return the athletes' answers by exercise, oldest first."""
    decisions: dict[int, list[Decision]] = {}
    rows = db.session.execute(
        select(_DECISIONS)
        .where(_DECISIONS.c.exercise_definition_id.in_(ids))
        .order_by(_DECISIONS.c.decided_at, _DECISIONS.c.id)
    )
    for row in rows:
        decisions.setdefault(row.exercise_definition_id, []).append(decision(row))
    return decisions


def decision(row: Any) -> Decision:  # noqa: ANN401  a row or a model of `progression_decisions`
    """Return a stored answer as the rules know it."""
    return Decision(
        kind=decision_kind(row.kind),
        from_level=row.from_level_id,
        to_level=row.to_level_id,
        answer=Answer(row.answer),
        at=row.decided_at,
        evidence=frozenset(each["workout"] for each in json.loads(row.evidence)),
        undone_at=row.undone_at,
    )


def ladder_positions(ids: Collection[int], calendar: Calendar) -> dict[int, LadderPosition]:
    """Return where each ladder stands; one statement for ladders of which nothing was decided.

    A second reads the decisions, a third the log of ladders whose criteria, levels or calendar
    changed since they were stored, or of which nothing was stored yet.
    """
    found = standings(ids, calendar)
    decided = [key for key, each in found.items() if each.may_be_decided]
    answers = decisions_of(decided) if decided else {}
    return {
        key: LadderPosition(each.ladder, each.standing, answers.get(key, []))
        for key, each in found.items()
    }


def standings(ids: Collection[int], calendar: Calendar) -> dict[int, StoredStanding]:
    """Return where each ladder stands by its log alone; one statement, two as said at `ladder_positions`."""
    found = ladders(ids)
    plain = {
        key: None if each.stored is None else json.loads(each.stored) for key, each in found.items()
    }
    known = {
        key: from_plain(each)
        for key, each in plain.items()
        if each is not None and each["basis"] == basis(found[key].levels, calendar.name)
    }
    unknown = [key for key in found if key not in known]
    logs = log_of(unknown, calendar) if unknown else {}
    return {
        key: StoredStanding(
            ladder,
            known.get(key) or read_standing(ladder.levels, calendar.name, logs.get(key, ())),
            may_be_decided=(plain[key] or {"decided": True})["decided"],
        )
        for key, ladder in found.items()
    }


def glances(
    athlete_id: int,
    calendar: Calendar,
    *,
    limit: int | None = None,
    archived: bool = False,
    on_profile: bool = False,
) -> list[LadderSummary]:
    """Return the athlete's trained exercises, lately trained first; archived ones if asked for.

    Those they only placed themselves on come last. With ``on_profile`` only trained ones that the
    athlete shows to others; with a ``limit``, those with an open proposal come first. One statement; three more when something has to be worked out from
    the log (see `ladder_positions`).
    """
    query = _own_summaries(limited=limit is not None, archived=archived, on_profile=on_profile)
    values = {"athlete": athlete_id, "most": limit}
    return list(_glances(db.session.connection().execute(query, values).all(), calendar).values())


def ladder_summaries(ids: Collection[int], calendar: Calendar) -> dict[int, LadderSummary]:
    """Return where those of these ladders stand that `glances` knows; statements as there."""
    if not ids:
        return {}
    return _glances(
        db.session.execute(_summaries().where(_DEFINITIONS.c.id.in_(ids))).all(), calendar
    )


@lru_cache
def _own_summaries(*, limited: bool, archived: bool, on_profile: bool) -> Select[Any]:
    """Return what `glances` reads, with open parameters: to build it takes longer than to run it."""
    shown = [] if archived else [_DEFINITIONS.c.archived == false()]
    shown += [_DEFINITIONS.c.on_profile == true()] if on_profile else []
    query = _summaries(placed=not on_profile)
    query = query.where(_DEFINITIONS.c.user_id == bindparam("athlete"), *shown)
    if limited:
        query = query.order_by(_PROGRESS.c.proposal.is_(None)).limit(bindparam("most"))
    last, stored = _PROGRESS.c.last_at, _PROGRESS.c.exercise_definition_id
    return query.order_by(stored.is_not(None), last.is_(None), last.desc(), _DEFINITIONS.c.id)


def _summaries(*, placed: bool = True) -> Select[tuple[int, str, str, bool, str]]:
    """Return trained exercises with what is stored of them, those with a chosen level too."""
    trained = (
        select(_PERFORMED.c.id)
        .join(_WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .where(_PERFORMED.c.exercise_definition_id == _DEFINITIONS.c.id, *counted_workouts())
        .correlate(_DEFINITIONS)
        .exists()
    )
    chosen = (
        select(_DECISIONS.c.id)
        .where(
            _DECISIONS.c.exercise_definition_id == _DEFINITIONS.c.id,
            _DECISIONS.c.kind == Placing.PLACED.value,
            _DECISIONS.c.undone_at.is_(None),
        )
        .correlate(_DEFINITIONS)
        .exists()
    )
    known = [chosen] if placed else []
    return (
        select(
            _DEFINITIONS.c.id,
            _DEFINITIONS.c.title,
            _DEFINITIONS.c.counting_type,
            _DEFINITIONS.c.archived,
            _PROGRESS.c.summary,
        )
        .outerjoin_from(
            _DEFINITIONS, _PROGRESS, _PROGRESS.c.exercise_definition_id == _DEFINITIONS.c.id
        )
        .where(
            or_(
                _PROGRESS.c.last_at.is_not(None),
                and_(_PROGRESS.c.exercise_definition_id.is_(None), trained),
                *known,
            )
        )
    )


def _glances(rows: Sequence[Any], calendar: Calendar) -> dict[int, LadderSummary]:
    """Return the ladders of rows with their stored summary, working out what is not stored."""
    stored = {row.id: _stored_overview(row.summary, calendar) for row in rows}
    unknown = [key for key, each in stored.items() if each is None]
    found = ladder_positions(unknown, calendar) if unknown else {}
    return {
        row.id: LadderSummary(
            row.id,
            row.title,
            row.counting_type,
            row.archived,
            stored[row.id] or found[row.id].overview(),
        )
        for row in rows
    }


def _stored_overview(summary: str | None, calendar: Calendar) -> Overview | None:
    plain = None if summary is None else json.loads(summary)
    return (
        overview_from_plain(plain) if plain is not None and plain["zone"] == calendar.name else None
    )


def exercises_of(workout_id: int) -> list[int]:
    """Return the ids of the exercises in a workout."""
    return list(
        db.session.scalars(
            select(_PERFORMED.c.exercise_definition_id)
            .where(_PERFORMED.c.workout_id == workout_id)
            .distinct()
        )
    )
