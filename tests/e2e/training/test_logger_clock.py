"""The clock for holds as its athlete wants it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from project.enums import CountingType
from project.models import User, Workout, utc_now
from tests.support.browser import Visitor, shot
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start, stored

pytestmark = pytest.mark.e2e


@pytest.fixture
def workout(make: Make, alice: User) -> Workout:
    plank = make.exercise(
        owner=alice, title="Planke", levels=["Unterarm"], counting_type=CountingType.DURATION
    )
    plan = [(plank, [("Unterarm", 12)] * 2)]
    return start(make, alice, make.workout(athlete=alice, exercises=plan, is_template=True))


def open_settings(phone: LogPage) -> None:
    phone.page.locator(".log-head summary").tap()
    phone.button("Uhr einstellen").tap()


def test_the_clock_is_set_once_and_stops_at_the_target(
    visitor: Visitor, make: Make, alice: User, workout: Workout
) -> None:
    page = visitor.sign_in(alice)
    phone = LogPage(page).open(workout.id)
    open_settings(phone)
    for name in ("5 s", "0,5 s"):
        expect(phone.button(name)).to_have_attribute("aria-pressed", "true")
    phone.button("3 s").tap()
    phone.button("keiner").tap()
    phone.button("Am Ziel von selbst stoppen").tap()
    shot(page, "clock-settings")
    phone.button("Schließen").tap()
    page.reload()
    phone.started()
    page.clock.install()
    page.clock.pause_at(utc_now() + timedelta(minutes=1))
    page.locator(".dock-face").tap()
    expect(phone.part("hold-digits")).to_have_text("3")
    page.clock.run_for(14_000)
    expect(phone.part("hold-digits")).to_have_text("0:11")
    page.clock.run_for(1_500)
    expect(page.locator(".hold-clock")).to_have_count(0)
    page.clock.resume()
    phone.until([True, False])
    phone.wait_until_sent()
    assert [row[4] for row in stored(make, workout)] == [12]
    open_settings(phone)
    expect(phone.button("3 s")).to_have_attribute("aria-pressed", "true")


def test_nobody_without_a_hold_is_bothered(visitor: Visitor, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, title="Liegestütze")
    plan = make.workout(athlete=alice, exercises=[(push, [("Voll", 8)])], is_template=True)
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, plan).id)
    phone.page.locator(".log-head summary").tap()
    expect(phone.part("clock")).to_be_hidden()
