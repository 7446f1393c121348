"""What holds for every log, tried on logs nobody would think of."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.enums import SetType
from project.rules.library.criteria import Criteria
from project.rules.training.ladder import (
    History,
    LadderLevel,
    LevelState,
    LoggedSet,
    Session,
    current_level,
    is_met,
    is_ready,
    level_state,
    read_history,
)
from project.rules.training.proposals import Answer, Decision, ProposalKind, open_proposal
from project.rules.training.records import RecordKind, current_records, record_history
from project.rules.training.targets import Reason
from tests.unit.rules.logbook import at, news_of, replayed_target

pytestmark = pytest.mark.unit

Levels = list[LadderLevel]
Log = list[Session]

ORDER = [LevelState.STRUGGLING, LevelState.WORKING, LevelState.READY]

criteria_of = st.integers(1, 12).flatmap(
    lambda start: st.builds(
        Criteria,
        goal_sets=st.integers(1, 4),
        start_value=st.just(start),
        goal_value=st.integers(start, 15),
        goal_sessions=st.integers(1, 3),
        step=st.integers(1, 6),
    )
)
ladders = st.lists(criteria_of, min_size=1, max_size=4).map(
    lambda rungs: [LadderLevel(number, criteria) for number, criteria in enumerate(rungs, start=1)]
)
performed = st.builds(
    LoggedSet,
    level=st.one_of(st.none(), st.integers(1, 4)),
    value=st.integers(0, 20),
    load=st.sampled_from([None, None, None, Decimal(-5), Decimal(5)]),
    side=st.sampled_from([None, None, None, "left", "right"]),
    set_type=st.sampled_from([None, None, None, *SetType]),
)
logs = st.lists(st.tuples(st.integers(0, 80), st.lists(performed, max_size=6)), max_size=12).map(
    lambda rows: [
        Session(number, at(day), tuple(sets)) for number, (day, sets) in enumerate(rows, start=1)
    ]
)
answers = st.lists(
    st.builds(
        Decision,
        kind=st.sampled_from(ProposalKind),
        from_level=st.integers(1, 4),
        to_level=st.one_of(st.none(), st.integers(1, 4)),
        answer=st.sampled_from(Answer),
        at=st.integers(0, 80).map(lambda day: at(day, hour=20)),
        undone_at=st.one_of(st.none(), st.integers(81, 90).map(at)),
    ),
    max_size=4,
    unique_by=lambda decision: decision.at,
)


def today(history: History) -> date:
    return history.sessions[-1].at.date() if history.sessions else at(0).date()


@given(ladders, logs, answers, st.randoms(use_true_random=False))
def test_the_order_in_which_rows_arrive_changes_nothing(
    levels: Levels, log: Log, decisions: list[Decision], random: Random
) -> None:
    history = read_history(levels, log)
    shuffled, other_answers = list(log), list(decisions)
    random.shuffle(shuffled)
    random.shuffle(other_answers)
    again = read_history(levels, shuffled)
    assert again == history
    assert open_proposal(again, other_answers) == open_proposal(history, decisions)


@given(ladders, logs, st.randoms(use_true_random=False))
def test_the_order_of_sets_changes_no_state_and_no_record(
    levels: Levels, log: Log, random: Random
) -> None:
    without_sides = [
        replace(session, sets=tuple(replace(done, side=None) for done in session.sets))
        for session in log
    ]
    turned = [
        replace(session, sets=tuple(random.sample(session.sets, len(session.sets))))
        for session in without_sides
    ]
    history, again = read_history(levels, without_sides), read_history(levels, turned)
    assert record_history(history) == record_history(again)
    for level in levels:
        assert level_state(history.by_level[level.id], level.criteria) is level_state(
            again.by_level[level.id], level.criteria
        )


@given(ladders, logs, st.data())
def test_a_better_set_in_a_session_never_lowers_a_state(
    levels: Levels, log: Log, data: st.DataObject
) -> None:
    history = read_history(levels, log)
    level = data.draw(st.sampled_from(levels))
    rows = history.by_level[level.id]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    best = max(row.best or 0, level.criteria.start_value)
    better = LoggedSet(level.id, data.draw(st.integers(best, 40)))
    improved = [
        replace(session, sets=(*session.sets, better))
        if session.workout == row.workout
        else session
        for session in log
    ]
    after = read_history(levels, improved).by_level[level.id]
    assert is_ready(after, level.criteria) >= is_ready(rows, level.criteria)
    assert ORDER.index(level_state(after, level.criteria)) >= ORDER.index(
        level_state(rows, level.criteria)
    )
    for old, new in zip(rows, after, strict=True):
        assert new.value >= old.value


@given(ladders, logs)
def test_a_session_value_is_a_counted_set_or_nothing(levels: Levels, log: Log) -> None:
    history = read_history(levels, log)
    for level in levels:
        for row in history.by_level[level.id]:
            enough = len(row.values) >= level.criteria.goal_sets
            assert row.value in row.values if enough else row.value == 0
            assert sum(value >= row.value for value in row.values) >= level.criteria.goal_sets or (
                not enough
            )


@given(ladders, logs, st.integers(0, 60))
def test_a_target_keeps_its_bounds(levels: Levels, log: Log, pause: int) -> None:
    history = read_history(levels, log)
    day = date.fromordinal(today(history).toordinal() + pause)
    for level in levels:
        criteria = level.criteria
        target = replayed_target(history, level.id, day)
        rows = history.by_level[level.id]
        best_ever = max((row.best or 0 for row in rows), default=0)
        assert len(target.values) == criteria.goal_sets
        assert min(target.values) >= min(criteria.step, criteria.start_value)
        assert max(target.values) <= max(criteria.goal_value, best_ever)
        assert (target.reason is Reason.NEW) is not bool(rows)
        assert target.lay_off is None or target.lay_off.percent in {10, 20, 30}


@given(ladders, logs)
def test_a_raise_changes_one_set_by_at_most_a_step_and_not_beyond_the_goal(
    levels: Levels, log: Log
) -> None:
    history = read_history(levels, log)
    for level in levels:
        target = replayed_target(history, level.id, today(history))
        if target.reason is Reason.RAISED and target.lay_off is None:
            assert target.changed is not None
            assert 1 <= target.step <= level.criteria.step
            assert target.values[target.changed] <= level.criteria.goal_value
            (row,) = target.evidence
            best = sorted(row.values, reverse=True)[: level.criteria.goal_sets]
            assert sum(target.values) == sum(best) + target.step


@given(ladders, logs, answers)
def test_a_proposal_starts_at_the_current_level_and_goes_one_rung(
    levels: Levels, log: Log, decisions: list[Decision]
) -> None:
    history = read_history(levels, log)
    proposal = open_proposal(history, decisions)
    if proposal is None:
        return
    step = {ProposalKind.ADVANCE: 1, ProposalKind.STEP_BACK: -1, ProposalKind.LADDER_DONE: 0}
    assert (
        history.rank(proposal.to_level) - history.rank(proposal.from_level) == (step[proposal.kind])
    )
    assert proposal.evidence == tuple(sorted(proposal.evidence, key=lambda row: row.at))
    criteria = history.level(proposal.from_level).criteria
    if proposal.kind is ProposalKind.STEP_BACK:
        assert len(proposal.evidence) == 2
    else:
        assert len(proposal.evidence) >= criteria.goal_sessions
        assert all(is_met(row, criteria) for row in proposal.evidence)


@given(ladders, logs)
def test_there_is_always_a_current_level(levels: Levels, log: Log) -> None:
    assert current_level(read_history(levels, log)) in {level.id for level in levels}


@given(ladders, logs)
def test_records_only_ever_rise(levels: Levels, log: Log) -> None:
    history = read_history(levels, log)
    records = record_history(history)
    for level in levels:
        for kind in (RecordKind.BEST_SET, RecordKind.BEST_SUM):
            line = [r for r in records if (r.kind, r.level) == (kind, level.id)]
            assert all(b.value > a.value and b.previous == a.value for a, b in pairwise(line))
            assert all(a.at <= b.at for a, b in pairwise(line))
        best = max((row.best or 0 for row in history.by_level[level.id]), default=0)
        standing = [
            r.value
            for r in current_records(records)
            if (r.kind, r.level) == (RecordKind.BEST_SET, level.id)
        ]
        assert standing == ([best] if best else [])


@given(ladders, logs)
def test_each_record_is_news_of_one_workout_at_most(levels: Levels, log: Log) -> None:
    records = record_history(read_history(levels, log))
    told = [r for session in log for r in news_of(records, session.workout)]
    assert len(told) == len(set(told)) <= len(records)


@given(ladders, logs)
def test_warm_ups_change_nothing(levels: Levels, log: Log) -> None:
    without = [
        replace(
            session, sets=tuple(done for done in session.sets if done.set_type != SetType.WARM_UP)
        )
        for session in log
    ]
    assert read_history(levels, log) == read_history(levels, without)


@given(ladders, logs)
def test_how_a_set_went_on_changes_no_level_and_no_record(levels: Levels, log: Log) -> None:
    without = [
        replace(
            session, sets=tuple(done for done in session.sets if done.set_type != SetType.SEGMENT)
        )
        for session in log
    ]
    history, again = read_history(levels, log), read_history(levels, without)
    assert history.by_level == again.by_level
    assert record_history(history) == record_history(again)
