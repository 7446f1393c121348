from dataclasses import replace
from datetime import timedelta

import pytest

from project.rules.library.criteria import Criteria
from project.rules.training.ladder import (
    LevelState,
    LoggedSet,
    Session,
    counted_values,
    current_level,
    is_ladder_done,
    is_met,
    is_ready,
    is_struggling,
    level_state,
    read_history,
    session_value,
)
from tests.unit.rules.logbook import HOLD, REPS, at, diary, ladder, read, sets

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("values", "goal_sets", "value"),
    [
        ((10, 9, 7), 3, 7),
        ((7, 10, 9), 3, 7),
        ((10, 9, 7, 2), 3, 7),
        ((2, 10, 9, 7), 3, 7),
        ((10, 9), 3, 0),
        ((), 1, 0),
        ((12,), 1, 12),
        ((8, 8, 8), 3, 8),
    ],
)
def test_a_session_is_worth_its_last_counting_set(
    values: tuple[int, ...], goal_sets: int, value: int
) -> None:
    assert session_value(values, goal_sets) == value


@pytest.mark.parametrize(
    ("text", "level", "values"),
    [
        ("8/7/6", 1, (8, 7, 6)),
        ("8/7/6", 2, ()),
        ("5@2 8/7", 1, (8, 7)),
        ("5@2 8/7", 2, (5,)),
        ("8 9@- 7", 1, (8, 7)),
        ("8/b12/7", 1, (8, 7)),
        ("8/v8/v7", 1, (8, 8, 7)),
        ("b8/b8", 1, ()),
        ("L8/R7/L6/R9", 1, (7, 6)),
        ("L8/L6/R7/R9", 1, (7, 6)),
        ("R7/L8", 1, (7,)),
        ("L8", 1, ()),
        ("L8/R7/L9", 1, (7,)),
        ("10/L8/R7/6", 1, (10, 7, 6)),
        ("L8/10/R7", 1, (7, 10)),
        ("Lb8/R7/L6/R6", 1, (6,)),
        ("L8/R7@2", 1, ()),
    ],
)
def test_a_set_counts_for_its_own_level_without_help_and_with_both_sides(
    text: str, level: int, values: tuple[int, ...]
) -> None:
    assert counted_values(sets(text), level) == values


def test_no_assistance_at_all_is_not_assistance() -> None:
    assert not LoggedSet(1, 8, None).assisted
    assert not sets("v8")[0].assisted
    assert sets("b8")[0].assisted


def test_a_log_is_read_in_the_order_it_was_trained() -> None:
    late, early = Session(1, at(9), sets("8/8/8")), Session(2, at(3), sets("5/5/5"))
    same_day = Session(3, at(3, hour=20), sets("6/6/6"))
    history = read_history(ladder(), [late, same_day, early])
    assert [row.workout for row in history.by_level[1]] == [2, 3, 1]


def test_an_exercise_without_any_set_was_not_done() -> None:
    history = read_history(ladder(), [Session(1, at(0), ())])
    assert history.sessions == ()


@pytest.mark.parametrize(
    ("values", "met"), [("8/8/8", True), ("9/8/8", True), ("12/9/7", False), ("9/9", False)]
)
def test_a_level_is_met_when_every_counting_set_reaches_the_goal(values: str, met: bool) -> None:
    (session,) = read(values).by_level[1]
    assert is_met(session, REPS) is met


@pytest.mark.parametrize(
    ("log", "ready"),
    [
        ([], False),
        (["8/8/8"], False),
        (["8/8/8", "9/8/8"], True),
        (["8/8/8", "5/5/5", "8/8/8"], True),
        (["8/8/8", "8/8/8", "5/5/5"], True),
        (["8/8/8", "5/5/5", "5/5/5"], False),
        (["8/8/8", "8/8/8", "5/5/5", "5/5/5"], False),
        (["8/8/8", "5/5/5", "5/5/5", "8/8/8"], False),
        (["8/8/8", "5/5/5@2", "3/3/3@2", "6@2", "8/8/8"], True),
        (["8/8/8", "8/8/8", "3", "3"], False),
        (["8/8/8", "8/8/b8"], False),
    ],
)
def test_ready_is_two_good_ones_among_the_last_three_at_the_level(
    log: list[str], ready: bool
) -> None:
    assert is_ready(read(*log).by_level[1], REPS) is ready


def test_holds_beyond_the_goal_in_two_sessions_are_ready() -> None:
    assert is_ready(read("40/35/30", "40/35/30", criteria=HOLD).by_level[1], HOLD)


