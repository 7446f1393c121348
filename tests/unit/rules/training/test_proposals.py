from collections.abc import Sequence
from dataclasses import replace

import pytest

from project.rules.training.ladder import History, Session, read_history
from project.rules.training.proposals import (
    Answer,
    Decision,
    Proposal,
    ProposalKind,
    decided_level,
    level_today,
    open_proposal,
)
from tests.unit.rules.logbook import REPS, at, diary, ladder, read, sets

pytestmark = pytest.mark.unit

ADVANCE, STEP_BACK, DONE = ProposalKind.ADVANCE, ProposalKind.STEP_BACK, ProposalKind.LADDER_DONE


def decided(
    answer: Answer, day: int, levels: tuple[int, int] = (1, 2), kind: ProposalKind = ADVANCE
) -> Decision:
    return Decision(kind, *levels, answer, at(day, hour=20))


def short(proposal: Proposal | None) -> tuple[ProposalKind, int, int] | None:
    if proposal is None:
        return None
    return proposal.kind, proposal.from_level, proposal.to_level


@pytest.mark.parametrize(
    ("log", "proposal"),
    [
        ([], None),
        (["8/8/8"], None),
        (["8/8/8", "9/8/8"], (ADVANCE, 1, 2)),
        (["8/8/8@2", "9/8/8@2"], (ADVANCE, 2, 3)),
        (["8/8/8@3", "9/8/8@3"], (DONE, 3, 3)),
        (["4/4/4@2", "4/3/3@2"], (STEP_BACK, 2, 1)),
        (["4/4/4", "4/3/3"], None),
        (["8/8/8", "8/8/8", "5/5/5@2"], None),
    ],
)
def test_the_log_alone_makes_the_proposal(
    log: list[str], proposal: tuple[ProposalKind, int, int] | None
) -> None:
    assert short(open_proposal(read(*log), [])) == proposal


def test_a_ladder_without_levels_has_nothing_to_propose() -> None:
    assert open_proposal(read_history([], diary("8/8/8@-")), []) is None


def test_an_advance_is_proven_by_the_sessions_that_met_the_goal() -> None:
    history = read("8/8/8", "5/5/5", "9/8/8")
    proposal = open_proposal(history, [])
    assert proposal is not None
    assert [row.values for row in proposal.evidence] == [(8, 8, 8), (9, 8, 8)]
    assert [row.workout for row in proposal.evidence] == [1, 3]


def test_the_evidence_reads_like_the_diary() -> None:
    history = read_history(
        ladder(4),
        [Session(1, at(11), sets("8/8/8@3")), Session(2, at(14), sets("9/8/8@3"))],
    )
    proposal = open_proposal(history, [])
    assert proposal is not None
    shown = [f"{row.day:%d.%m.}: {'/'.join(map(str, row.values))}" for row in proposal.evidence]
    assert shown == ["12.09.: 8/8/8", "15.09.: 9/8/8"]
    assert proposal.to_level == 4


def test_a_step_back_is_proven_by_the_last_two_sessions() -> None:
    proposal = open_proposal(read("5/5/5@2", "4/4/4@2", "4/3/3@2", "4/1/1@2"), [])
    assert proposal is not None
    assert [row.workout for row in proposal.evidence] == [3, 4]


def test_an_edited_log_takes_its_proposal_with_it() -> None:
    assert open_proposal(read("8/8/8", "8/8/8"), []) is not None
    assert open_proposal(read("8/8/8", "8/8/7"), []) is None


def test_struggling_keeps_an_advance_from_being_proposed() -> None:
    once = replace(REPS, goal_sessions=1)
    history = read("8/8/8", "3/3/3", "3/3/3", criteria=once)
    assert open_proposal(history, []) is None


READY_AT_1 = ["8/8/8", "8/8/8"]  # days 0 and 2


@pytest.mark.parametrize(
    ("answer", "more", "shown"),
    [
        (Answer.NOT_YET, [], False),
        (Answer.NOT_YET, ["8/8/8"], True),
        (Answer.NOT_YET, ["5/5/5"], True),
        (Answer.NOT_YET, ["3@2"], False),
        (Answer.DECLINED, [], False),
        (Answer.DECLINED, ["8/8/8"], False),
        (Answer.DECLINED, ["8/8/8", "8/8/8"], False),
        (Answer.DECLINED, ["8/8/8", "8/8/8", "8/8/8"], True),
        (Answer.DECLINED, ["8/8/8", "5/5/5", "5/5/5"], False),
        (Answer.DECLINED, ["8/8/8", "3@2", "3@2"], False),
    ],
)
def test_a_refused_proposal_comes_back_only_after_new_sessions_at_the_level(
    answer: Answer, more: list[str], shown: bool
) -> None:
    proposal = open_proposal(read(*READY_AT_1, *more), [decided(answer, day=2)])
    assert short(proposal) == ((ADVANCE, 1, 2) if shown else None)


def test_a_refusal_that_was_taken_back_no_longer_counts() -> None:
    refused = replace(decided(Answer.DECLINED, day=2), undone_at=at(3))
    assert short(open_proposal(read(*READY_AT_1), [refused])) == (ADVANCE, 1, 2)


def test_the_last_answer_to_a_proposal_is_the_one_that_counts() -> None:
    history = read(*READY_AT_1, "8/8/8", "8/8/8")
    answers = [decided(Answer.DECLINED, day=2), decided(Answer.NOT_YET, day=4)]
    assert short(open_proposal(history, answers)) == (ADVANCE, 1, 2)
    assert open_proposal(history, [decided(Answer.DECLINED, day=4), answers[0]]) is None


