"""Answers to proposals: an athlete accepts, waits or declines, and may take it back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from project.exceptions import DomainError
from project.extensions import db
from project.i18n import gettext
from project.models import ExerciseDefinition, ProgressionDecision, User, utc_now
from project.queries.training import progression as queries
from project.queries.training.progression import LadderPosition
from project.rules.training.ladder import LevelSession
from project.rules.training.proposals import Answer, ProposalKind
from project.services.training.progression_upkeep import locked_positions, store


class OutdatedProposalError(DomainError):
    """The log says something else by now."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Dieser Vorschlag gilt nicht mehr, denn dein Training hat sich geändert.")
        )


@dataclass(frozen=True, slots=True)
class ProposalAnswer:
    """An athlete's answer to the proposal they saw; levels by id."""

    kind: ProposalKind
    from_level: int
    to_level: int
    answer: Answer


def answer(
    athlete: User, definition: ExerciseDefinition, given: ProposalAnswer
) -> ProgressionDecision | None:
    """Keep the answer to an exercise's open proposal, with its evidence; the caller commits.

    None when the same answer was given already: a form sent twice decides once. Raises
    `OutdatedProposalError` when the proposal is not open any more.
    """
    place = locked_positions(athlete, [definition.id])[definition.id]
    proposal = place.overview().proposal
    asked = (given.kind, given.from_level, given.to_level)
    if proposal is None or (proposal.kind, proposal.from_level, proposal.to_level) != asked:
        last = next((each for each in reversed(place.decisions) if not each.undone_at), None)
        if last and (last.kind, last.from_level, last.to_level, last.answer) == (
            *asked,
            given.answer,
        ):
            return None
        raise OutdatedProposalError
    names = place.ladder.names
    decision = ProgressionDecision(
        user_id=athlete.id,
        exercise_definition_id=definition.id,
        kind=given.kind.value,
        answer=given.answer.value,
        from_level_id=given.from_level,
        from_name=names[given.from_level],
        to_level_id=given.to_level,
        to_name=names[given.to_level],
        evidence=json.dumps([_as_evidence(row) for row in proposal.evidence]),
        decided_at=utc_now(),
    )
    db.session.add(decision)
    store_with_decisions([place])
    return decision


def undo(athlete: User, decision: ProgressionDecision) -> bool:
    """Take an answer back; False when it was taken back before. The caller commits."""
    place = locked_positions(athlete, [decision.exercise_definition_id])[
        decision.exercise_definition_id
    ]
    if decision.undone_at is not None:
        return False
    decision.undone_at = utc_now()
    store_with_decisions([place])
    return True


def _as_evidence(row: LevelSession) -> dict[str, Any]:
    return {"workout": row.workout, "at": row.at.isoformat(), "values": list(row.values)}


def store_with_decisions(places: Sequence[LadderPosition]) -> None:
    """Sum up where the ladders stand after something was decided; three statements at most."""
    db.session.flush()  # the answer belongs to what is summed up
    keys = [place.ladder.id for place in places]
    if keys:
        found = queries.decisions_of(keys)
        store(
            {
                place.ladder.id: replace(place, decisions=found.get(place.ladder.id, []))
                for place in places
            }
        )
