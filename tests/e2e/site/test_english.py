"""A day in English: what scripts say, and what they keep true, is English as well."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from project.models import User
from tests.support.browser import Visitor, overflow, shot
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

# Of our German texts nearly every one has such a sign or word.
GERMAN = re.compile(
    r"[äöüßÄÖÜ„]|\b(der|die|das|und|ist|nicht|von|mit|für|auf|dein|deine|Satz|Stufe|Ziel|Wdh|noch)\b"
)


@pytest.fixture
def athlete(make: Make) -> User:
    """An athlete who reads English, with a plan and a workout of a few minutes ago."""
    athlete = make.user(username="anna", language="en")
    push = make.exercise(owner=athlete, title="Push-ups", levels=["Knee push-up", "Push-up"])
    plan = [(push, [("Push-up", 8), ("Push-up", 7)])]
    make.workout(athlete=athlete, title="Basics", is_template=True, exercises=plan)
    ago = datetime.now(UTC) - timedelta(minutes=3)
    make.workout(athlete=athlete, title="Morning", timestamp=ago, exercises=plan)
    return athlete


def speaks_english(page: Page) -> None:
    """Look at all that is written or read out on the page, but not at names of languages."""
    settle(page)
    assert page.locator("html").get_attribute("lang") == "en"
    said: list[str] = page.evaluate(
        """() => [
          ...document.body.innerText.split("\\n"),
          ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((each) =>
            ["aria-label", "title", "placeholder"].map((name) => each.getAttribute(name) ?? "")),
        ]"""
    )
    assert [text for text in said if GERMAN.search(text)] == []
    assert overflow(page) == []


def test_a_workout_is_logged_in_english(visitor: Visitor, athlete: User) -> None:
    page = visitor.sign_in(athlete)
    page.goto("/")
    speaks_english(page)
    phone = LogPage(page)
    page.get_by_role("button", name="Basics").tap()
    phone.started()
    expect(phone.part("progress")).to_have_text("0 of 2")
    speaks_english(page)
    phone.check()
    phone.says("Saved")
    visitor.allow("ERR_INTERNET_DISCONNECTED|Failed to (load resource|fetch)")
    page.context.set_offline(True)
    phone.check()
    phone.says("1 set is waiting for a connection")
    speaks_english(page)
    shot(page, "english-offline")
    page.context.set_offline(False)
    phone.says("Saved", timeout=30_000)
    speaks_english(page)
    page.get_by_role("link", name="Finish workout").tap()
    page.wait_for_url("**/finish")
    speaks_english(page)
    page.get_by_role("button", name="Save workout").tap()
    expect(page.get_by_text("Workout saved.")).to_be_visible()
    speaks_english(page)
    shot(page, "english-workout")


def test_times_stay_true_in_english(visitor: Visitor, athlete: User) -> None:
    page = visitor.sign_in(athlete)
    page.clock.install()
    page.goto("/workouts")
    settle(page)
    newest = page.locator("time").first
    expect(newest).to_have_text("3 minutes ago")
    page.clock.run_for(4 * 60_000)
    expect(newest).to_have_text("7 minutes ago")


def test_the_switch_in_the_foot_leads_back_to_the_page(visitor: Visitor, make: Make) -> None:
    page = visitor.sign_in(make.user(username="bea"))
    page.goto("/exercises?q=row")
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_role("button", name="English").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    assert page.url.endswith("/exercises?q=row")
    speaks_english(page)
