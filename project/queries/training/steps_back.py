"""Where athletes went a level back lately."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import select

from project.extensions import db
from project.models import ProgressionDecision
from project.rules.training.proposals import Answer, ProposalKind

_DECISIONS: Final = ProgressionDecision.__table__


def steps_back(ids: Collection[int], since: datetime) -> list[tuple[int, datetime]]:
    """Return exercise and moment of the steps back that stand; one statement."""
    rows = db.session.execute(
        select(_DECISIONS.c.exercise_definition_id, _DECISIONS.c.decided_at).where(
            _DECISIONS.c.exercise_definition_id.in_(ids),
            _DECISIONS.c.kind == ProposalKind.STEP_BACK.value,
            _DECISIONS.c.answer == Answer.ACCEPTED.value,
            _DECISIONS.c.undone_at.is_(None),
            _DECISIONS.c.decided_at >= since,
        )
    )
    return [(number, at) for number, at in rows]
