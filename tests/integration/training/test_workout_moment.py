"""When a workout was: what nobody touched in the form stays to the second, wherever it is sent from."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from project.models import ExerciseDefinition, User, Workout
from tests.support.editor import press
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

# 02:30 in Berlin for the second time that night, and some seconds.
SECOND_HALF_PAST_TWO = datetime(2025, 10, 26, 1, 30, 12, 345, tzinfo=UTC)


def logged_at(make: Make, alice: User, push: ExerciseDefinition, moment: datetime) -> Workout:
    return make.workout(athlete=alice, exercises=[(push, [("Knie", 8)])], timestamp=moment)


def travel_to(make: Make, alice: User, zone: str) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).timezone = zone


def stored(make: Make, workout_id: int) -> datetime:
    with make.session() as session:
        return session.get_one(Workout, workout_id).timestamp


def edit(site: Site, page: Page, workout: Workout, **changes: Any) -> None:
    page = site.submit(page, {"note": "anders", **changes}, action=f"/workout/{workout.id}/edit")
    assert page.flashes() == ["Gespeichert."]


@pytest.mark.database
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
def test_an_untouched_moment_stays(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, zone: str
) -> None:
    workout = logged_at(make, alice, push, SECOND_HALF_PAST_TWO)
    page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    assert page.value("timestamp") == "2025-10-26T02:30"
    travel_to(make, alice, zone)
    edit(site, page, workout)
    assert stored(make, workout.id) == SECOND_HALF_PAST_TWO


def test_a_typed_moment_is_meant_in_the_zone_in_which_the_form_was_shown(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    workout = logged_at(make, alice, push, SECOND_HALF_PAST_TWO)
    page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    travel_to(make, alice, "America/New_York")
    edit(site, page, workout, timestamp="2025-10-27T08:00")
    assert stored(make, workout.id) == datetime(2025, 10, 27, 7, tzinfo=UTC)


def test_it_stays_over_a_press_of_a_button_in_another_zone(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    workout = logged_at(make, alice, push, SECOND_HALF_PAST_TWO)
    page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    travel_to(make, alice, "America/New_York")
    page = press(site, page, "set:1")
    assert page.value("timestamp") == "2025-10-26T02:30"
    edit(site, page, workout, reps1=["8", "8"], planned="done")
    assert stored(make, workout.id) == SECOND_HALF_PAST_TWO


def test_a_new_workout_is_of_when_its_form_was_opened(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    with time_machine.travel(SECOND_HALF_PAST_TWO, tick=False) as clock:
        page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
        travel_to(make, alice, "America/New_York")
        clock.shift(600)
        site.submit(page, {"reps1": "9"}, action="/add_workout")
    with make.session() as session:
        assert session.scalars(select(Workout)).one().timestamp == SECOND_HALF_PAST_TWO


@pytest.mark.parametrize(
    "shown",
    ["", "x", "2025-10-26T01:30:00+00:00", "2025-13-26T01:30+00:00[Europe/Berlin]",
     "0001-01-01T00:00:00+00:00[Europe/Berlin]", "9999-12-31T23:59:00+00:00[Asia/Kathmandu]",
     "2025-10-26T01:30:00+00:00[Europe]", "2025-10-26T01:30:00+00:00[../../etc/passwd]"],
)  # fmt: skip
def test_without_what_was_shown_the_zone_is_the_athletes(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, shown: str
) -> None:
    workout = logged_at(make, alice, push, SECOND_HALF_PAST_TWO)
    page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    edit(site, page, workout, timestamp_shown=shown, timestamp="2025-10-27T08:00")
    assert stored(make, workout.id) == datetime(2025, 10, 27, 7, tzinfo=UTC)
