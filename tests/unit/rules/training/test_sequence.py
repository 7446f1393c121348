"""Which day of a program is next, whatever was done, left out, chosen, paused and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.enums import DayKind, StepKind
from project.rules.training.sequence import (
    Move,
    PauseDays,
    SequenceDay,
    place_of,
    position,
    undoable,
    week_of,
)

pytestmark = pytest.mark.unit

MONDAY = date(2026, 9, 7)
SKIPPED, CHOSEN = StepKind.SKIPPED, StepKind.CHOSEN
PULL, PUSH, LEGS = (SequenceDay(number) for number in (1, 2, 3))
EASY = SequenceDay(4, is_optional=True)
REST, MORE_REST = SequenceDay(8, DayKind.REST), SequenceDay(9, DayKind.REST)


def move(day: SequenceDay, on: int, step: StepKind | None = None, number: int = 0) -> Move:
    """A move on the ``on``-th day after Monday."""
    on_day = MONDAY + timedelta(days=on)
    return Move(day.id, datetime.combine(on_day, time(18), UTC), on_day, step, number)


@pytest.mark.parametrize(
    ("days", "moves", "today", "following", "instead"),
    [
        ([PULL, PUSH, LEGS], [], 0, 1, None),
        ([PULL, PUSH, LEGS], [move(PULL, 0)], 0, 2, None),
        ([PULL, PUSH, LEGS], [move(LEGS, 0)], 30, 1, None),
        ([PULL, PUSH, LEGS], [move(PULL, 0), move(LEGS, 2)], 2, 1, None),
        ([PULL, PUSH, LEGS], [move(PULL, 2), move(LEGS, 0)], 2, 2, None),
        ([PULL, PUSH, LEGS], [move(PULL, 0, SKIPPED)], 0, 2, None),
        ([PULL, PUSH, LEGS], [move(LEGS, 0, CHOSEN)], 0, 3, None),
        ([PULL, PUSH, LEGS], [move(LEGS, 0, CHOSEN), move(PULL, 0)], 0, 3, None),
        ([PULL], [move(PULL, 0)], 0, 1, None),
        # a day of rest: the day after what was done, and over when that has passed
        ([PULL, REST, LEGS], [move(PULL, 0)], 0, 8, 3),
        ([PULL, REST, LEGS], [move(PULL, 0)], 1, 8, 3),
        ([PULL, REST, LEGS], [move(PULL, 0)], 2, 3, None),
        ([PULL, REST, LEGS], [move(REST, 0, SKIPPED)], 0, 3, None),
        ([PULL, REST, LEGS], [move(REST, 0, CHOSEN)], 0, 8, 3),
        ([PULL, REST, LEGS], [move(REST, 0, CHOSEN)], 1, 3, None),
        ([REST, PULL], [], 0, 8, 1),
        ([REST, PULL], [], 1, 1, None),
        ([PULL, REST, MORE_REST], [move(PULL, 0)], 1, 8, 1),
        ([PULL, REST, MORE_REST], [move(PULL, 0)], 2, 9, 1),
        ([PULL, REST, MORE_REST], [move(PULL, 0)], 3, 1, None),
        ([REST, MORE_REST], [], 3, 9, None),
        # an optional day is offered with the next one that is not
        ([PULL, EASY, LEGS], [move(PULL, 0)], 0, 4, 3),
        ([PULL, EASY, LEGS], [move(EASY, 0)], 0, 3, None),
        ([PULL, EASY, LEGS], [move(PULL, 0), move(LEGS, 1)], 1, 1, None),
        ([PULL, EASY], [move(PULL, 0)], 0, 4, 1),
        ([EASY], [], 0, 4, None),
        ([EASY, REST, LEGS], [], 0, 4, 3),
        # days that were taken out of the program count as nothing
        ([PULL, LEGS], [move(PULL, 0), move(PUSH, 1)], 1, 3, None),
        ([LEGS], [move(PULL, 0)], 1, 3, None),
    ],
)
def test_the_next_day_follows_from_what_was_done(
    days: Sequence[SequenceDay],
    moves: Sequence[Move],
    today: int,
    following: int,
    instead: int | None,
) -> None:
    found = position(days, moves, started_on=MONDAY, today=MONDAY + timedelta(days=today))
    assert found is not None
    assert (found.day_id, found.instead_id) == (following, instead)


def test_a_program_without_days_has_no_next_one() -> None:
    assert position([], [move(PULL, 0)], started_on=MONDAY, today=MONDAY) is None


def test_a_step_of_the_same_moment_comes_after_the_workout() -> None:
    found = position(
        [PULL, PUSH, LEGS],
        [move(PUSH, 0, SKIPPED), move(PULL, 0)],
        started_on=MONDAY,
        today=MONDAY,
    )
    assert found is not None
    assert found.day_id == LEGS.id


def test_only_the_newest_step_can_be_taken_back_and_only_until_something_is_done() -> None:
    first, second = move(PULL, 0, SKIPPED, 1), move(PUSH, 0, SKIPPED, 2)
    assert undoable([second, first]) == second
    assert undoable([first, move(PUSH, 1)]) is None
    assert undoable([]) is None


def test_weeks_stand_still_while_paused() -> None:
    holiday = PauseDays(MONDAY + timedelta(days=7), MONDAY + timedelta(days=13))
    for_good = PauseDays(MONDAY + timedelta(days=21))
    days = [0, 6, 7, 13, 14, 20, 21, 28, 90]
    weeks = [week_of(MONDAY, [holiday, for_good], MONDAY + timedelta(days=day)) for day in days]
    assert weeks == [1, 1, 2, 2, 2, 2, 3, 3, 3]


def test_days_are_counted_without_rest() -> None:
    days = [PULL, REST, EASY, LEGS]
    assert place_of(days, LEGS.id) == (3, 3)
    assert place_of(days, REST.id) is None


@dataclass
class Followed:
    """Follows a program as its pages let it: what is offered is done, left out, chosen, taken back."""

    days: list[SequenceDay]
    moves: list[Move] = field(default_factory=list)
    today: date = MONDAY
    clock: int = 0

    def next_id(self) -> int:
        found = position(self.days, self.moves, started_on=MONDAY, today=self.today)
        assert found is not None
        ids = [day.id for day in self.days]
        assert found.day_id in ids
        assert found.instead_id is None or found.instead_id in ids
        assert found.instead_id != found.day_id
        return found.day_id

    def move(self, day_id: int, step: StepKind | None) -> None:
        self.clock += 1
        at = datetime.combine(self.today, time(0), UTC) + timedelta(seconds=self.clock)
        self.moves.append(Move(day_id, at, self.today, step, self.clock))


actions = st.lists(
    st.tuples(
        st.sampled_from(["do", "do_other", "skip", "choose", "undo", "wait", "discard", "delete"]),
        st.integers(0, 13),
    ),
    max_size=25,
)
programs = st.lists(
    st.tuples(st.sampled_from(list(DayKind)), st.booleans()), min_size=1, max_size=14
).map(lambda rows: [SequenceDay(number, *row) for number, row in enumerate(rows, 1)])


@given(programs, actions)
def test_any_order_of_doing_skipping_choosing_and_undoing_has_a_next_day(
    days: list[SequenceDay], log: list[tuple[str, int]]
) -> None:
    followed = Followed(days)
    for action, number in log:
        before = followed.next_id()
        other = days[number % len(days)].id
        places = [day.id for day in days]
        if action == "do":
            followed.move(before, None)
        elif action == "do_other":
            followed.move(other, None)
            behind = days[(places.index(other) + 1) % len(days)].id
            assert followed.next_id() == behind
        elif action == "skip":
            followed.move(before, SKIPPED)
            behind = days[(places.index(before) + 1) % len(days)].id
            assert followed.next_id() == behind
        elif action == "choose":
            followed.move(other, CHOSEN)
            assert followed.next_id() == other
        elif action == "undo" and (step := undoable(followed.moves)) is not None:
            followed.moves.remove(step)
        elif action == "delete" and followed.moves:
            del followed.moves[number % len(followed.moves)]
        elif action == "wait":
            followed.today += timedelta(days=number)
        elif action == "discard":
            assert followed.next_id() == before
        followed.next_id()


@given(programs, actions, st.data())
def test_a_step_that_is_taken_back_leaves_what_was_before(
    days: list[SequenceDay], log: list[tuple[str, int]], data: st.DataObject
) -> None:
    followed = Followed(days)
    for _, number in log:
        followed.move(days[number % len(days)].id, data.draw(st.sampled_from([None, *StepKind])))
    before = followed.next_id()
    followed.move(before, SKIPPED)
    step = undoable(followed.moves)
    assert step is not None
    followed.moves.remove(step)
    assert followed.next_id() == before


@given(programs, actions, st.randoms())
def test_the_order_in_which_moves_are_read_changes_nothing(
    days: list[SequenceDay], log: list[tuple[str, int]], random: Random
) -> None:
    followed = Followed(days)
    for action, number in log:
        step = {"skip": SKIPPED, "choose": CHOSEN}.get(action)
        followed.move(days[number % len(days)].id, step)
    before = followed.next_id()
    random.shuffle(followed.moves)
    assert followed.next_id() == before
