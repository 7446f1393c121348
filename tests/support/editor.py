"""Reading and pressing the buttons of the workout editor's page."""

from typing import Any

from tests.support.http import Page, Site


def press(site: Site, page: Page, button: str, **fields: Any) -> Page:
    return site.submit(page, {"do": button, **fields}, action=page.path)


def error_at(page: Page, name: str, place: int = 1) -> str:
    """Return the message at the field with this name, the ``place``-th of them."""
    field = page.html.select(f'[name="{name}"]')[place - 1]
    note = page.html.find(id=str(field.get("aria-describedby")).split()[-1])
    return note.get_text() if note else ""


def titles(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.html.select(".blocks h2")]
