"""The calendar other programs subscribe to: what is planned and done, at a secret address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from project.enums import DayKind
from project.models import ProgramWorkout, User
from tests.support.http import Site
from tests.support.ical import Component, read
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

SECRET = "k" * 43
# A Monday in the week before Berlin's clocks go forward, on Sunday, 29 March.
NOW = datetime(2026, 3, 23, 9, tzinfo=UTC)
Entry = tuple[date, str]


@pytest.fixture
def anna(make: Make) -> User:
    return make.user(username="anna", timezone="Europe/Berlin", calendar_token=SECRET)


def program_of(make: Make, athlete: User, **columns: Any) -> tuple[int, int]:
    """Follow a program of one day; return the ids of the enrolment and the day."""
    program = make.program(owner=athlete, title="Im Park; bei Regen, auch", days=[DayKind.TRAINING])
    given: dict[str, Any] = {"weekdays": "17", "started_at": NOW - timedelta(days=1), **columns}
    return make.enrolment(program=program, **given).id, program.days[0].id


def feed(app: Flask, token: str = SECRET, at: datetime = NOW) -> Component:
    with time_machine.travel(at, tick=False):
        answer = Site(app).client.get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return read(answer.data)


def entries(calendar: Component) -> list[Entry]:
    """Return date and title of each entry; all are whole days."""
    found = []
    for event in calendar.parts:
        assert event.name == "VEVENT"
        begin, end = event.properties["DTSTART"], event.properties["DTEND"]
        assert begin[0] == end[0] == ";VALUE=DATE"
        first = date.fromisoformat(begin[1])
        assert date.fromisoformat(end[1]) == first + timedelta(days=1)
        assert event.value("DTSTAMP").endswith("Z")
        found.append((first, event.text("SUMMARY")))
    uids = [event.value("UID") for event in calendar.parts]
    assert len(set(uids)) == len(uids)
    return sorted(found)


def test_planned_days_are_the_athletes_dates_over_a_change_of_summer_time(
    app: Flask, make: Make, anna: User
) -> None:
    program_of(make, anna)
    calendar = feed(app)
    assert calendar.value("X-WR-TIMEZONE") == "Europe/Berlin"
    planned = entries(calendar)
    assert [day for day, _ in planned[:4]] == [
        date(2026, 3, 23),
        date(2026, 3, 29),
        date(2026, 3, 30),
        date(2026, 4, 5),
    ]
    assert {title for _, title in planned} == {"Tag 1"}
    assert calendar.parts[0].text("DESCRIPTION") == "Im Park; bei Regen, auch"


def test_what_was_done_is_there_on_the_day_it_was_done_on(
    app: Flask, make: Make, anna: User
) -> None:
    enrolment, day = program_of(make, anna)
    moments = [
        datetime(2026, 3, 28, 22, 30, tzinfo=UTC),  # 23:30 in winter time
        datetime(2026, 3, 28, 23, 30, tzinfo=UTC),  # 00:30, in the night of the change
        datetime(2026, 3, 29, 21, 30, tzinfo=UTC),  # 23:30 in summer time
        datetime(2026, 3, 29, 22, 30, tzinfo=UTC),  # 00:30 of the next day
    ]
    for moment in moments:
        workout = make.workout(athlete=anna, timestamp=moment, is_done=True)
        with make.session() as session:
            session.add(
                ProgramWorkout(workout_id=workout.id, enrolment_id=enrolment, program_day_id=day)
            )
    make.workout(athlete=anna, timestamp=moments[0], title="Ohne Programm")
    found = entries(feed(app, at=datetime(2026, 3, 31, 9, tzinfo=UTC)))
    assert [each for each in found if each[1] != "Tag 1"] == [
        (date(2026, 3, 28), "Erledigt: Tag 1"),
        (date(2026, 3, 29), "Erledigt: Tag 1"),
        (date(2026, 3, 29), "Erledigt: Tag 1"),
        (date(2026, 3, 30), "Erledigt: Tag 1"),
    ]


def test_long_titles_with_signs_of_the_format_come_whole(
    app: Flask, make: Make, anna: User
) -> None:
    template = make.workout(
        athlete=anna, title="Zug; Druck, Übung\\Halten: äöü " * 2 + "!", is_template=True
    )
    program = make.program(owner=anna, days=[template])
    make.enrolment(program=program, started_at=NOW)
    assert {title for _, title in entries(feed(app))} == {template.title}


def test_who_follows_nothing_has_an_empty_calendar(app: Flask, anna: User) -> None:
    assert entries(feed(app)) == []


def test_nobody_elses_days_are_in_it(app: Flask, make: Make, anna: User, alice: User) -> None:
    program_of(make, alice)
    assert entries(feed(app)) == []


@pytest.mark.parametrize("token", ["k" * 42, "K" * 43, "k" * 44, "%27", "ü"])
def test_another_address_leads_nowhere(app: Flask, anna: User, token: str) -> None:
    assert Site(app).client.get(f"/calendar/{token}.ics").status_code == 404


def test_the_address_is_made_made_anew_and_taken_back(
    app: Flask, site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    page = site.open("/settings/calendar")
    site.submit(page, {}, action="/settings/calendar")
    stored = make.fresh(alice)
    assert stored is not None
    first = stored.calendar_token
    assert first is not None
    assert len(first) == 43
    page = site.open("/settings/calendar")
    assert f"/calendar/{first}.ics" in page.source
    assert entries(feed(app, first)) == []
    site.submit(page, {}, action="/settings/calendar")
    stored = make.fresh(alice)
    assert stored is not None
    second = stored.calendar_token
    assert second not in {None, first}
    assert Site(app).client.get(f"/calendar/{first}.ics").status_code == 404
    site.submit(site.open("/settings/calendar"), {}, action="/settings/calendar/revoke")
    assert Site(app).client.get(f"/calendar/{second}.ics").status_code == 404
