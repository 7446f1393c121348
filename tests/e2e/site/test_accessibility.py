"""Every page can be used by everybody: axe finds nothing, and nothing scrolls sideways.

The pages are those of the access table, so that a new route is looked at as soon as it has its
line there: in light and dark, on a narrow phone and a desktop, and with its form refused.
"""

import pytest
from flask import Flask, url_for
from playwright.sync_api import Page

from tests.integration.access_table import DOWNLOADS, Row, Scene, rows
from tests.support.browser import DESKTOP, Visitor, shot, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e

SIZES = {"desktop": DESKTOP, "phone": (360, 740)}
PAGES = [
    row
    for row in rows()
    if row.method == "GET" and "200" in row.gets.values() and row.endpoint not in DOWNLOADS
]
FORMS = {row.endpoint for row in rows() if row.method == "POST" and "422" in row.gets.values()}


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


def address(app: Flask, scene: Scene, row: Row) -> str:
    rule = next(app.url_map.iter_rules(row.endpoint))
    with app.test_request_context():
        return url_for(row.endpoint, **scene.arguments(row, rule.arguments))  # type: ignore[arg-type]  # numbers and names


def window(visitor: Visitor, scene: Scene, row: Row) -> Page:
    """Open a window of the one the page is for: the owner wherever they see it."""
    order = ("owner", "unconfirmed", "anonymous", "follower", "stranger")
    user = scene.visitors[next(each for each in order if row.gets[each] == "200")]
    return visitor.sign_in(user, size=DESKTOP) if user else visitor.open(size=DESKTOP)


def check(page: Page, name: str) -> None:
    """Look at the page in both sizes, and at what may differ in the dark: the colours."""
    found = []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    for device, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{device}: {each}" for each in violations(page)]
        shot(page, f"{name}-{device}-light")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"dark: {each}" for each in violations(page, rules=("color-contrast",))]
    shot(page, f"{name}-dark")
    assert found == [], name


def check_in_english(page: Page, name: str) -> None:
    """Look at the page again where there is least room, and go back to German."""
    address = page.url
    page.context.add_cookies([{"name": "language", "value": "en", "url": address}])
    page.goto(address)
    assert page.locator("html").get_attribute("lang") == "en"
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    assert violations(page) == [], name
    shot(page, f"{name}-english")
    page.context.clear_cookies(name="language")
    page.goto(address)


@pytest.mark.parametrize("row", PAGES, ids=lambda row: str(row.endpoint))
def test_a_page_can_be_used_by_everybody(
    app: Flask, visitor: Visitor, scene: Scene, row: Row
) -> None:
    page = window(visitor, scene, row)
    answer = page.goto(address(app, scene, row))
    assert answer is not None
    if not answer.headers["content-type"].startswith("text/html"):
        return
    check(page, row.endpoint)
    check_in_english(page, row.endpoint)
    if row.endpoint in FORMS:
        send_empty(page)
        check(page, f"{row.endpoint}-refused")


def send_empty(page: Page) -> None:
    """Send the page's own form with nothing in it, past the browser's checks."""
    with page.expect_navigation():
        page.evaluate(
            """() => {
              const form = document.querySelector('main form[method="post"]');
              for (const field of form.querySelectorAll('input:not([type="hidden"]), textarea')) {
                if (field.type === "checkbox" || field.type === "radio") field.checked = false;
                else field.value = "";
              }
              HTMLFormElement.prototype.submit.call(form);
            }"""
        )


def test_an_error_page_can_be_used_by_everybody(visitor: Visitor) -> None:
    page = visitor.open(size=DESKTOP)
    page.goto("/nowhere")
    check(page, "error")
