"""Going on session by session says the same as reading the whole log."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.forecast import forecast
from project.rules.training.ladder import (
    LadderLevel,
    LoggedSet,
    Session,
    current_level,
    is_ladder_done,
    level_state,
    read_history,
)
from project.rules.training.proposals import Decision, decided_level, open_proposal
from project.rules.training.records import current_records, record_history
from project.rules.training.standing import (
    Standing,
    TrainedWeek,
    basis,
    from_plain,
    read_standing,
    to_plain,
)
from tests.unit.rules.logbook import FIRST_DAY, at, diary, ladder, news_of, replayed_target, sets
from tests.unit.rules.training.test_ladder_properties import Levels, Log, answers, ladders, logs

pytestmark = pytest.mark.unit

ZONE = "Europe/Berlin"


def assert_same(standing: Standing, levels: Levels, log: Log, decisions: list[Decision]) -> None:
    whole = read_history(levels, log)
    kept = standing.history()
    decided = decided_level(decisions)
    assert current_level(kept, decided) == current_level(whole, decided)
    assert open_proposal(kept, decisions) == open_proposal(whole, decisions)
    assert is_ladder_done(kept) == is_ladder_done(whole)
    assert set(standing.records) == set(current_records(record_history(whole)))
    newest = whole.sessions[-1].at.date() if whole.sessions else FIRST_DAY
    for level in levels:
        rows = whole.by_level[level.id]
        assert standing.count.get(level.id, 0) == len(rows)
        assert level_state(kept.by_level[level.id], level.criteria) is level_state(
            rows, level.criteria
        )
        for pause in (0, 1, 20, 60):
            today = newest + timedelta(days=pause)
            assert standing.target(level, today) == replayed_target(whole, level.id, today)
            again = forecast(kept.by_level[level.id], level.criteria, today)
            assert again == forecast(rows, level.criteria, today)


@given(ladders, logs, answers)
def test_adding_session_by_session_says_the_same_as_the_whole_log(
    levels: Levels, log: Log, decisions: list[Decision]
) -> None:
    standing = Standing(tuple(levels), ZONE)
    for number, session in enumerate(sorted(log, key=lambda each: (each.at, each.workout)), 1):
        told = standing.add(session)
        sofar = sorted(log, key=lambda each: (each.at, each.workout))[:number]
        history = record_history(read_history(levels, sofar))
        assert news_of(told, session.workout) == news_of(history, session.workout)
    assert_same(standing, levels, log, decisions)


@given(ladders, logs, st.integers(min_value=0, max_value=30))
def test_the_newest_sessions_have_none_left_out_between(
    levels: Levels, log: Log, before: int
) -> None:
    # Sessions far back at the first level make sure that some are not kept.
    old = [
        Session(1000 + place, at(7 * place - 400), (LoggedSet(levels[0].id, 5),))
        for place in range(before)
    ]
    whole = read_history(levels, [*log, *old])
    standing = read_standing(levels, ZONE, [*log, *old])
    rows = [(level.id, row) for level in levels for row in whole.by_level[level.id]]
    rows.sort(key=lambda each: (each[1].at, each[1].workout))
    newest = standing.newest()
    assert newest == rows[len(rows) - len(newest) :]
    assert len(newest) >= min(len(rows), 6)


@given(ladders, logs, answers)
def test_it_can_be_written_down_after_every_session(
    levels: Levels, log: Log, decisions: list[Decision]
) -> None:
    standing = Standing(tuple(levels), ZONE)
    for session in sorted(log, key=lambda each: (each.at, each.workout)):
        standing.add(session)
        written = json.dumps(to_plain(standing))
        standing = from_plain(json.loads(written))
        assert json.dumps(to_plain(standing)) == written
    assert standing == read_standing(levels, ZONE, log)
    assert_same(standing, levels, log, decisions)


@given(st.lists(st.integers(3, 9), min_size=30, max_size=60), answers)
def test_a_long_log_is_kept_short_and_answers_the_same(
    best: list[int], decisions: list[Decision]
) -> None:
    log = diary(*(f"{value}/{value}/{value - 1}" for value in best), every=9)
    standing = read_standing(ladder(), ZONE, log)
    assert len(standing.by_level[1]) <= 14
    assert_same(standing, ladder(), log, decisions)


def test_many_sessions_in_few_weeks_are_kept_for_the_forecast() -> None:
    log = diary(*("6/6/6" for _ in range(90)), every=1)
    assert len(read_standing(ladder(), ZONE, log).by_level[1]) == 90


def some_lighter(log: Log, lighter: list[bool]) -> Log:
    """The log with some of its sessions in lighter weeks."""
    flags = [*lighter, *[False] * len(log)]
    return [replace(session, is_deload=flags[place]) for place, session in enumerate(log)]


@given(ladders, logs, answers, st.lists(st.booleans(), max_size=12))
def test_lighter_sessions_are_added_like_any_other(
    levels: Levels, log: Log, decisions: list[Decision], lighter: list[bool]
) -> None:
    log = some_lighter(log, lighter)
    standing = Standing(tuple(levels), ZONE)
    for session in sorted(log, key=lambda each: (each.at, each.workout)):
        standing.add(session)
        standing = from_plain(json.loads(json.dumps(to_plain(standing))))
    assert standing == read_standing(levels, ZONE, log)
    assert_same(standing, levels, log, decisions)


@given(ladders, logs, st.lists(st.booleans(), max_size=12))
def test_lighter_sessions_are_no_evidence(levels: Levels, log: Log, lighter: list[bool]) -> None:
    log = some_lighter(log, lighter)
    standing = read_standing(levels, ZONE, log)
    without = read_standing(levels, ZONE, [each for each in log if not each.is_deload])
    for name in ("sessions", "by_level", "count", "records"):
        assert getattr(standing, name) == getattr(without, name)


def test_a_lighter_session_is_training_and_stops_a_lay_off() -> None:
    log = diary("8/8/8", "3/3/3", every=10)
    lighter = [log[0], replace(log[1], is_deload=True)]
    standing = read_standing(ladder(), ZONE, lighter)
    today = FIRST_DAY + timedelta(days=20)
    assert standing.target(standing.levels[0], today).lay_off is None
    assert standing.target(standing.levels[0], today).values == (8, 8, 8)
    assert sum(week.sets for week in standing.weeks.values()) == 6


def test_an_earlier_session_cannot_be_added() -> None:
    first, second = diary("5/5/5", "6/6/6")
    standing = read_standing(ladder(), ZONE, [second])
    with pytest.raises(ValueError, match="later"):
        standing.add(first)


def test_a_session_without_sets_is_not_there() -> None:
    standing = read_standing(ladder(), ZONE, [Session(1, at(0), ())])
    assert standing == Standing(tuple(ladder()), ZONE)
    assert standing.last is None


def test_the_level_of_the_latest_set_is_known_after_any_number_of_removed_ones() -> None:
    log = diary("2@2", *("5@-" for _ in range(9)))
    standing = read_standing(ladder(), ZONE, log)
    assert [each.workout for each in standing.sessions] == [1, 8, 9, 10]
    assert current_level(standing.history()) == 2


def test_volume_counts_every_set_by_week_and_a_pair_once() -> None:
    log = [
        Session(1, at(0), sets("8/7/6 5/5@2 b9")),
        Session(2, at(1), sets("L8/R7/L6 3@-")),
        Session(3, at(7), sets("5")),
    ]
    monday = date(2026, 8, 31)
    assert read_standing(ladder(), ZONE, log).weeks == {
        monday: TrainedWeek(sets=9, total=64),
        monday + timedelta(weeks=1): TrainedWeek(sets=1, total=5),
    }


def test_volume_is_kept_for_half_a_year() -> None:
    log = diary(*("5" for _ in range(40)), every=7)
    weeks = read_standing(ladder(), ZONE, log).weeks
    assert len(weeks) == 27
    assert max(weeks) - min(weeks) == timedelta(weeks=26)


def test_other_criteria_other_levels_or_another_time_zone_are_another_basis() -> None:
    levels = ladder()
    plain = json.loads(json.dumps(to_plain(read_standing(levels, ZONE, diary("5/5/5")))))
    assert plain["basis"] == basis(levels, ZONE)
    assert plain["basis"] != basis(levels, "America/New_York")
    assert plain["basis"] != basis(levels[:-1], ZONE)
    harder = LadderLevel(3, ladder(criteria=levels[0].criteria)[0].criteria)
    assert plain["basis"] == basis([*levels[:-1], harder], ZONE)


def test_volume_counts_no_warm_up_and_what_went_on_as_part_of_its_set() -> None:
    log = [Session(1, at(0), sets("w20/f8/7 +4 L6/+3/R5")), Session(2, at(1), sets("w10"))]
    standing = read_standing(ladder(), ZONE, log)
    assert standing.weeks == {date(2026, 8, 31): TrainedWeek(sets=3, total=33)}
    again = Standing(tuple(ladder()), ZONE)
    for session in log:
        again.add(session)
    assert again == standing
