"""A real browser on the app, served by a thread of the test's own process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright
from werkzeug.serving import make_server

from project.models import User
from tests.support.http import Site

PHONE = (390, 844)
DESKTOP = (1280, 800)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def launch(playwright: Playwright) -> Browser:
    """Start the machine's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=path, args=QUIET)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the app on a free port; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Visitor:
    """A signed-in athlete in front of a browser; faults of scripts are kept in ``faults``."""

    def __init__(self, browser: Browser, app: Flask, address: str) -> None:
        self._browser = browser
        self._app = app
        self._address = address
        self.faults: list[str] = []

    def sign_in(
        self, user: User, *, size: tuple[int, int] = PHONE, theme: str = "light", **options: Any
    ) -> Page:
        """Open a window of this size; addresses may be given without the host."""
        cookie = Site(self._app).sign_in(user).client.get_cookie("session")
        assert cookie is not None
        context = self._browser.new_context(
            base_url=self._address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,  # type: ignore[arg-type]  # light or dark
            has_touch=size == PHONE,
            **options,
        )
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "session", "value": cookie.value, "url": self._address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        return page

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, and whether it scrolls sideways."""
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong = [f"{rule['id']}: {[node['target'] for node in rule['nodes'][:3]]}" for rule in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("scrolls sideways")
    return wrong
