"""Times such as "vor 3 Minuten" on a page that stays open."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from project.models import User
from tests.support.browser import Visitor, shot
from tests.support.make import Make
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

MINUTE = 60_000
KB = 1000
# What the network carried, headers and all; what the browser had is not among it.
CARRIED = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].reduce((sum, { transferSize }) => sum + transferSize, 0)"""


@pytest.fixture
def athlete(make: Make) -> User:
    """An athlete with a workout three minutes ago and one of last month."""
    athlete = make.user(username="anna")
    push = make.exercise(owner=athlete, title="Liegestütze", levels=["Knie", "Voll"])
    now = datetime.now(UTC)
    for title, ago in (("Jetzt", timedelta(minutes=3)), ("Damals", timedelta(days=40))):
        make.workout(
            athlete=athlete, title=title, timestamp=now - ago, exercises=[(push, [("Voll", 5)])]
        )
    return athlete


def times(page: Page) -> list[str]:
    return page.locator("time").all_text_contents()


def test_times_stay_true_on_a_page_that_stays_open(visitor: Visitor, athlete: User) -> None:
    page = visitor.sign_in(athlete)
    page.clock.install()
    page.goto("/")
    settle(page)
    offer, new, old = times(page)
    assert (offer, new) == ("vor 3 Minuten", "vor 3 Minuten")
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", old)
    shot(page, "relative-times")
    page.clock.run_for(4 * MINUTE)
    assert times(page) == ["vor 7 Minuten", "vor 7 Minuten", old]
    page.clock.fast_forward(2 * 60 * MINUTE)
    assert times(page) == ["vor 2 Stunden", "vor 2 Stunden", old]


def test_a_page_that_is_seen_again_is_true_at_once(visitor: Visitor, athlete: User) -> None:
    page = visitor.sign_in(athlete)
    page.clock.install()
    page.goto("/workouts")
    settle(page)
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=2))
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    assert times(page)[0] == "vor 2 Tagen"


def test_a_slow_clock_makes_nothing_of_the_past_come_yet(visitor: Visitor, athlete: User) -> None:
    page = visitor.sign_in(athlete)
    page.clock.install(time=datetime.now(UTC) - timedelta(hours=3))
    page.goto("/workouts")
    settle(page)
    assert times(page)[0] == "vor ein paar Sekunden"


def test_only_a_page_with_such_times_loads_what_renews_them(
    visitor: Visitor, athlete: User
) -> None:
    page = visitor.sign_in(athlete)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto("/exercises")
    settle(page)
    assert [name for name in asked if "moment" in name] == []
    page.goto("/workouts")
    settle(page)
    assert {"moment.min.js", "de.js", "flask-moment.js"} <= set(asked)


def test_a_first_visit_and_later_pages_stay_small(
    visitor: Visitor, make: Make, athlete: User
) -> None:
    push = make.exercise(owner=athlete, title="Klimmzüge", levels=["Knie", "Voll"])
    for ago in range(20):
        make.workout(
            athlete=athlete,
            timestamp=datetime.now(UTC) - timedelta(hours=ago),
            exercises=[(push, [("Voll", 8), ("Voll", 7), ("Knie", 12)])] * 5,
        )
    # With options of its own a window is new, and so is what its browser keeps.
    page = visitor.sign_in(athlete, color_scheme="light")
    page.goto("/")
    settle(page)
    assert 60 * KB < page.evaluate(CARRIED) < 150 * KB
    page.goto("/workouts")
    settle(page)
    page.goto("/workouts")
    settle(page)
    expect(page.locator("time")).to_have_count(20)
    assert 2 * KB < page.evaluate(CARRIED) < 15 * KB


def test_without_scripts_the_words_of_the_server_stand_there(
    visitor: Visitor, athlete: User
) -> None:
    page = visitor.sign_in(athlete, java_script_enabled=False)
    page.goto("/workouts")
    expect(page.locator("time").first).to_have_text("vor 3 Minuten")
    expect(page.locator("time").first).to_be_visible()
