"""A real Chromium on the served app, that reports whatever a page does wrong."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from project.models import User
from tests.support.http import Site
from tests.support.windows import Size, Window, Windows, settle

PHONE: Final[Size] = (390, 844)
DESKTOP: Final[Size] = (1280, 800)
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# The first has the same engine and no window to draw: it takes half the processor time.
NAMES: Final = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def chromium() -> str:
    """Return the path of the browser; the environment's CHROMIUM wins."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise RuntimeError(
            "A browser is missing: apt-get install chromium-headless-shell, or set CHROMIUM."
        )
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """Run the browser until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """Somebody in front of a browser; what goes wrong on their pages is kept in ``faults``."""

    def __init__(self, windows: Windows, app: Flask, address: str) -> None:
        self._windows = windows
        self._app = app
        self._address = address
        self._open: list[Window] = []
        self._allowed: list[str] = []
        self._faults: list[str] = []

    def open(self, *, size: Size = PHONE, theme: str = "light", **options: Any) -> Page:
        """Open a window of this size, nobody signed in; addresses may leave out the host.

        Narrow windows are phones, with touch.
        """
        window = self._windows.take(self._address, size, theme, **options)
        self._open.append(window)
        return window.page

    def sign_in(
        self, user: User, *, size: Size = PHONE, theme: str = "light", **options: Any
    ) -> Page:
        """Open a window in which ``user`` is signed in already."""
        cookie = Site(self._app).sign_in(user).client.get_cookie("session")
        assert cookie is not None
        page = self.open(size=size, theme=theme, **options)
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": self._address}])
        return page

    def allow(self, pattern: str) -> None:
        """Expect faults that match ``pattern``, e.g. of a network that is switched off."""
        self._allowed.append(pattern)

    @property
    def faults(self) -> list[str]:
        """What went wrong and was not expected, known when all windows are closed."""
        return [
            fault
            for fault in self._faults
            if not any(re.search(pattern, fault) for pattern in self._allowed)
        ]

    def close(self) -> None:
        """Close all windows."""
        for window in self._open:
            self._faults += self._windows.give_back(window)
        self._open.clear()


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds wrong with a page, and what makes it scroll sideways.

    All rules count unless some are named.
    """
    # No rule that counts needs the style sheets, which it would fetch once more.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    settle(page)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found
        for node in violation["nodes"]
    ] + [f"scrolls sideways: {element}" for element in overflow(page)]


def overflow(page: Page) -> list[str]:
    """Return what is wider than the window; empty when nothing scrolls sideways."""
    script = """() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const wide = [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > width + 0.5)
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
      return wide.length ? wide : ["the page"];
    }"""
    found: list[str] = page.evaluate(script)
    return found


def shot(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a picture of the page in the folder that the environment's SHOTS names."""
    folder = os.environ.get("SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
