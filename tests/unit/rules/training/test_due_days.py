"""When the next day of a program is due."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.enums import DayKind, StepKind
from project.rules.training.due_days import DueDay, DueKind, due_day
from project.rules.training.sequence import Move, PauseDays, SequenceDay, position

pytestmark = pytest.mark.unit

MONDAY = date(2026, 9, 7)
PULL, PUSH, REST = SequenceDay(1), SequenceDay(2), SequenceDay(3, DayKind.REST)
MON_WED_FRI = (1, 3, 5)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def move(on: int, step: StepKind | None = None, which: SequenceDay = PULL) -> Move:
    return Move(which.id, datetime.combine(day(on), time(18), UTC), day(on), step)


def due(
    moves: Sequence[Move],
    today: int,
    *,
    days: Sequence[SequenceDay] = (PULL, PUSH),
    weekdays: Sequence[int] = MON_WED_FRI,
    pauses: Sequence[PauseDays] = (),
    started: int = 0,
) -> DueDay:
    found = position(days, moves, started_on=day(started), today=day(today))
    assert found is not None
    return due_day(found, weekdays, pauses, today=day(today))


@pytest.mark.parametrize(
    ("moves", "today", "kind", "on"),
    [
        ([], 0, DueKind.TODAY, 0),
        ([], 1, DueKind.SINCE, 0),
        ([move(0)], 0, DueKind.DONE, 2),
        ([move(0)], 1, DueKind.REST, 2),
        ([move(0)], 2, DueKind.TODAY, 2),
        ([move(0)], 3, DueKind.SINCE, 2),
        ([move(0)], 9, DueKind.SINCE, 2),
        ([move(4)], 5, DueKind.REST, 7),
        # done on a day on which nothing was due
        ([move(1)], 2, DueKind.TODAY, 2),
        # left out is over for that day, chosen is due at once
        ([move(0, StepKind.SKIPPED)], 0, DueKind.REST, 2),
        ([move(1, StepKind.CHOSEN)], 1, DueKind.TODAY, 1),
        ([move(1, StepKind.CHOSEN)], 2, DueKind.SINCE, 1),
    ],
)
def test_weekdays_remind(moves: list[Move], today: int, kind: DueKind, on: int) -> None:
    assert due(moves, today) == DueDay(kind, day(on))


def test_a_program_begun_between_its_weekdays_is_due_on_the_next() -> None:
    assert due([], 1, started=1) == DueDay(DueKind.REST, day(2))


@pytest.mark.parametrize(
    ("moves", "today", "kind", "on"),
    [
        ([], 0, DueKind.OPEN, 0),
        ([move(0)], 0, DueKind.DONE, 1),
        ([move(0)], 1, DueKind.OPEN, 1),
        ([move(0, StepKind.SKIPPED)], 0, DueKind.OPEN, 0),
    ],
)
def test_without_weekdays_it_is_due_from_the_day_after(
    moves: list[Move], today: int, kind: DueKind, on: int
) -> None:
    assert due(moves, today, weekdays=()) == DueDay(kind, day(on))


@pytest.mark.parametrize(
    ("weekdays", "today", "kind", "on"),
    [
        ((), 0, DueKind.DONE, 2),
        ((), 1, DueKind.REST, 2),
        ((), 2, DueKind.OPEN, 2),
        (MON_WED_FRI, 1, DueKind.REST, 2),
        (MON_WED_FRI, 2, DueKind.TODAY, 2),
        ((1, 2), 1, DueKind.REST, 7),
    ],
)
def test_a_day_of_rest_comes_before_what_is_due(
    weekdays: Sequence[int], today: int, kind: DueKind, on: int
) -> None:
    found = due([move(0)], today, days=[PULL, REST, PUSH], weekdays=weekdays)
    assert found == DueDay(kind, day(on))


def test_nothing_is_due_in_a_pause_and_nothing_has_piled_up_behind_it() -> None:
    assert due([], 5, pauses=[PauseDays(day(1))]) == DueDay(DueKind.PAUSED, day(1))
    over = [PauseDays(day(1), day(13))]
    assert due([], 14, pauses=over) == DueDay(DueKind.TODAY, day(14))
    assert due([], 15, pauses=over) == DueDay(DueKind.SINCE, day(14))


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([None, *StepKind])), max_size=8),
    st.sets(st.integers(1, 7)),
    st.lists(st.sampled_from([PULL, PUSH, REST]), min_size=1, max_size=5, unique=True),
    st.integers(20, 60),
)
def test_something_is_due_sooner_or_later(
    log: list[tuple[int, StepKind | None]],
    weekdays: set[int],
    days: list[SequenceDay],
    today: int,
) -> None:
    moves = [move(on, step, days[on % len(days)]) for on, step in log]
    found = due(moves, today, days=days, weekdays=sorted(weekdays))
    assert found.kind is not DueKind.PAUSED
    assert (found.on <= day(today)) == found.is_due
    assert found.on <= day(today + 14)
