"""Whoever follows every link of the site finds only whole, valid pages, and leads to every page."""

from collections import Counter
from urllib.parse import parse_qs, urldefrag, urlsplit

import pytest
from flask import Flask

from project.models import User
from tests.integration.abuse.surface import place_of
from tests.integration.access_table import Scene, rows
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

ALIKE = 4
"""How many pages are opened that differ by ids and values alone."""

# No link of a page leads there: mails do, forms and scripts do, or somebody who watches the server.
NOT_LINKED = {
    "auth.confirm_email",
    "auth.confirm_new_email",
    "auth.forgot_new",
    "auth.unconfirmed",
    "auth.register",
    "auth.login",
    "auth.forgot",
    "main.finished_workout",
    "main.import_name",
    "main.healthz",
    "main.readyz",
    "main.log_choices",
    "main.log_state",
    "main.notifications",
    "main.manifest",
    "main.service_worker",
    "main.picture",
    "main.initials",
    "main.figure",
    "main.calendar_feed",
    "main.stop_reminders",
}


class Crawl:
    """One visitor who follows every link.

    ``found`` counts what was opened, by endpoint; ``pages`` has it, by address. Without ``checks``
    pages are only read.
    """

    def __init__(self, app: Flask, user: User | None, *, checks: bool = True) -> None:
        self.app = app
        self._checks = checks
        self.site = Site(app).sign_in(user) if user else Site(app)
        self.found: Counter[str] = Counter()
        self.pages: dict[str, str] = {}
        self._waiting = ["/"]
        self._shapes: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self._seen: set[str] = set()
        self._files: set[str] = set()

    def run(self) -> None:
        """Open everything."""
        while self._waiting:
            opened = self._waiting.pop()
            page = self._page(opened)
            self.pages[opened] = page.response.get_data(as_text=True)
            for target in page.links():
                self._follow(page, target)
            for tag in page.html.select("[src], link[href], use[href]") if self._checks else ():
                self._fetch(str(tag.get("src") or tag["href"]))

    def _page(self, url: str) -> Page:
        if self._checks:
            return self.site.open(url)
        return Page(self.site.client.get(url, follow_redirects=True))

    def _follow(self, page: Page, target: str) -> None:
        address, fragment = urldefrag(target)
        if not address:
            assert not fragment or page.html.find(id=fragment), (page.path, target)
            return
        parts = urlsplit(address)
        if parts.netloc not in {"", "localhost"}:
            assert parts.scheme == "https", (page.path, target)
            return
        assert address.startswith("/"), (page.path, target)
        if address in self._seen or parts.path.startswith("/static/"):
            return
        self._seen.add(address)
        place = place_of(self.app, parts.path, "GET")
        assert place is not None, (page.path, target)
        shape = (place[0], tuple(sorted(parse_qs(parts.query))))
        self._shapes[shape] += 1
        if self._shapes[shape] <= ALIKE:
            self.found[place[0]] += 1
            self._waiting.append(address)

    def _fetch(self, address: str) -> None:
        address = urldefrag(address).url
        if address and address not in self._files:
            self._files.add(address)
            response = self.site.client.get(address)
            assert response.status_code == 200, address
            response.close()


def scene_with_everything(make: Make) -> Scene:
    """The visitors of the table, and what makes links appear that are not always there."""
    scene = Scene(make)
    owner = scene.visitors["owner"]
    assert owner is not None
    make.category("Unbenutzt")
    exercise = make.exercise(owner=owner)
    make.workout(
        athlete=owner,
        title="Anders als geplant",
        exercises=[(exercise, [("Knie", 9)])],
        template_id=int(str(scene.things["template_id"])),
    )
    return scene


@pytest.mark.parametrize("visitor", ["anonymous", "unconfirmed", "follower"])
def test_every_link_leads_to_a_whole_and_valid_page(app: Flask, make: Make, visitor: str) -> None:
    crawl = Crawl(app, scene_with_everything(make).visitors[visitor])
    crawl.run()
    assert crawl.found


def test_every_page_can_be_reached_by_links(app: Flask, make: Make) -> None:
    crawl = Crawl(app, scene_with_everything(make).visitors["owner"])
    crawl.run()
    pages = {row.endpoint for row in rows() if row.method == "GET" and row.gets["owner"] == "200"}
    assert pages - set(crawl.found) == NOT_LINKED & pages
