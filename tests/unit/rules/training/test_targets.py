from dataclasses import replace
from datetime import timedelta

import pytest

from project.rules.library.criteria import Criteria
from project.rules.training.ladder import Session, read_history
from project.rules.training.targets import LayOff, Reason, Target, lay_off_percent, planned_values
from tests.unit.rules.logbook import (
    FIRST_DAY,
    HOLD,
    REPS,
    at,
    day_after,
    ladder,
    read,
    replayed_target,
    sets,
)

pytestmark = pytest.mark.unit


def target_after(*log: str, criteria: Criteria = REPS, level: int = 1) -> Target:
    history = read(*log, criteria=criteria)
    return replayed_target(history, level, day_after(history))


def shown(target: Target) -> str:
    return "/".join(str(value) for value in target.values)


@pytest.mark.parametrize(
    ("log", "target", "reason"),
    [
        ([], "5/5/5", Reason.NEW),
        (["8/7/6"], "8/7/7", Reason.RAISED),
        (["8/8/7"], "8/8/8", Reason.RAISED),
        (["5/5/5"], "6/5/5", Reason.RAISED),
        (["5/5/5", "6/5/5"], "6/6/5", Reason.RAISED),
        (["5/5/5", "5/5/6"], "6/5/6", Reason.RAISED),
        (["6/8/7/8"], "8/8/8", Reason.RAISED),
        (["7/8/8/7"], "8/8/8", Reason.RAISED),
        (["10/9/7"], "10/9/8", Reason.RAISED),
        (["8/8/8"], "8/8/8", Reason.GOAL_REACHED),
        (["10/9/8"], "10/9/8", Reason.GOAL_REACHED),
        (["8/7/6 9/9/9@2"], "8/7/7", Reason.RAISED),
        (["8/7/6", "9/9/9@2"], "8/7/7", Reason.RAISED),
        (["9/9/9@2"], "5/5/5", Reason.NEW),
        (["L8/R7/L7/R7/L6/R6"], "7/7/7", Reason.RAISED),
        (["8/b20/7/6"], "8/7/7", Reason.RAISED),
    ],
)
def test_the_lowest_set_rises_until_every_set_reaches_the_goal(
    log: list[str], target: str, reason: Reason
) -> None:
    result = target_after(*log)
    assert (shown(result), result.reason) == (target, reason)


@pytest.mark.parametrize(
    ("log", "target", "reason"),
    [
        (["8/7/6", "8/7/6"], "8/7/7", Reason.REPEATED),
        (["8/7/6", "7/7/7"], "8/7/7", Reason.REPEATED),
        (["8/7/6", "12/6/6"], "8/7/7", Reason.REPEATED),
        (["8/7/6", "7/7/8"], "8/7/8", Reason.RAISED),
        (["8/7/6", "8/7/6", "8/7/6"], "7/7/7", Reason.LOWERED),
        (["8/8/7", "8/8/7", "8/8/7"], "8/8/7", Reason.LOWERED),
        (["8/7/6", "8/7/6", "8/7/7"], "8/8/7", Reason.RAISED),
        (["8/7/6", "8/7/6", "8/7/7", "8/7/7"], "8/8/7", Reason.REPEATED),
        (["8/7/6", "8/7/6", "8/7/6", "6/6/6"], "7/7/7", Reason.REPEATED),
        (["8/7/6", "8/7/6", "8/7/6", "7/7/7"], "8/7/7", Reason.RAISED),
        (["8/7/6", "8/7/6", "9/9/9@2", "8/7/6"], "7/7/7", Reason.LOWERED),
        (["3/3/3"], "5/5/5", Reason.REPEATED),
        (["3/3/3", "3/3/3"], "5/5/4", Reason.LOWERED),
        (["3/3/3", "3/3/3", "3/3/3", "3/3/3"], "5/4/4", Reason.LOWERED),
    ],
)
def test_a_target_missed_once_stays_and_missed_twice_falls(
    log: list[str], target: str, reason: Reason
) -> None:
    result = target_after(*log)
    assert (shown(result), result.reason) == (target, reason)


@pytest.mark.parametrize(
    ("log", "target"),
    [
        (["12/12"], "12/12/5"),
        (["12/12", "12/12"], "12/12/5"),
        (["8/7/6", "8"], "8/7/7"),
        (["8/7/6", "9/8"], "9/8/7"),
        (["8/7/6", "b8/b8/b8"], "8/7/7"),
        (["8/7/6", "L9"], "8/7/7"),
    ],
)
def test_a_set_too_few_is_no_miss_as_long_as_those_done_were_good(
    log: list[str], target: str
) -> None:
    result = target_after(*log)
    assert (shown(result), result.reason) == (target, Reason.SETS_MISSING)


def test_a_diary_of_five_sessions_gives_five_targets() -> None:
    log = ["6/5/5", "6/6/5", "6/6/5", "6/5/5", "7/7/6"]
    targets = [target_after(*log[:count]) for count in range(1, 6)]
    assert [shown(target) for target in targets] == ["6/6/5", "6/6/6", "6/6/6", "6/6/5", "7/7/7"]
    assert [target.reason.value for target in targets] == [
        "raised",
        "raised",
        "repeated",
        "lowered",
        "raised",
    ]
    assert [target.aimed_at for target in targets[1:]] == [target.values for target in targets[:-1]]


def test_a_cut_session_neither_counts_as_a_miss_nor_wipes_one_out() -> None:
    assert target_after("8/7/6", "8/7/6", "8", "8/7/6").reason is Reason.LOWERED


