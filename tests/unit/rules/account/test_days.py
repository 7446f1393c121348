"""To which day a moment belongs: zones, summer time, and days that begin after midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.account.days import LATEST_BEGIN, Calendar

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",  # its clocks change at midnight
    "Australia/Lord_Howe",  # by half an hour
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "UTC",
]

pytestmark = pytest.mark.unit
calendars = st.builds(Calendar, st.sampled_from(ZONES), st.integers(0, LATEST_BEGIN))
moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  Hypothesis gives them their zone
    max_value=datetime(2037, 12, 31),  # noqa: DTZ001  as above
    timezones=st.just(UTC),
)


@given(calendars, moments)
def test_a_day_is_what_the_clock_on_the_wall_shows_without_the_hours_after_midnight(
    calendar: Calendar, moment: datetime
) -> None:
    wall = moment.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None)
    assert calendar.day_of(moment) == (wall - timedelta(hours=calendar.begins_at)).date()


@given(calendars, moments)
def test_the_clock_of_the_days_shows_the_same_moment(calendar: Calendar, moment: datetime) -> None:
    assert calendar.at(moment) == moment
    assert calendar.at(moment).date() == calendar.day_of(moment)


@given(calendars, moments, st.integers(0, 60 * 60 * 50))
def test_days_never_go_back(calendar: Calendar, moment: datetime, seconds: int) -> None:
    later = moment + timedelta(seconds=seconds)
    assert calendar.day_of(moment) <= calendar.day_of(later)


@given(calendars, moments, st.sampled_from(ZONES))
def test_nothing_of_a_day_came_before_its_earliest_moment(
    calendar: Calendar, moment: datetime, zone: str
) -> None:
    day = calendar.seen_in(zone).day_of(moment)
    assert calendar.earliest(day) <= moment
    assert calendar.seen_in(zone).day_of(calendar.earliest(day)) <= day


@given(st.sampled_from(ZONES), st.dates(date(2000, 1, 2), date(2037, 12, 30)), st.data())
def test_every_day_lasts_about_a_day(zone: str, day: date, data: st.DataObject) -> None:
    calendar = Calendar(zone, data.draw(st.integers(0, LATEST_BEGIN)))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    hours = [noon + timedelta(hours=number) for number in range(-40, 40)]
    moments = [each.astimezone(UTC) for each in hours]
    assert 22 <= sum(calendar.day_of(each) == day for each in set(moments)) <= 26


@pytest.mark.parametrize(
    ("begins_at", "moment", "day"),
    [
        (0, "2026-09-15T00:30", 15),
        (4, "2026-09-15T00:30", 14),
        (4, "2026-09-15T03:59", 14),
        (4, "2026-09-15T04:00", 15),
        # The night in which 2:00 is followed by 3:00.
        (3, "2026-03-29T01:59", 28),
        (3, "2026-03-29T03:00", 29),
    ],
)
def test_who_trains_after_midnight_trains_on_the_day_before(
    begins_at: int, moment: str, day: int
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert Calendar("Europe/Berlin", begins_at).day_of(at).day == day


def test_what_was_done_elsewhere_belongs_to_the_day_there() -> None:
    evening = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)
    calendar = Calendar("Europe/Berlin")
    assert calendar.day_of(evening).day == 14
    assert calendar.seen_in("Asia/Tokyo").day_of(evening).day == 15
    assert calendar.seen_in(None) == calendar


def test_days_made_another_way_have_another_name() -> None:
    names = {Calendar(zone, hour).name for zone in ZONES for hour in range(LATEST_BEGIN + 1)}
    assert len(names) == len(ZONES) * (LATEST_BEGIN + 1)
    assert Calendar("Europe/Berlin").name == "Europe/Berlin"
