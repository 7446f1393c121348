"""Answers to proposals as an exercise's page lists them, and how forecasts turned out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, or_, select

from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    ProgressionDecision,
    ProgressionForecast,
    ProgressionLevel,
    Set,
)
from project.queries.training.progression import decision
from project.rules.library.sets import OPTIONAL
from project.rules.training.forecast import RECENT_FORECASTS, Accuracy, Outcome, accuracy
from project.rules.training.proposals import Answer, Decision, DecisionKind, decision_kind

NOTED_IN: Final = 120
"""So many of an exercise's newest sessions are looked at; a page shows half of them."""

_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_DECISIONS: Final = ProgressionDecision.__table__
_FORECASTS: Final = ProgressionForecast.__table__
_LEVELS: Final = ProgressionLevel.__table__
_JUDGED: Final = (Outcome.HIT.value, Outcome.MISSED.value)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A session that spoke for a proposal, as it was then."""

    workout_id: int
    at: datetime
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An answer with the names its levels had."""

    id: int
    kind: DecisionKind
    answer: Answer
    from_name: str
    to_name: str
    evidence: Sequence[EvidenceRow]
    decided_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProposalAnswers:
    """All answers of an exercise, oldest first, as rows and as the rules know them."""

    rows: Sequence[AnswerRow]
    decisions: Sequence[Decision]
    accuracy: Accuracy
    is_noted: bool = False
    """Whether something stands beside the value of a set of the newest sessions."""


def answers_of(exercise_id: int) -> ProposalAnswers:
    """Return the answers to an exercise's proposals, the accuracy of its forecasts, and `is_noted`.

    One statement.
    """
    rows = db.session.execute(_ANSWERS, {"exercise": exercise_id}).all()
    judged = rows[0].outcomes if rows else None
    decided = [row for row in rows if row.id is not None]
    return ProposalAnswers(
        rows=[_answer(row) for row in decided],
        decisions=[decision(row) for row in decided],
        accuracy=accuracy(Outcome(word) for word in (judged or "").split(",") if word),
        is_noted=bool(rows and rows[0].is_noted),
    )


def _answer(row: Any) -> AnswerRow:  # noqa: ANN401  a row of `progression_decisions`
    return AnswerRow(
        id=row.id,
        kind=decision_kind(row.kind),
        answer=Answer(row.answer),
        from_name=row.from_name,
        to_name=row.to_name,
        evidence=[
            EvidenceRow(each["workout"], datetime.fromisoformat(each["at"]), each["values"])
            for each in json.loads(row.evidence)
        ],
        decided_at=row.decided_at,
        undone_at=row.undone_at,
    )


def _answers_statement() -> Select[Any]:
    """Return the statement with its parameter open: to build it takes longer than to run it."""
    last = (
        select(_FORECASTS.c.outcome)
        .join(_LEVELS, _LEVELS.c.id == _FORECASTS.c.progression_level_id)
        .where(
            _LEVELS.c.exercise_definition_id == bindparam("exercise"),
            or_(*(_FORECASTS.c.outcome == outcome for outcome in _JUDGED)),
        )
        .order_by(_FORECASTS.c.made_on.desc(), _FORECASTS.c.id.desc())
        .limit(RECENT_FORECASTS)
        .subquery()
    )
    outcomes = select(func.aggregate_strings(last.c.outcome, ",")).scalar_subquery()
    newest = (
        select(_PERFORMED.c.id)
        .where(_PERFORMED.c.exercise_definition_id == bindparam("exercise"))
        .order_by(_PERFORMED.c.id.desc())
        .limit(NOTED_IN)
        .subquery()
    )
    noted = (
        select(_SETS.c.id)
        .join(newest, newest.c.id == _SETS.c.exercise_id)
        .where(or_(*(_SETS.c[figure.name].is_not(None) for figure in OPTIONAL)))
        .exists()
    )
    return (
        select(outcomes.label("outcomes"), noted.label("is_noted"), _DECISIONS)
        .outerjoin_from(
            _DEFINITIONS, _DECISIONS, _DECISIONS.c.exercise_definition_id == _DEFINITIONS.c.id
        )
        .where(_DEFINITIONS.c.id == bindparam("exercise"))
        .order_by(_DECISIONS.c.decided_at, _DECISIONS.c.id)
    )


_ANSWERS: Final = _answers_statement()
