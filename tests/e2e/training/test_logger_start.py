"""The logger's page on a slow network: few files, all asked for at once, and sets to read meanwhile."""

import pytest
from playwright.sync_api import Route, expect

from project.models import User, Workout
from tests.support.browser import Visitor, shot
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

LOADED = """() => performance.getEntriesByType("resource")
  .map(({ name }) => name).filter((name) => name.endsWith(".mjs")).sort()"""
NAMED = """() => [...document.querySelectorAll('link[rel="modulepreload"]')]
  .map(({ href }) => href).sort()"""


@pytest.fixture
def workout(make: Make, alice: User) -> Workout:
    pushups = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    make.workout(athlete=alice, exercises=[(pushups, [("Voll", 9), ("Voll", 8)])])
    plan = [(pushups, [("Voll", 11), ("Voll", 10)])]
    return start(make, alice, make.workout(athlete=alice, exercises=plan, is_template=True))


def test_every_script_of_the_page_is_named_in_its_head(
    visitor: Visitor, alice: User, workout: Workout
) -> None:
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    settle(phone.page)
    assert phone.page.evaluate(LOADED) == phone.page.evaluate(NAMED)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_rows_stand_there_before_the_scripts_and_stay_where_they_are(
    visitor: Visitor, alice: User, workout: Workout, theme: str
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = visitor.sign_in(alice, theme=theme)
    page.route("**/logger/page.mjs", hold)
    page.goto(f"/workout/{workout.id}/log", wait_until="commit")
    first = page.locator(".log-first")
    expect(first.get_by_role("heading")).to_have_text("Liegestütze")
    expect(first.locator(".log-value")).to_have_text(["9", "8"])
    shot(page, f"log-before-{theme}")
    before = first.locator(".log-row").first.bounding_box()
    for route in held:
        route.continue_()
    phone = LogPage(page).started()
    shot(page, f"log-after-{theme}")
    expect(first).to_have_count(0)
    now = page.locator(".log-row").first.bounding_box()
    assert before == now
    assert phone.values == ["9", "8"]