@pytest.mark.parametrize(
    ("log", "struggling"),
    [
        ([], False),
        (["3/2/2"], False),
        (["3/2/2", "4/3/2"], True),
        (["3/2/2", "5/3/2"], False),
        (["5/1/1", "4/4/4"], False),
        (["8/8/8", "3/2/2", "4/3/2"], True),
        (["3/2/2", "8/8/8@2", "4/3/2"], True),
        (["0", "0"], True),
        (["b8/b8/b8", "b8/b8/b8"], False),
        (["3/2/2", "b8/b8/b8"], False),
        (["3/b8/b8", "4/b8"], True),
    ],
)
def test_struggling_is_a_best_set_below_the_start_twice_in_a_row(
    log: list[str], struggling: bool
) -> None:
    assert is_struggling(read(*log).by_level[1], REPS) is struggling


@pytest.mark.parametrize(
    ("log", "state"),
    [
        ([], LevelState.NEW),
        (["5/5/5"], LevelState.WORKING),
        (["8/8/8", "8/8/8"], LevelState.READY),
        (["3/3/3", "3/3/3"], LevelState.STRUGGLING),
    ],
)
def test_a_level_has_one_state(log: list[str], state: LevelState) -> None:
    assert level_state(read(*log).by_level[1], REPS) is state


def test_two_bad_sessions_outweigh_an_older_good_one() -> None:
    once = replace(REPS, goal_sessions=1)
    sessions = read("8/8/8", "3/3/3", "3/3/3", criteria=once).by_level[1]
    assert is_ready(sessions, once)
    assert level_state(sessions, once) is LevelState.STRUGGLING


def test_the_ladder_is_done_when_ready_at_its_last_level() -> None:
    assert is_ladder_done(read("8/8/8@3", "8/8/8@3"))
    assert not is_ladder_done(read("8/8/8@2", "8/8/8@2"))
    assert not is_ladder_done(read_history([], []))


@pytest.mark.parametrize(
    ("log", "level"),
    [
        ([], 1),
        (["5/5/5"], 1),
        (["5/5/5@2"], 2),
        (["8/8/8@2 5/5/5@3"], 3),
        (["8/8/8@2 5/5@3"], 2),
        (["5/5/5@3", "5/5/5", "5/5/5"], 3),
        (["5/5/5@3", "5/5/5", "5/5/5", "5/5/5"], 1),
        (["5/5/5@3", "5/5/5@2", "5/5/5"], 3),
        (["3/3/3@2"], 2),
        (["3/3@2 2@3"], 3),
        (["3@2 5@-"], 2),
        (["3@2", "5/5/5@-"], 2),
        (["5/5/5@-"], 1),
        (["b9/b9/b9@3 5/5/5"], 1),
        (["b9/b9/b9@3"], 3),
    ],
)
def test_the_current_level_is_the_hardest_one_held_lately_else_the_last_one_tried(
    log: list[str], level: int
) -> None:
    assert current_level(read(*log)) == level


@pytest.mark.parametrize("decided", [1, 2, 3])
def test_an_accepted_decision_settles_the_current_level(decided: int) -> None:
    assert current_level(read("5/5/5@2"), decided) == decided


@pytest.mark.parametrize("decided", [None, 99])
def test_a_decision_for_a_level_that_is_gone_settles_nothing(decided: int | None) -> None:
    assert current_level(read("5/5/5@2"), decided) == 2


def test_a_ladder_without_levels_has_no_current_level() -> None:
    assert current_level(read_history([], diary("5/5/5@-"))) is None


def test_criteria_belong_to_their_level() -> None:
    easy, hard = Criteria(2, 5, 10, 1, 1), HOLD
    levels = [replace(level, criteria=easy if level.id == 1 else hard) for level in ladder(2)]
    history = read_history(levels, diary("10/10 30/30/30@2"))
    assert [history.by_level[level.id][0].value for level in levels] == [10, 30]


def test_a_days_sessions_belong_to_the_athletes_own_day() -> None:
    (session,) = read("5/5/5").by_level[1]
    assert session.day == at(0).date()
    assert session.day + timedelta(days=1) == at(1).date()


def test_warm_ups_are_no_part_of_the_log() -> None:
    history = read("w20/w15/8/7/6", "w5@2")
    assert [each.values for each in history.by_level[1]] == [(8, 7, 6)]
    assert history.by_level[2] == ()
    assert [each.workout for each in history.sessions] == [1]


def test_a_set_that_goes_on_counts_by_its_top_part() -> None:
    history = read("5@2 +4 5@2 +4", "4@2 +9")
    assert [each.values for each in history.by_level[2]] == [(5, 5), (4,)]
    assert history.by_level[1] == ()
    assert current_level(history) == 2


def test_a_pair_is_worth_its_weaker_top_part() -> None:
    history = read("L6@2 L+4 R5@2 R+4")
    assert [each.values for each in history.by_level[2]] == [(5,)]


def test_a_set_to_failure_counts_like_any_other() -> None:
    assert read("f8/7/f6").by_level[1][0].values == (8, 7, 6)
