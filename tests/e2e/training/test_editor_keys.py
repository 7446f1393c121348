"""The editor by keyboard at a desk and by thumb: nothing is stored that nobody did."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from project.models import ExerciseDefinition, Set, User, Workout
from tests.support.browser import DESKTOP, Visitor, overflow, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e

MOST_KEYS = 25
SAVED = re.compile(r"/workout/\d+(/finished)?$")


class Keys:
    """A keyboard that counts; a text is as many keys as it has letters."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)
            self.pressed += 1 + key.count("+")

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)
        self.pressed += len(text)

    def tab_to(self, selector: str) -> None:
        """Go on by Tab until it has the focus."""
        target = self._page.locator(selector).first
        for _ in range(MOST_KEYS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        expect(target).to_be_focused()


@pytest.fixture
def last(make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition) -> Workout:
    return make.workout(
        athlete=alice,
        title="Oberkörper",
        timestamp=datetime.now(UTC) - timedelta(days=9),
        exercises=[
            (push, [("Voll", 14), ("Voll", 13), ("Voll", 12)]),
            (plank, [("Normal", 45), ("Normal", 40)]),
        ],
    )


def new_values(make: Make) -> list[int | None]:
    """Return the values of every set beyond the five of the last workout."""
    with make.session() as session:
        rows = session.scalars(select(Set).order_by(Set.id)).all()
        return [row.reps if row.duration is None else row.duration for row in rows][5:]


def test_last_weeks_workout_is_written_up_by_keyboard(
    visitor: Visitor, make: Make, alice: User, last: Workout
) -> None:
    page = visitor.sign_in(alice, size=DESKTOP)
    page.goto("/")
    keys = Keys(page)
    keys.press("Tab", "Enter")  # over the navigation
    keys.tab_to(".start-due summary")
    keys.press("Enter")
    keys.tab_to(f'a[href$="repeat_id={last.id}"]')
    keys.press("Enter")
    expect(page.locator("[name=wtitle]")).to_be_focused()
    keys.press("Tab")
    expect(page.locator("[name=timestamp]")).to_be_focused()
    day = datetime.now(UTC) - timedelta(days=6)
    keys.type(f"{day:%m%d%Y}")  # the browser's own order, whatever the page's language
    expect(page.locator("[name=timestamp]")).to_have_value(re.compile(f"^{day:%Y-%m-%d}T"))
    keys.press("Control+Enter")
    done = page.get_by_role("button", name="Genau so gemacht", exact=True)
    expect(done).to_be_focused()
    assert violations(page) == []
    keys.press("Enter")
    page.wait_for_url(SAVED)
    assert new_values(make) == [14, 13, 12, 45, 40]
    assert keys.pressed <= MOST_KEYS
    with make.session() as session:
        stored = session.scalars(select(Workout).order_by(Workout.id.desc())).first()
        assert stored is not None
        assert stored.timestamp.date() == day.date()


@pytest.mark.usefixtures("last")
def test_enter_goes_on_and_stores_nothing_of_the_plan(
    visitor: Visitor, make: Make, alice: User, last: Workout
) -> None:
    page = visitor.sign_in(alice, size=DESKTOP)
    page.goto(f"/add_workout?repeat_id={last.id}")
    page.locator("#value-1-1").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("#value-1-2")).to_be_focused()
    expect(page.locator("[data-planned]")).to_have_count(4)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#untouched-title")).to_have_text("4 Sätze stehen noch wie geplant")
    page.get_by_role("button", name="Nur die eingetragenen speichern").press("Enter")
    page.wait_for_url(SAVED)
    assert new_values(make) == [3]


def test_sets_are_confirmed_by_thumb(
    visitor: Visitor, make: Make, alice: User, last: Workout
) -> None:
    page = visitor.sign_in(alice, size=(390, 844))
    page.goto(f"/add_workout?repeat_id={last.id}")
    planned = page.locator("[data-planned]")
    expect(planned).to_have_count(5)
    assert violations(page) == []
    page.get_by_role("button", name="Genau so gemacht: Satz 1").first.click()
    expect(planned).to_have_count(4)
    page.locator("#exercise-1").get_by_role("button", name="Alle so gemacht").click()
    expect(planned).to_have_count(2)
    page.locator('button[value="set:1"]').click()
    expect(planned).to_have_count(3)
    page.locator("#value-1-4").fill("12")
    expect(planned).to_have_count(2)
    assert overflow(page) == []
    page.get_by_role("button", name="Alles genau so gemacht").click()
    expect(planned).to_have_count(0)
    expect(page.locator(".plan-note")).to_be_hidden()
    page.locator(".submit-bar .btn-primary").click()
    page.wait_for_url(SAVED)
    assert new_values(make) == [14, 13, 12, 12, 45, 40]


def test_without_scripts_enter_stores_nothing(
    visitor: Visitor, make: Make, alice: User, last: Workout
) -> None:
    page = visitor.sign_in(alice, size=DESKTOP, java_script_enabled=False)
    page.goto(f"/add_workout?repeat_id={last.id}")
    page.locator("#value-1-1").fill("3")
    page.locator("#value-1-1").press("Enter")
    expect(page.get_by_text("Noch nicht gespeichert")).to_be_visible()
    expect(page.locator("#value-1-1")).to_have_value("3")
    page.locator(".submit-bar .btn-primary").click()
    page.get_by_role("button", name="Nur die eingetragenen speichern").click()
    page.wait_for_url(SAVED)
    assert new_values(make) == [3]
