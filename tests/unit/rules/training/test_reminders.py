"""When a mail says what is due: the athlete's hour, on a day on which something is."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

import pytest

from project.rules.account.days import Calendar
from project.rules.training.due_days import due_day
from project.rules.training.reminders import LATEST, QUIET_AFTER, is_past, is_reminded_of, is_time
from project.rules.training.sequence import Move, PauseDays, SequenceDay, position

pytestmark = pytest.mark.unit

BERLIN = Calendar("Europe/Berlin")
SEVEN = 7 * 60
MONDAY = date(2026, 3, 23)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 28, 5, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 28, 6, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 28, 8, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), False),
        # From here on summer time.
        (datetime(2026, 3, 29, 4, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 29, 5, 0, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 5, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 6, 0, tzinfo=UTC), True),
    ],
)
def test_the_hour_is_the_athletes_in_summer_and_winter(moment: datetime, expected: bool) -> None:
    assert is_time(BERLIN, SEVEN, moment) is expected


def test_an_hour_that_summer_time_skips_comes_when_the_clock_goes_on() -> None:
    half_past_two = 150
    skipped = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 03:00, right after 01:59
    assert not is_time(BERLIN, half_past_two, skipped - timedelta(minutes=1))
    assert is_time(BERLIN, half_past_two, skipped)


def test_an_hour_after_midnight_belongs_to_the_day_before_where_days_begin_later() -> None:
    owl = Calendar("UTC", 4)
    moment = datetime(2026, 3, 24, 1, 5, tzinfo=UTC)
    assert is_time(owl, 60, moment)
    assert owl.day_of(moment) == MONDAY
    assert not is_past(owl, 60, datetime(2026, 3, 24, 23, tzinfo=UTC))
    assert is_past(owl, SEVEN, datetime(2026, 3, 24, 23, tzinfo=UTC))


def test_a_mail_of_the_morning_does_not_come_in_the_evening() -> None:
    at_seven = datetime(2026, 1, 5, 7, tzinfo=UTC)
    assert not is_time(Calendar("UTC"), SEVEN, at_seven + timedelta(minutes=LATEST))


def reminded(today: date, *moves: Move, weekdays: Collection[int] = ()) -> bool:
    place = position([SequenceDay(1)], moves, started_on=MONDAY, today=today)
    assert place is not None
    return is_reminded_of(due_day(place, weekdays, (), today=today), weekdays, today)


def done(day: date) -> Move:
    return Move(1, datetime(day.year, day.month, day.day, 18, tzinfo=UTC), day)


def test_weekdays_are_the_days_of_reminders() -> None:
    week = [MONDAY + timedelta(days=number) for number in range(7)]
    assert [reminded(day, weekdays=(1, 3, 5)) for day in week] == [True, False] * 3 + [False]


def test_without_weekdays_it_is_every_day_after_the_last_one() -> None:
    assert reminded(MONDAY)
    assert not reminded(MONDAY, done(MONDAY))
    assert reminded(MONDAY + timedelta(days=1), done(MONDAY))


def test_what_was_done_today_is_enough() -> None:
    assert not reminded(MONDAY, done(MONDAY), weekdays=(1,))


def test_a_pause_is_silent() -> None:
    place = position([SequenceDay(1)], (), started_on=MONDAY, today=MONDAY)
    assert place is not None
    due = due_day(place, (), [PauseDays(MONDAY)], today=MONDAY)
    assert not is_reminded_of(due, (), MONDAY)


def test_who_does_nothing_for_two_weeks_hears_no_more() -> None:
    assert reminded(MONDAY + QUIET_AFTER)
    assert not reminded(MONDAY + QUIET_AFTER + timedelta(days=1))
