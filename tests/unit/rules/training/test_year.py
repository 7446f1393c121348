from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.training.year import first_day, year_of

pytestmark = pytest.mark.unit

TODAY = date(2026, 9, 9)  # a Wednesday


def back(*days: int) -> list[date]:
    return [TODAY - timedelta(days=day) for day in days]


def test_the_calendar_begins_on_a_monday_a_year_ago() -> None:
    assert first_day(TODAY) == date(2025, 9, 8)
    assert first_day(date(2026, 9, 7)) == date(2025, 9, 8)
    assert first_day(date(2026, 9, 6)) == date(2025, 9, 1)


def test_months_count_workouts_and_days_and_are_there_without_any() -> None:
    year = year_of([*back(0, 0, 1), *back(40)], TODAY)
    assert [(m.first.isoformat(), m.workouts, m.days) for m in year.months[-2:]] == [
        ("2026-08-01", 0, 0),
        ("2026-09-01", 3, 2),
    ]
    assert year.months[-3].workouts == 1
    assert len(year.months) == 13


def test_a_stretch_ends_where_the_next_begins() -> None:
    year = year_of(back(0, 27, 28, 55, 56), TODAY)
    assert (year.workouts(28), year.workouts(28, before=28)) == (2, 2)


@given(st.lists(st.integers(min_value=-400, max_value=3)))
def test_every_day_of_the_year_is_counted_once(offsets: list[int]) -> None:
    days = [TODAY + timedelta(days=offset) for offset in offsets]
    year = year_of(days, TODAY)
    within = [day for day in days if first_day(TODAY) <= day <= TODAY]
    assert sum(year.by_day.values()) == sum(m.workouts for m in year.months) == len(within)
    assert sum(m.days for m in year.months) == len(set(within))
