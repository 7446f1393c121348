"""A wrong tap in the logger costs nothing: a clock is cancelled, a check taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from project.enums import CountingType
from project.models import ExerciseDefinition, User, Workout
from tests.support.browser import Visitor, shot
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start, stored

pytestmark = pytest.mark.e2e

OFFERED_MS = 10_000


@pytest.fixture
def plank(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(
        owner=alice, title="Planke", levels=["Unterarm"], counting_type=CountingType.DURATION
    )


@pytest.fixture
def workout(make: Make, alice: User, plank: ExerciseDefinition) -> Workout:
    pushups = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    plan = [(plank, [("Unterarm", 30)] * 2), (pushups, [("Voll", 10)] * 2)]
    return start(make, alice, make.workout(athlete=alice, exercises=plan, is_template=True))


@pytest.fixture
def phone(visitor: Visitor, alice: User, workout: Workout) -> LogPage:
    return LogPage(visitor.sign_in(alice)).open(workout.id)


Values = Callable[[], list[int]]


@pytest.fixture
def values(make: Make, workout: Workout) -> Values:
    """Return a function that gives the values stored by now."""
    return lambda: [row[3] if row[4] is None else row[4] for row in stored(make, workout)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_running_clock_is_cancelled_and_stores_nothing(
    visitor: Visitor, alice: User, workout: Workout, values: Values, theme: str
) -> None:
    phone = LogPage(visitor.sign_in(alice, theme=theme)).open(workout.id)
    phone.page.clock.install()
    phone.page.locator(".dock-face").tap()
    phone.page.clock.run_for(17_000)
    expect(phone.part("hold-digits")).to_have_text("0:12")
    shot(phone.page, f"hold-cancel-{theme}", whole=False)
    phone.button("Abbrechen").tap()
    expect(phone.page.locator(".hold-clock")).to_have_count(0)
    assert (phone.values, phone.done) == (["0:30", "0:30"], [False, False])
    assert values() == []


def test_a_hold_of_nothing_is_asked_about(phone: LogPage, values: Values) -> None:
    phone.page.clock.install()
    phone.page.locator(".dock-face").tap()
    phone.page.clock.run_for(5_500)
    phone.page.touchscreen.tap(60, 700)
    dialog = phone.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Satz 1 mit 0:00 speichern?")
    shot(phone.page, "hold-nothing", whole=False)
    dialog.get_by_role("button", name="Abbrechen").tap()
    assert (phone.values, phone.done) == (["0:30", "0:30"], [False, False])
    for _ in range(30):
        phone.button("Satz 1: weniger").press("Enter")
    phone.check()
    dialog.get_by_role("button", name="0:00 speichern").tap()
    phone.until([True, False])
    phone.wait_until_sent()
    assert values() == [0]


def test_a_check_is_taken_back_with_one_tap_while_the_rest_runs(
    phone: LogPage, values: Values
) -> None:
    phone.check()
    phone.wait_until_sent()
    expect(phone.rest()).to_be_visible()
    dock = phone.part("dock").bounding_box()
    assert dock is not None
    assert dock["height"] <= 844 / 4
    shot(phone.page, "log-rest-undo", whole=False)
    phone.page.get_by_role("button", name="Rückgängig: Satz 1: 0:30 gespeichert.").tap()
    phone.until([False, False])
    expect(phone.rest()).to_be_hidden()
    phone.wait_until_sent()
    assert values() == []


def test_a_check_taken_away_is_brought_back_within_ten_seconds(
    phone: LogPage, values: Values
) -> None:
    phone.check()
    phone.wait_until_sent()
    phone.page.clock.install()
    phone.page.locator(".log-check").first.tap()
    bar = phone.part("undo-bar")
    expect(bar).to_contain_text("Satz 1 wieder offen.")
    bar.get_by_role("button", name="Rückgängig").tap()
    phone.until([True, False])
    expect(bar).to_be_hidden()
    phone.wait_until_sent()
    assert values() == [30]
    phone.page.locator(".log-check").first.press("Enter")
    phone.page.clock.run_for(OFFERED_MS - 500)
    expect(bar).to_be_visible()
    phone.page.clock.run_for(600)
    expect(bar).to_be_hidden()