def test_a_refused_step_back_does_not_silence_an_advance() -> None:
    history = read(*["3@2", "3@2", "8/8/8@2", "8/8/8@2"])
    refused = decided(Answer.DECLINED, day=2, levels=(2, 1), kind=STEP_BACK)
    assert short(open_proposal(history, [refused])) == (ADVANCE, 2, 3)


def test_a_workout_dated_ahead_is_no_new_session_after_the_answer_it_caused() -> None:
    history = read(*READY_AT_1)
    early = Decision(ADVANCE, 1, 2, Answer.NOT_YET, at(1), frozenset({1, 2}))
    assert open_proposal(history, [early]) is None


def test_an_accepted_advance_moves_the_athlete_and_starts_the_count_anew() -> None:
    accepted = [decided(Answer.ACCEPTED, day=2)]
    assert decided_level(accepted) == 2
    assert open_proposal(read(*READY_AT_1), accepted) is None
    assert open_proposal(read(*READY_AT_1, "8/8/8@2"), accepted) is None
    assert short(open_proposal(read(*READY_AT_1, "8/8/8@2", "8/8/8@2"), accepted)) == (
        ADVANCE,
        2,
        3,
    )


def test_trials_before_an_accepted_advance_do_not_lead_back_at_once() -> None:
    accepted = [decided(Answer.ACCEPTED, day=6)]
    log = ["3@2", "3@2", "8/8/8", "8/8/8"]
    assert open_proposal(read(*log, "3@2"), accepted) is None
    assert short(open_proposal(read(*log, "3@2", "3@2"), accepted)) == (STEP_BACK, 2, 1)


def test_an_accepted_step_back_asks_for_new_proof_before_the_next_advance() -> None:
    answers = [
        decided(Answer.ACCEPTED, day=2),
        decided(Answer.ACCEPTED, day=6, levels=(2, 1), kind=STEP_BACK),
    ]
    log = [*READY_AT_1, "3@2", "3@2"]
    assert decided_level(answers) == 1
    assert open_proposal(read(*log), answers) is None
    assert open_proposal(read(*log, "8/8/8"), answers) is None
    assert short(open_proposal(read(*log, "8/8/8", "8/8/8"), answers)) == (ADVANCE, 1, 2)


def test_an_undone_decision_gives_the_level_back_and_rests_until_the_next_session() -> None:
    undone = [replace(decided(Answer.ACCEPTED, day=2), undone_at=at(3))]
    assert decided_level(undone) is None
    assert open_proposal(read(*READY_AT_1), undone) is None
    assert short(open_proposal(read(*READY_AT_1, "8/8/8"), undone)) == (ADVANCE, 1, 2)


def test_undoing_the_last_decision_brings_back_the_one_before() -> None:
    first = decided(Answer.ACCEPTED, day=2)
    second = decided(Answer.ACCEPTED, day=6, levels=(2, 3))
    assert decided_level([second, first]) == 3
    assert decided_level([replace(second, undone_at=at(7)), first]) == 2


def test_an_accepted_decision_stays_when_its_evidence_is_edited_away() -> None:
    accepted = [decided(Answer.ACCEPTED, day=2)]
    assert decided_level(accepted) == 2
    assert open_proposal(read("8/8/8", "1/1/1"), accepted) is None


def done(history: History, answers: Sequence[Decision]) -> bool:
    return short(open_proposal(history, answers)) == (DONE, 3, 3)


def test_a_finished_ladder_is_celebrated_once() -> None:
    log = ["8/8/8@3", "8/8/8@3"]
    accepted = [decided(Answer.ACCEPTED, day=2, levels=(3, 3), kind=DONE)]
    assert done(read(*log), [])
    assert not done(read(*log), accepted)
    assert not done(read(*log, "8/8/8@3", "8/8/8@3"), accepted)


def test_a_ladder_that_grew_can_be_climbed_again() -> None:
    accepted = [decided(Answer.ACCEPTED, day=2, levels=(3, 3), kind=DONE)]
    sessions = diary("8/8/8@3", "8/8/8@3", "8/8/8@3", "8/8/8@3")
    grown = read_history(ladder(4), sessions)
    assert short(open_proposal(grown, accepted)) == (ADVANCE, 3, 4)


def test_a_removed_level_is_forgotten_and_the_log_decides() -> None:
    gone = Decision(ADVANCE, 1, None, Answer.ACCEPTED, at(0, hour=20))
    history = read_history(ladder(), [Session(1, at(2), sets("8/8/8")), *diary("3@2")])
    assert decided_level([gone]) is None
    assert open_proposal(history, [gone]) is None


def test_a_plan_moves_along_what_was_accepted_after_it_was_made() -> None:
    accepted, undone = Answer.ACCEPTED, decided(Answer.ACCEPTED, 1)
    decisions = [
        decided(accepted, 8, (2, 3)),
        decided(accepted, 4),
        decided(Answer.DECLINED, 9, (3, 2), STEP_BACK),
    ]
    assert level_today(1, {1}, decisions, at(1)) == 3
    assert level_today(1, {1}, decisions, at(6)) == 1
    assert level_today(2, {2}, decisions, at(6)) == 3
    assert level_today(1, {1}, [replace(undone, undone_at=at(2))], at(0)) == 1


def test_sets_to_warm_up_stay_where_the_plan_goes_on_to_the_next_level() -> None:
    decisions = [decided(Answer.ACCEPTED, 4), decided(Answer.ACCEPTED, 8, (2, 3))]
    assert [level_today(level, {1, 2}, decisions, at(1)) for level in (1, 2)] == [1, 3]
    back = [decisions[0], decided(Answer.ACCEPTED, 8, (2, 1), STEP_BACK)]
    assert level_today(1, {1}, back, at(1)) == 1
