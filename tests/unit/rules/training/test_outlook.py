"""Which days of a program lie ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.enums import DayKind
from project.rules.training.outlook import Rhythm, outlook
from project.rules.training.sequence import SequenceDay

pytestmark = pytest.mark.unit

MONDAY = date(2026, 9, 7)
A, B, C = (SequenceDay(number) for number in (1, 2, 3))
REST = SequenceDay(8, DayKind.REST)
OPTIONAL = SequenceDay(9, is_optional=True)


def planned(days: list[SequenceDay], rhythm: Rhythm, *, first: int = 0, span: int = 14) -> str:
    """Return a letter for each date from a Monday on, a dot where nothing is due."""
    letters = {1: "A", 2: "B", 3: "C", 8: "r", 9: "o"}
    last = MONDAY + timedelta(days=span - 1)
    found = outlook(days, days[0].id, rhythm, first=MONDAY + timedelta(days=first), last=last)
    at = {(each.on - MONDAY).days: letters[each.day_id] for each in found}
    return "".join(at.get(number, ".") for number in range(span))


@pytest.mark.parametrize(
    ("days", "rhythm", "first", "expected"),
    [
        pytest.param([A, B, C], Rhythm({1, 3, 5}, 3), 0, "A.B.C..A.B.C..", id="weekdays"),
        pytest.param([A, B], Rhythm({1, 3, 5}, 3), 0, "A.B.A..B.A.B..", id="fewer days than dates"),
        pytest.param([A, B, C], Rhythm({1, 3, 5}, 3), 1, ".AB.C..A.B.C..", id="late by a day"),
        pytest.param([A, B, C], Rhythm((), 3), 0, "A.B.C..A.B.C..", id="three days a week"),
        pytest.param([A, B], Rhythm((), 4), 0, "AB.A.B.AB.A.B.", id="four days a week"),
        pytest.param([A], Rhythm((), 7), 0, "AAAAAAAAAAAAAA", id="daily"),
        pytest.param([A, B, REST], Rhythm((), 5), 0, "ABrABrABrABrAB", id="rest sets the rhythm"),
        pytest.param(
            [A, REST, B], Rhythm({1, 2, 4}, 3), 0, "Ar.B...Ar.B...", id="rest takes a date"
        ),
        pytest.param([A, B, OPTIONAL], Rhythm({1, 3}, 2), 0, "A.Bo...A.Bo...", id="optional ones"),
        pytest.param([A, OPTIONAL], Rhythm({1, 2}, 2), 0, "AAo....AAo....", id="no room for it"),
        pytest.param(
            [OPTIONAL, A], Rhythm({1, 4}, 2), 0, "o..Ao..Ao.Ao..", id="an optional one is next"
        ),
    ],
)
def test_days_fall_on_dates(
    days: list[SequenceDay], rhythm: Rhythm, first: int, expected: str
) -> None:
    assert planned(days, rhythm, first=first) == expected


def test_nothing_lies_ahead_of_a_program_without_days_or_time() -> None:
    rhythm = Rhythm({1}, 1)
    assert outlook([], 1, rhythm, first=MONDAY, last=MONDAY) == []
    assert outlook([A], 1, rhythm, first=MONDAY, last=MONDAY - timedelta(days=1)) == []


sequence_days = st.builds(
    SequenceDay,
    id=st.integers(1, 10**6),
    kind=st.sampled_from(DayKind),
    is_optional=st.booleans(),
)


@given(
    days=st.lists(sequence_days, min_size=1, max_size=14, unique_by=lambda day: day.id),
    weekdays=st.sets(st.integers(1, 7)),
    days_a_week=st.integers(1, 7),
    place=st.integers(0, 13),
    span=st.integers(0, 60),
)
def test_every_date_has_one_day_at_most_and_the_next_comes_first(
    days: list[SequenceDay], weekdays: set[int], days_a_week: int, place: int, span: int
) -> None:
    next_id = days[place % len(days)].id
    last = MONDAY + timedelta(days=span)
    found = outlook(days, next_id, Rhythm(weekdays, days_a_week), first=MONDAY, last=last)
    dates = [each.on for each in found]
    assert dates == sorted(set(dates))
    assert (found[0].on, found[0].day_id) == (MONDAY, next_id)
    assert dates[-1] <= last