@pytest.mark.parametrize(
    ("log", "target", "reason"),
    [
        ([], "10/10/10", Reason.NEW),
        (["40/35/30"], "40/35/30", Reason.GOAL_REACHED),
        (["30/25/20"], "30/25/25", Reason.RAISED),
        (["30/30/28"], "30/30/30", Reason.RAISED),
        (["12/11/10"], "12/11/15", Reason.RAISED),
    ],
)
def test_holds_rise_by_five_seconds_and_not_beyond_the_goal(
    log: list[str], target: str, reason: Reason
) -> None:
    result = target_after(*log, criteria=HOLD)
    assert (shown(result), result.reason) == (target, reason)


def test_a_raise_says_which_set_by_how_much_and_after_which_session() -> None:
    history = read("30/30/28", criteria=HOLD)
    result = replayed_target(history, 1, day_after(history))
    assert result == Target(
        level=1,
        values=(30, 30, 30),
        reason=Reason.RAISED,
        evidence=history.by_level[1],
        aimed_at=(10, 10, 10),
        changed=2,
        step=2,
    )


def test_a_lowered_target_shows_both_sessions_that_missed_it() -> None:
    history = read("8/7/6", "8/7/6", "8/6/6")
    result = replayed_target(history, 1, day_after(history))
    assert result == Target(
        level=1,
        values=(7, 7, 7),
        reason=Reason.LOWERED,
        evidence=history.by_level[1][1:],
        aimed_at=(8, 7, 7),
        changed=0,
        step=1,
    )


def test_a_target_is_never_lowered_to_nothing() -> None:
    assert target_after(*["0/0/0"] * 60).values == (1, 1, 1)
    hold = target_after(*["1/1/1"] * 60, criteria=replace(HOLD, start_value=12))
    assert hold.values == (5, 5, 5)


@pytest.mark.parametrize(
    ("days", "percent"),
    [
        (0, 0),
        (14, 0),
        (15, 10),
        (21, 10),
        (22, 20),
        (28, 20),
        (29, 30),
        (35, 30),
        (36, 30),
        (999, 30),
    ],
)
def test_a_pause_costs_ten_percent_a_started_week_after_two_and_thirty_at_most(
    days: int, percent: int
) -> None:
    assert lay_off_percent(days) == percent


@pytest.mark.parametrize(
    ("criteria", "log", "days", "target"),
    [
        (REPS, "8/8/8", 14, "8/8/8"),
        (REPS, "8/8/8", 15, "7/7/7"),
        (REPS, "8/8/8", 22, "6/6/6"),
        (REPS, "8/8/8", 29, "5/5/5"),
        (REPS, "20/10/8", 15, "18/9/7"),
        (HOLD, "30/30/30", 15, "25/25/25"),
        (HOLD, "40/35/30", 15, "35/30/25"),
        (HOLD, "10/10/10", 15, "10/5/5"),
    ],
)
def test_after_a_pause_every_set_is_lower_and_a_whole_number_of_steps(
    criteria: Criteria, log: str, days: int, target: str
) -> None:
    history = read(log, criteria=criteria)
    result = replayed_target(history, 1, FIRST_DAY + timedelta(days=days))
    assert shown(result) == target
    assert (result.lay_off is None) is (days == 14)
    if result.lay_off:
        assert result.lay_off == LayOff(days, lay_off_percent(days))


def test_a_new_level_starts_at_its_start_value_after_any_pause() -> None:
    history = read("8/8/8@2")
    assert replayed_target(history, 1, FIRST_DAY + timedelta(days=90)).values == (5, 5, 5)


def test_training_another_level_of_the_exercise_is_no_pause() -> None:
    history = read_history(
        ladder(), [Session(1, at(0), sets("8/8/8")), Session(2, at(12), sets("5/5/5@2"))]
    )
    assert replayed_target(history, 1, at(20).date()).lay_off is None


def test_the_first_session_after_a_pause_is_held_against_the_lower_target() -> None:
    history = read_history(
        ladder(), [Session(1, at(0), sets("8/8/8")), Session(2, at(30), sets("5/5/5"))]
    )
    result = replayed_target(history, 1, at(31).date())
    assert (result.values, result.reason, result.aimed_at) == (
        (6, 5, 5),
        Reason.RAISED,
        (5, 5, 5),
    )
    assert result.lay_off is None


def test_each_level_has_a_target_of_its_own() -> None:
    assert shown(target_after("8/7/6 5/5/5@2", level=2)) == "6/5/5"


def test_a_new_goal_gives_a_new_target_from_the_same_log() -> None:
    higher = replace(REPS, goal_value=12, goal_sets=2)
    assert shown(target_after("8/8/8", criteria=higher)) == "9/8"


@pytest.mark.parametrize(
    ("plan", "aims"),
    [
        ([(1, None, 10), (1, None, 10), (1, None, 10)], [8, 8, 7]),
        ([(2, None, 12), (1, None, 10), (1, None, 10)], [12, 8, 8]),
        ([(1, None, 3)] * 5, [8, 8, 7, 3, 3]),
        ([(1, None, 20)] * 4, [8, 8, 7, 7]),
        ([(1, "left", 9), (1, "right", 9), (1, "left", 9)], [8, 8, 8]),
        ([(None, None, 6), (9, None, 4)], [6, 4]),
        ([], []),
    ],
)
def test_a_plan_aims_at_the_targets_of_its_levels_in_turn(
    plan: list[tuple[int | None, str | None, int]], aims: list[int]
) -> None:
    targets = {1: Target(1, (8, 8, 7), Reason.RAISED), 2: Target(2, (5, 5, 5), Reason.NEW)}
    assert planned_values(plan, targets) == aims
