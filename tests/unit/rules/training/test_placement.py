"""Where an athlete says they stand."""

from datetime import UTC, datetime, timedelta

import pytest

from project.rules.training.placement import is_ladder_to_place, placed_at, placing
from project.rules.training.proposals import (
    Answer,
    Decision,
    Placing,
    ProposalKind,
    decided_level,
    decision_kind,
    level_today,
)

pytestmark = pytest.mark.unit

NOW = datetime(2026, 9, 7, 18, tzinfo=UTC)


def placed(level: int, *, days: int = 0, undone: bool = False) -> Decision:
    at = NOW + timedelta(days=days)
    return Decision(Placing.PLACED, 1, level, Answer.ACCEPTED, at, undone_at=at if undone else None)


def test_what_they_say_is_their_level_until_they_take_it_back() -> None:
    assert decided_level([placed(5)]) == 5
    assert decided_level([placed(3), placed(5, days=1)]) == 5
    assert decided_level([placed(3), placed(5, days=1, undone=True)]) == 3
    assert placed_at([placed(5, undone=True)]) is None


def test_a_later_yes_to_a_proposal_goes_on_from_there() -> None:
    yes = Decision(ProposalKind.ADVANCE, 5, 6, Answer.ACCEPTED, NOW + timedelta(days=9))
    assert decided_level([placed(5), yes]) == 6
    assert placed_at([placed(5), yes]) is None


def test_saying_the_same_twice_decides_once() -> None:
    first = placing([], 1, 5, NOW)
    assert first == Decision(Placing.PLACED, 1, 5, Answer.ACCEPTED, NOW)
    assert placing([first], 5, 5, NOW) is None
    assert placing([first], 5, 4, NOW) == Decision(Placing.PLACED, 5, 4, Answer.ACCEPTED, NOW)


def test_a_plan_made_for_the_level_before_follows() -> None:
    assert level_today(1, [1], [placed(5, days=1)], NOW) == 5
    assert level_today(1, [1], [placed(5, days=-1)], NOW) == 1


def test_a_ladder_of_one_level_asks_nothing() -> None:
    assert not is_ladder_to_place(["Normal"])
    assert is_ladder_to_place(["Knie", "Voll"])


@pytest.mark.parametrize("word", ["advance", "step_back", "ladder_done", "placed"])
def test_every_stored_kind_is_known(word: str) -> None:
    assert decision_kind(word).value == word
