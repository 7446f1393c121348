"""Figures in a browser: loaded when they are near, in the page's theme, moving where welcome."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from project.models import User
from project.rules.library.starter_library import starter_ladder, starter_library
from project.services.library import starter_library as service
from tests.support.browser import Visitor, shot, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e

LOADED = """(ending) => [...document.images].some((image) => image.src.endsWith(ending)
  && image.classList.contains("figure") && image.complete && image.naturalWidth > 0)"""
# The colour in the middle of what is drawn: a page cannot look into a picture but by drawing it.
DRAWN = """async (name) => {
  const image = [...document.images].find((each) => each.src.endsWith(name));
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 240 });
  canvas.getContext("2d").drawImage(image, 0, 0, 480, 240);
  const { data } = canvas.getContext("2d").getImageData(0, 0, 480, 240);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
  return [...colours];
}"""
SHIRT = {"light": "18,144,143", "dark": "47,179,174"}


def figures_asked_for(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if "/figures/" in each.url else None)
    return asked


@pytest.fixture
def push_ups(make: Make, alice: User) -> int:
    """The ladder of push-ups in alice's library."""
    ladder = starter_ladder("push-up")
    assert ladder is not None
    with make.session() as session:
        return service.add_ladder(session.get_one(User, alice.id), ladder).exercise_id


def test_the_starter_library_loads_no_figure_of_a_ladder_that_is_not_near(
    visitor: Visitor, alice: User
) -> None:
    far = {level.key for ladder in starter_library()[6:] for level in ladder.levels}
    page = visitor.sign_in(alice)
    asked = figures_asked_for(page)
    page.goto("/starter_library", wait_until="load")
    page.wait_for_load_state("networkidle")
    # Before the style is there a browser may ask for those of the first ladder, closed as it is.
    assert [each for each in asked if Path(each).stem in far] == []
    page.locator("#ladder-push-up summary").first.click()
    page.wait_for_function(LOADED, arg="/einarmige-liegestuetze.svg")
    assert all("/still/" in address for address in asked)
    assert [each for each in asked if Path(each).stem in far] == []
    assert violations(page) == []
    shot(page, "figures-starter-library", whole=False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_wears_the_theme_of_its_page(
    visitor: Visitor, alice: User, push_ups: int, theme: str
) -> None:
    page = visitor.sign_in(alice, theme=theme)
    page.goto(f"/exercises/{push_ups}")
    name = "/still/einarmige-liegestuetze.svg"
    page.wait_for_function(LOADED, arg=name)
    colours = page.evaluate(DRAWN, name)
    assert SHIRT[theme] in colours
    assert violations(page) == []
    shot(page, f"figures-ladder-{theme}")


@pytest.mark.parametrize(("motion", "way"), [("no-preference", "moving"), ("reduce", "still")])
def test_one_figure_moves_where_motion_is_welcome(
    visitor: Visitor,
    alice: User,
    push_ups: int,
    motion: Literal["no-preference", "reduce"],
    way: str,
) -> None:
    page = visitor.sign_in(alice)
    page.emulate_media(reduced_motion=motion)
    page.goto(f"/exercises/{push_ups}")
    page.locator(".rung-how summary", has_text="Diamant").click()
    shown = page.locator(".rung-how[open] .figure:visible")
    assert shown.count() == 1
    address = shown.get_attribute("src")
    assert address is not None
    assert address.endswith(f"/{way}/diamantliegestuetze.svg")
    page.wait_for_function(LOADED, arg=address)
    shot(page, f"figures-how-{way}")
