"""Workouts that lie ahead: shown under Plan, counted nowhere until they are done."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from project.enums import Visibility
from project.models import ExerciseDefinition, User, Workout
from tests.support.editor import press
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import Phone

pytestmark = [pytest.mark.integration, pytest.mark.database]

NOW = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)  # a Monday, 20:20 in Berlin
THURSDAY = "2026-09-17T18:00"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def plan(site: Site, push: ExerciseDefinition, when: str = THURSDAY, **fields: Any) -> Page:
    page = press(site, site.open("/add_workout"), f"add:{push.id}")
    typed = {"reps1": "9", "wtitle": "Oberkörper", "timestamp": when, **fields}
    return site.submit(page, typed, action="/add_workout")


def stored(make: Make, **columns: Any) -> list[Workout]:
    with make.session() as session:
        return list(session.scalars(select(Workout).filter_by(**columns).order_by(Workout.id)))


def cards(page: Page) -> list[str]:
    return page.texts(".workout-card h2")


def test_a_later_day_makes_it_planned(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    page = plan(site.sign_in(alice), push)
    assert (page.path, page.flashes(), cards(page)) == ("/workouts", ["Geplant."], ["Oberkörper"])
    (planned,) = stored(make, is_planned=True)
    assert planned.timestamp == datetime(2026, 9, 17, 16, tzinfo=UTC)
    assert not planned.is_done


def test_what_is_written_up_is_done(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan(site.sign_in(alice), push, when="2026-09-14T23:59")
    assert [each.is_done for each in stored(make, is_planned=False)] == [True]


def test_what_is_planned_counts_nowhere(
    site: Site, make: Make, alice: User, bob: User, push: ExerciseDefinition
) -> None:
    make.follow(bob, alice)
    plan(site.sign_in(alice), push, visibility=Visibility.ALL.value)
    (planned,) = stored(make, is_planned=True)
    for url in ("/", "/workouts", "/workouts?hide_done=1", "/workout_templates", "/progress"):
        assert "Oberkörper" not in site.open(url).text, url
    assert "Oberkörper" not in site.open(f"/exercises/{push.id}").text
    assert "Oberkörper" not in site.open("/user/alice").text
    site.sign_in(bob).open(f"/workout/{planned.id}", status=404)
    for url in ("/", "/user/alice", "/explore"):
        assert "Oberkörper" not in site.open(url).text, url


def test_the_nearest_day_stands_first(site: Site, alice: User, push: ExerciseDefinition) -> None:
    site.sign_in(alice)
    for day, title in (("24", "später"), ("15", "morgen"), ("17", "bald")):
        plan(site, push, when=f"2026-09-{day}T08:00", wtitle=title)
    assert cards(site.open("/workouts?plan=1")) == ["morgen", "bald", "später"]


def test_an_empty_plan_says_how_to_fill_it(site: Site, alice: User) -> None:
    assert "Nichts geplant." in site.sign_in(alice).open("/workouts?plan=1").text


def test_a_plan_is_started_and_goes_when_it_is_done(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan(site.sign_in(alice), push)
    (planned,) = stored(make, is_planned=True)
    page = site.submit(site.open("/workouts?plan=1"), action="/workout/start")
    (running,) = stored(make, is_running=True)
    assert page.path == f"/workout/{running.id}/log"
    assert running.title == "Oberkörper"
    assert [each.id for each in stored(make, is_planned=True)] == [planned.id]
    phone = Phone(site, running.id)
    phone.load()
    phone.check(phone.exercise(), phone.rows()[0])
    finish = site.open(f"/workout/{running.id}/finish")
    done = site.submit(finish, action=f"/workout/{running.id}/finish")
    assert "anders trainiert" not in done.text
    assert [each.id for each in stored(make)] == [running.id]


def test_a_plan_that_is_written_up_is_asked_about_and_goes(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan(site.sign_in(alice), push)
    (planned,) = stored(make, is_planned=True)
    page = site.open(f"/add_workout?template_id={planned.id}")
    asked = site.submit(page, action="/add_workout", status=409)
    page = site.submit(asked, {"planned": "done"}, action="/add_workout")
    assert page.heading == "Oberkörper"
    assert "anders trainiert" not in page.text
    assert stored(make, is_planned=True) == []
    assert make.count(Workout, is_done=True) == 1


def test_a_plan_whose_day_is_made_today_is_asked_about_and_done(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan(site.sign_in(alice), push)
    (planned,) = stored(make, is_planned=True)
    page = site.open(f"/workout/{planned.id}/edit")
    later = site.submit(page, {"timestamp": "2026-09-18T18:00"}, action=page.path)
    assert later.path == f"/workout/{planned.id}"
    page = site.open(f"/workout/{planned.id}/edit")
    today = {"timestamp": "2026-09-14T18:00"}
    asked = site.submit(page, today, action=page.path, status=409)
    site.submit(asked, {"planned": "done"}, action=page.path)
    (done,) = stored(make)
    assert (done.is_done, done.is_planned, done.is_template) == (True, False, False)
    assert "Oberkörper" in site.open("/workouts").text
    assert "9" in site.open("/progress").text


def test_a_plan_is_deleted_like_a_workout(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan(site.sign_in(alice), push)
    (planned,) = stored(make, is_planned=True)
    page = site.open(f"/workout/{planned.id}/delete/confirm")
    site.submit(page, action=f"/workout/{planned.id}/delete")
    assert make.count(Workout) == 0


def test_a_plan_has_no_length_and_is_not_marked_done(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan(site.sign_in(alice), push)
    (planned,) = stored(make)
    length = f"/workout/{planned.id}/length"
    site.open(length, status=404)
    today = {"began": "2026-09-14T18:00", "ended": "2026-09-14T19:00"}
    site.post(length, today, status=404)
    site.post(f"/workout/{planned.id}/toggle_done", {"done": "1"}, status=404)
    (after,) = stored(make)
    assert (after.timestamp, after.is_done) == (planned.timestamp, False)
    assert (after.started_at, after.finished_at) == (None, None)
