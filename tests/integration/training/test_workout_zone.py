"""A workout belongs to the zone it was done in, and to the day that had begun there."""

from datetime import UTC, datetime

import pytest
import time_machine

from project.models import ExerciseDefinition, User, Workout
from project.queries.training.training_weeks import training_weeks
from tests.support.editor import press
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import start

pytestmark = [pytest.mark.integration, pytest.mark.database]

HALF_PAST_MIDNIGHT = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
"""In Berlin, on the first of October, a Thursday."""


def move(make: Make, athlete: User, zone: str) -> None:
    with make.session() as session:
        session.get_one(User, athlete.id).timezone = zone


def write_up(site: Site, push: ExerciseDefinition, **fields: str) -> Page:
    page = press(site, site.open("/add_workout"), f"add:{push.id}")
    return site.submit(page, {"reps1": "9", **fields}, action="/add_workout")


def test_a_workout_keeps_the_zone_it_was_started_in(make: Make, alice: User) -> None:
    workout = start(make, alice)
    move(make, alice, "Asia/Tokyo")
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.timezone == "Europe/Berlin"


def test_pages_and_the_editor_speak_the_zone_it_was_done_in(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    exercises = [(push, [("Knie", 8)])]
    workout = make.workout(
        athlete=alice,
        exercises=exercises,
        timestamp=datetime(2026, 9, 14, 9, 15, tzinfo=UTC),
        timezone="Asia/Tokyo",
        title="Ueno",
    )
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    assert "14.09.2026, 18:15" in page.text
    assert "Tokyo" in page.text
    form = site.open(f"/workout/{workout.id}/edit")
    assert form.value("timestamp") == "2026-09-14T18:15"
    site.submit(form, {"timestamp": "2026-09-14T19:00"})
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.timestamp == datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
    assert kept.timezone == "Asia/Tokyo"
    form = site.open(f"/workout/{workout.id}/length")
    assert form.value("began") == "2026-09-14T19:00"


def test_the_zone_is_named_only_where_its_clocks_showed_another_time(
    site: Site, make: Make, alice: User
) -> None:
    workout = make.workout(athlete=alice, timezone="Europe/Vienna")
    assert "Vienna" not in site.sign_in(alice).open(f"/workout/{workout.id}").text


@time_machine.travel(HALF_PAST_MIDNIGHT, tick=False)
def test_half_past_midnight_is_still_the_day_before(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).day_begins_at = 4
    page = write_up(site.sign_in(alice), push)
    assert page.heading == "Mittwoch: Liegestütze"
    assert "01.10.2026, 00:30" in page.text  # the clock on the wall stays what it is
    assert "Noch einmal: Mittwoch: Liegestütze" in site.open("/").text
    months = site.open("/progress").html.select("table.numbers")[0].get_text(" ", strip=True)
    assert "September 2026 1 1" in months
    assert "Oktober 2026" not in months


@time_machine.travel(HALF_PAST_MIDNIGHT, tick=False)
def test_what_is_done_before_the_day_begins_is_no_plan(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).day_begins_at = 4
    write_up(site.sign_in(alice), push, timestamp="2026-10-01T03:30")
    write_up(site, push, timestamp="2026-10-01T04:30")
    with make.session() as session:
        found = session.query(Workout).order_by(Workout.timestamp).all()
        assert [(each.is_planned, each.timezone) for each in found] == [
            (False, "Europe/Berlin"),
            (True, None),
        ]


def test_weeks_and_the_load_count_the_day_where_it_was_done(make: Make, alice: User) -> None:
    sunday = datetime(2026, 9, 13, 20, 0, tzinfo=UTC)
    make.workout(athlete=alice, timestamp=sunday)
    make.workout(athlete=alice, timestamp=sunday, timezone="Asia/Tokyo")
    with make.session():
        found = training_weeks(alice.id, alice.calendar, rated_since=sunday.date())
    assert sorted(each.day.day for each in found.sessions) == [13, 14]
