"""What stays on a phone's screen while the page is scrolled leaves most of it to the page."""

from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from project.models import ExerciseCategory, ExerciseDefinition, User, Workout
from tests.e2e.site.test_accessibility import PAGES, address
from tests.integration.access_table import Scene
from tests.support.browser import Visitor, overflow, shot
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

SIZE: Final = (360, 640)
LONG: Final = "Einarmige Bogenschützenliegestütze mit erhöhten Füßen und Gewichtsweste ({})"
NAME: Final = "ein_langer_name_der_alle_vierundsechzig_zeichen_nimmt_die_gehen"
ORDER: Final = ("owner", "unconfirmed", "anonymous", "follower", "stranger")
HEIGHT: Final = "title => title.getBoundingClientRect().height"
# Elements that stay where they are and cover more of the window than a fifth; a dialog is no part
# of the page.
TALL: Final = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.closest("dialog"))
  .filter((each) => ["sticky", "fixed"].includes(getComputedStyle(each).position))
  .map((each) => [each, each.getBoundingClientRect()])
  .map(([each, { top, bottom }]) => [each, Math.min(bottom, innerHeight) - Math.max(top, 0)])
  .filter(([, height]) => height > innerHeight / 5)
  .map(([each, height]) => `${each.tagName.toLowerCase()}.${each.className} ${height}`)"""


@pytest.fixture
def scene(make: Make) -> Scene:
    """Everything there is, with the longest names it may have."""
    scene = Scene(make)
    with make.session() as session:
        for definition in session.query(ExerciseDefinition):
            definition.title = LONG.format(definition.id)
        session.execute(update(Workout).values(title=LONG.format("T")))
        session.execute(update(ExerciseCategory).values(name=LONG.format("K")))
        owner = session.query(User).filter_by(username="owner").one()
        owner.username = scene.things["username"] = scene.things["recipient"] = NAME
    return scene


def tall(page: Page) -> list[str]:
    """Return what stays and is too tall, at the top of the page and further down."""
    settle(page)
    page.evaluate("scrollTo(0, 0)")
    found = page.evaluate(TALL)
    page.evaluate("scrollTo(0, 400)")
    return [*found, *page.evaluate(TALL), *overflow(page)]


def test_no_part_that_stays_takes_more_than_a_fifth_of_a_phone(
    app: Flask, visitor: Visitor, scene: Scene
) -> None:
    pages: dict[str, Page] = {}
    found = {}
    for row in PAGES:
        who = next(each for each in ORDER if row.gets[each] == "200")
        user = scene.visitors[who]
        if who not in pages:
            pages[who] = visitor.sign_in(user, size=SIZE) if user else visitor.open(size=SIZE)
        page = pages[who]
        answer = page.goto(address(app, scene, row))
        assert answer is not None
        if answer.headers["content-type"].startswith("text/html"):
            found[row.endpoint] = tall(page)
            shot(page, f"sticky-{row.endpoint}", whole=False)
    assert found == {name: [] for name in found}


def test_a_title_of_two_lines_is_all_there_on_tap(
    visitor: Visitor, make: Make, alice: User
) -> None:
    plan = [
        (make.exercise(owner=alice, title=LONG.format(number)), [("Knie", 5)])
        for number in range(4)
    ]
    page = visitor.sign_in(alice, size=SIZE)
    made = make.workout(athlete=alice, exercises=plan, no_title=True)
    running = make.workout(athlete=alice, exercises=plan, title=LONG.format("T"), is_running=True)
    for path in (f"/workout/{made.id}", f"/workout/{running.id}/log"):
        page.goto(path)
        assert tall(page) == []
        title = page.get_by_role("heading", level=1).first
        folded = title.evaluate(HEIGHT)
        title.tap()
        assert title.evaluate(HEIGHT) > folded
        assert title.evaluate("title => title.scrollHeight - title.clientHeight") <= 1
        title.tap()
        expect(title).not_to_be_focused()
        assert title.evaluate(HEIGHT) == folded
        assert title.evaluate("title => title.tabIndex") == 0


def test_the_rest_and_the_next_set_leave_most_of_a_phone(
    visitor: Visitor, make: Make, alice: User
) -> None:
    exercise = make.exercise(owner=alice, title=LONG.format(1))
    done = make.workout(athlete=alice, exercises=[(exercise, [("Knie", 5)] * 3)], title="Zuvor")
    page = visitor.sign_in(alice, size=SIZE)
    page.goto(f"/workout/{done.id}")
    page.get_by_role("button", name="Noch einmal", exact=True).click()
    log = LogPage(page).started()
    log.check()
    expect(page.locator("[data-part=rest]")).to_be_visible()
    shot(page, "sticky-rest", whole=False)
    assert tall(page) == []
    log.check()
    log.check()
    expect(page.locator("[data-part=dock-end]")).to_be_visible()
    assert tall(page) == []


def test_a_short_title_is_no_stop_for_the_keyboard(
    visitor: Visitor, make: Make, alice: User
) -> None:
    workout = make.workout(athlete=alice, title="Kurz")
    page = visitor.sign_in(alice, size=SIZE)
    page.goto(f"/workout/{workout.id}")
    settle(page)
    assert page.get_by_role("heading", level=1).evaluate("title => title.tabIndex") == -1
