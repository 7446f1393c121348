"""What a stretch of training brought on a ladder."""

from datetime import UTC, datetime, timedelta

import pytest

from project.rules.library.criteria import Criteria
from project.rules.training.gains import levels_between, records_in
from project.rules.training.ladder import History, LadderLevel, LoggedSet, Session, read_history
from project.rules.training.proposals import Answer, Decision, Placing
from project.rules.training.records import RecordKind

pytestmark = pytest.mark.unit

BEGAN = datetime(2026, 9, 7, 18, tzinfo=UTC)
CRITERIA = Criteria(goal_sets=3, start_value=5, goal_value=8, goal_sessions=2, step=1)
LEVELS = tuple(LadderLevel(number, CRITERIA) for number in (1, 2, 3))


def at(day: int) -> datetime:
    return BEGAN + timedelta(days=day)


def history(*sessions: tuple[int, int, int]) -> History:
    """A log of (day, level, repetitions); a workout bears the number of its day, plus a hundred."""
    return read_history(
        LEVELS,
        [
            Session(100 + day, at(day), (LoggedSet(level, reps),) * 3)
            for day, level, reps in sessions
        ],
    )


@pytest.mark.parametrize(
    ("sessions", "own", "ended", "ranks"),
    [
        ([(-3, 1, 8), (0, 1, 8), (7, 2, 6)], {100, 107}, None, (0, 1)),
        ([(0, 2, 6), (7, 3, 6)], {100, 107}, None, (1, 2)),
        ([(0, 2, 6)], {100}, None, (1, 1)),
        (
            [(-3, 2, 6), (0, 2, 6), (3, 1, 9), (5, 1, 9), (7, 1, 9)],
            {100, 103, 105, 107},
            None,
            (1, 0),
        ),
        ([(0, 1, 8), (7, 1, 8), (20, 3, 6)], {100, 107}, 10, (0, 0)),
        ([(-3, 1, 8)], {100}, None, None),
        ([], {100}, None, None),
    ],
)
def test_levels_are_those_before_its_first_workout_and_at_its_end(
    sessions: list[tuple[int, int, int]],
    own: set[int],
    ended: int | None,
    ranks: tuple[int, int] | None,
) -> None:
    end = None if ended is None else at(ended)
    assert levels_between(history(*sessions), [], own, began=BEGAN, ended=end) == ranks


@pytest.mark.parametrize(
    ("decided", "ended", "ranks"), [(-1, None, (2, 2)), (3, None, (0, 2)), (30, 10, (0, 0))]
)
def test_what_was_decided_counts_from_its_day(
    decided: int, ended: int | None, ranks: tuple[int, int]
) -> None:
    decision = Decision(Placing.PLACED, 1, 3, Answer.ACCEPTED, at(decided), frozenset())
    end = None if ended is None else at(ended)
    log = history((0, 1, 8), (7, 1, 8))
    assert levels_between(log, [decision], {100, 107}, began=BEGAN, ended=end) == ranks


def test_of_each_mark_the_last_counts_and_first_times_do_not() -> None:
    log = history((-3, 1, 5), (0, 1, 6), (7, 1, 7), (20, 1, 8))
    found = records_in(log, {100, 107})
    assert [(each.kind, each.value, each.workout) for each in found] == [
        (RecordKind.BEST_SET, 7, 107),
        (RecordKind.BEST_SUM, 21, 107),
    ]


def test_a_goal_that_is_the_hardest_yet_is_one_record() -> None:
    kinds = [each.kind for each in records_in(history((0, 1, 8)), {100})]
    assert kinds == [RecordKind.HARDEST_MET]
