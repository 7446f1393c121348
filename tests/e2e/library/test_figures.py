"""Figures in a browser: loaded when they are near, in the page's theme, moving where welcome."""

from io import BytesIO
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Page

from project.models import User
from project.rules.library.starter_library import starter_ladder
from project.services.library import starter_library as service
from tests.support.browser import Visitor, shot, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e

LOADED = """(ending) => [...document.images].some((image) => image.src.endsWith(ending)
  && image.classList.contains("figure") && image.complete && image.naturalWidth > 0)"""
SHIRT = {"light": (18, 144, 143), "dark": (47, 179, 174)}


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


def test_the_starter_library_loads_no_figure_before_its_ladder_is_opened(
    visitor: Visitor, alice: User
) -> None:
    # In a window of its own: what another page has brought comes from memory, near or not.
    page = visitor.sign_in(alice, java_script_enabled=True)
    asked = figures_asked_for(page)
    page.goto("/starter_library", wait_until="load")
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.locator("#ladder-push-up summary").first.click()
    page.wait_for_function(LOADED, arg="/einarmige-liegestuetze.svg")
    assert all("/still/" in address for address in asked)
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
    # A page cannot look into a picture of another file, but whoever looks at the page can.
    seen = Image.open(BytesIO(page.locator(f'img[src$="{name}"]:visible').first.screenshot()))
    assert SHIRT[theme] in set(seen.convert("RGB").get_flattened_data())
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
