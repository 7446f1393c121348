"""Where an athlete begins on a ladder: they say it themselves, and may take it back.

Nobody should begin with wall push-ups who does ten on the floor. One question for each ladder asks
for the hardest level that goes cleanly; the answer is a decision like a yes to a proposal, so it
gives the current level until it is undone or another follows. The first target is that of every
new level: what was said was never logged, so it is no evidence and no record.

Five repetitions and ten seconds are the start values of the site (`rules/library/criteria.py`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from project.enums import CountingType
from project.rules.training.proposals import Answer, Decision, Placing, last_accepted

CLEANLY: Final[Mapping[str, int]] = {CountingType.REPS: 5, CountingType.DURATION: 10}
"""What one set at the level should be, by the way of counting."""


def is_ladder_to_place(levels: Sequence[object]) -> bool:
    """Tell whether there is anything to ask."""
    return len(levels) > 1


def placed_at(decisions: Sequence[Decision]) -> int | None:
    """Return the level the athlete chose themselves, None where something else decides."""
    last = last_accepted(decisions)
    return last.to_level if last and last.kind == Placing.PLACED else None


def placing(
    decisions: Sequence[Decision], current: int | None, chosen: int, at: datetime
) -> Decision | None:
    """Return the decision that puts the athlete on a level; None where they stand there by one.

    It leads from the current level on, so that templates made for that one follow.
    """
    if placed_at(decisions) == chosen:
        return None
    return Decision(Placing.PLACED, current, chosen, Answer.ACCEPTED, at)
