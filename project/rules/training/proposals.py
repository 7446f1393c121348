"""When to suggest another level, and when to keep quiet about it.

Nothing here moves an athlete: a proposal follows from the log and disappears when its evidence is
edited away, a decision is the athlete's answer and stays until they undo it.

Source of moving on after two good sessions: the 2-for-2 rule (Baechle & Earle). When a refused
proposal may come back is our own choice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from project.rules.library.criteria import READY_WINDOW
from project.rules.training.ladder import (
    STRUGGLE_WINDOW,
    History,
    LevelSession,
    LevelState,
    current_level,
    is_met,
    level_state,
)


class ProposalKind(StrEnum):
    ADVANCE = "advance"
    STEP_BACK = "step_back"
    LADDER_DONE = "ladder_done"


class Placing(StrEnum):
    """A decision that answers no proposal: the athlete said where they stand."""

    PLACED = "placed"


DecisionKind = ProposalKind | Placing


def decision_kind(word: str) -> DecisionKind:
    """Return the kind of a stored decision."""
    return Placing.PLACED if word == Placing.PLACED else ProposalKind(word)


class Answer(StrEnum):
    ACCEPTED = "accepted"
    NOT_YET = "not_yet"
    DECLINED = "declined"


SESSIONS_OF_SILENCE = {Answer.NOT_YET: 1, Answer.DECLINED: 3}
"""New sessions at the level before a refused proposal may come back."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion with the sessions that speak for it, oldest first.

    When the ladder is done, ``to_level`` is ``from_level``.
    """

    kind: ProposalKind
    from_level: int
    to_level: int
    evidence: tuple[LevelSession, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """An athlete's answer to a proposal, or what they said of themselves.

    ``evidence``   ids of the workouts the proposal rested on
    ``undone_at``  when the athlete took the answer back, None while it stands
    Levels are None when they were removed from the ladder since.
    """

    kind: DecisionKind
    from_level: int | None
    to_level: int | None
    answer: Answer
    at: datetime
    evidence: frozenset[int] = frozenset()
    undone_at: datetime | None = None


def decided_level(decisions: Iterable[Decision]) -> int | None:
    """Return the level of the last accepted decision that stands, None without one."""
    last = last_accepted(decisions)
    return last.to_level if last else None


def level_today(
    level: int, planned: Collection[int], decisions: Iterable[Decision], planned_at: datetime
) -> int:
    """Return the level to train where a plan says ``level``; ``planned`` are all levels in it.

    What was accepted after the plan was made moves it along, step by step. Where a step leads to a
    level that is planned anyway, the sets before it are meant as they are, to warm up say.
    """
    today = level
    since = (
        decision for decision in decisions if _is_in_force(decision) and decision.at > planned_at
    )
    for decision in sorted(since, key=lambda decision: decision.at):
        if decision.from_level == today and decision.to_level is not None:
            if decision.to_level in planned:
                return level
            today = decision.to_level
    return today


def open_proposal(history: History, decisions: Sequence[Decision]) -> Proposal | None:
    """Return the one proposal to show for an exercise, None when there is nothing to say.

    Linear in the log. Only sessions after the last accepted decision speak for a new proposal:
    without that, stepping back would at once be answered by the old evidence for advancing.
    """
    level_id = current_level(history, decided_level(decisions))
    if level_id is None:
        return None
    accepted = last_accepted(decisions)
    sessions = history.by_level[level_id]
    if accepted:
        sessions = _sessions_since(sessions, accepted, accepted.at)
    proposal = _proposal(history, level_id, sessions)
    if proposal is None or _is_settled(proposal, accepted):
        return None
    return None if _is_silenced(proposal, history, decisions) else proposal


def _proposal(history: History, level_id: int, sessions: Sequence[LevelSession]) -> Proposal | None:
    criteria = history.level(level_id).criteria
    rank = history.rank(level_id)
    match level_state(sessions, criteria):
        case LevelState.STRUGGLING if rank > 0:
            easier = history.levels[rank - 1].id
            last = tuple(sessions[-STRUGGLE_WINDOW:])
            return Proposal(ProposalKind.STEP_BACK, level_id, easier, last)
        case LevelState.READY:
            met = tuple(row for row in sessions[-READY_WINDOW:] if is_met(row, criteria))
            if level_id == history.levels[-1].id:
                return Proposal(ProposalKind.LADDER_DONE, level_id, level_id, met)
            return Proposal(ProposalKind.ADVANCE, level_id, history.levels[rank + 1].id, met)
    return None


def last_accepted(decisions: Iterable[Decision]) -> Decision | None:
    """Return the newest decision that says where the athlete is, if one stands."""
    standing = [decision for decision in decisions if _is_in_force(decision)]
    return max(standing, key=lambda decision: decision.at, default=None)


def _is_in_force(decision: Decision) -> bool:
    return decision.answer == Answer.ACCEPTED and decision.undone_at is None


def _sessions_since(
    sessions: Sequence[LevelSession], decision: Decision, moment: datetime
) -> tuple[LevelSession, ...]:
    """Return the sessions later than a decision.

    A workout may be dated a day ahead; what the decision rested on is not new because of that.
    """
    return tuple(
        row for row in sessions if row.at > moment and row.workout not in decision.evidence
    )


def _is_settled(proposal: Proposal, accepted: Decision | None) -> bool:
    """Tell whether a finished ladder was taken note of and nothing was decided since."""
    return (
        accepted is not None
        and proposal.kind is ProposalKind.LADDER_DONE
        and accepted.kind == ProposalKind.LADDER_DONE
        and accepted.from_level == proposal.from_level
    )


def _is_silenced(proposal: Proposal, history: History, decisions: Iterable[Decision]) -> bool:
    """Tell whether the last answer to the same proposal still asks for silence.

    "Not yet" lasts until the next session at the level, declining until the third, so that all
    sessions looked at are new ones. An accepted decision that was undone counts as "not yet" from
    then on; any other answer that was undone counts for nothing.
    """
    pauses = [
        (pause, decision)
        for decision in decisions
        if (decision.kind, decision.from_level, decision.to_level)
        == (proposal.kind, proposal.from_level, proposal.to_level)
        and (pause := _pause(decision))
    ]
    if not pauses:
        return False
    (moment, sessions), decision = max(pauses, key=lambda item: item[0])
    at_level = history.by_level[proposal.from_level]
    return len(_sessions_since(at_level, decision, moment)) < sessions


def _pause(decision: Decision) -> tuple[datetime, int] | None:
    """Return from when on and for how many new sessions a decision asks for silence, if it does."""
    if decision.answer == Answer.ACCEPTED:
        if decision.undone_at is None:
            return None
        return decision.undone_at, SESSIONS_OF_SILENCE[Answer.NOT_YET]
    if decision.undone_at is not None:
        return None
    return decision.at, SESSIONS_OF_SILENCE[decision.answer]
