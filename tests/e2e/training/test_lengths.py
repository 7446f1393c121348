"""How long a workout goes on is seen while it does, and put right when it ends."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from project.models import ExerciseDefinition, User, Workout, utc_now
from tests.support.browser import Visitor, shot, violations
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start

pytestmark = pytest.mark.e2e


@pytest.fixture
def workout(make: Make, alice: User) -> Workout:
    """It began 42 minutes ago."""
    pushups: ExerciseDefinition = make.exercise(
        owner=alice, title="Liegestütze", levels=["Knie", "Voll"]
    )
    template = make.workout(
        athlete=alice,
        title="Oberkörper",
        is_template=True,
        exercises=[(pushups, [("Voll", 8)] * 3)],
    )
    workout = start(make, alice, template)
    began = utc_now() - timedelta(minutes=42)
    with make.session() as session:
        session.execute(
            update(Workout)
            .where(Workout.id == workout.id)
            .values(started_at=began, timestamp=began)
        )
    return workout


@pytest.mark.parametrize(("theme", "language"), [("light", "de"), ("dark", "en")])
def test_the_time_goes_on_in_the_head_and_pauses_are_taken_off_at_the_end(
    visitor: Visitor, make: Make, alice: User, workout: Workout, *, theme: str, language: str
) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).language = language
    page = visitor.sign_in(alice, theme=theme)
    phone = LogPage(page).open(workout.id)
    clock, head = phone.part("elapsed"), page.locator(".log-head")
    expect(clock).to_have_text(re.compile(r"42:\d\d"))
    before, height = clock.inner_text(), head.bounding_box()
    expect(clock).not_to_have_text(before)
    assert head.bounding_box() == height
    assert violations(page) == []
    shot(page, f"elapsed-{theme}", whole=False)
    phone.check()
    phone.wait_until_sent()
    page.goto(f"/workout/{workout.id}/finish")
    page.locator("details.more summary").click()
    page.locator("#paused").fill("12")
    assert violations(page) == []
    shot(page, f"length-finish-{theme}")
    page.locator("button[type=submit]").last.click()
    page.wait_for_url("**/finished")
    expect(page.locator(".workout-facts")).to_contain_text("30 min")
    page.goto(f"/workout/{workout.id}/edit")
    page.locator("details.more summary").last.click()
    assert violations(page) == []
    shot(page, f"length-editor-{theme}")
    page.goto("/auth/edit_profile")
    page.locator("#day_begins_at").select_option("4")
    shot(page, f"length-profile-{theme}")


def test_a_forgotten_workout_is_proposed_to_be_ended(
    visitor: Visitor, make: Make, alice: User, workout: Workout
) -> None:
    page = visitor.sign_in(alice)
    phone = LogPage(page).open(workout.id)
    phone.check()
    phone.wait_until_sent()
    with make.session() as session:
        long_ago = utc_now() - timedelta(hours=5)
        session.execute(
            update(Workout)
            .where(Workout.id == workout.id)
            .values(started_at=long_ago - timedelta(minutes=30), last_set_at=long_ago)
        )
    phone.open(workout.id)
    # Half an hour, and the rest after the set.
    expect(phone.part("elapsed")).to_have_text("31:30")
    assert violations(page) == []
    shot(page, "forgotten", whole=False)
    page.locator(".log-over a").click()
    page.locator("button[type=submit]").last.click()
    page.wait_for_url("**/finished")
    expect(page.locator(".workout-facts")).to_contain_text("32 min")
