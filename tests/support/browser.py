"""A real Chromium on the served app, that reports whatever a page does wrong."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    sync_playwright,
)

from project.models import User
from tests.support.http import Site

Size = tuple[int, int]
PHONE: Final[Size] = (390, 844)
DESKTOP: Final[Size] = (1280, 800)
WIDEST_PHONE: Final = 600
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
LOCAL: Final = frozenset({"data", "blob", "about"})
# The browser's own notice of a status; which ones are wrong is decided by `_response`.
STATUS_NOTICE: Final = re.compile(r"Failed to load resource: the server responded with a status of")


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
    """Somebody in front of a browser. What goes wrong on their pages is kept in ``faults``.

    Wrong are: errors and warnings on the console (refusals of the content security policy are
    among them), exceptions, windows that ask or tell, requests to other sites, files that are not there, and status 5xx.
    """

    def __init__(self, browser: Browser, app: Flask, address: str) -> None:
        self._browser = browser
        self._app = app
        self._address = address
        self._allowed: list[str] = []
        self._faults: list[str] = []

    def open(self, *, size: Size = PHONE, theme: str = "light", **options: Any) -> Page:
        """Open a window of this size, nobody signed in; addresses may leave out the host.

        Narrow windows are phones, with touch.
        """
        width, height = size
        phone = width < WIDEST_PHONE
        context = self._browser.new_context(
            base_url=self._address,
            viewport={"width": width, "height": height},
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            color_scheme=theme,  # type: ignore[arg-type]  # light or dark
            locale="de-DE",
            timezone_id="Europe/Berlin",
            **options,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self._faults.append(f"exception: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        return page

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
        """What went wrong and was not expected."""
        return [
            fault
            for fault in self._faults
            if not any(re.search(pattern, fault) for pattern in self._allowed)
        ]

    def close(self) -> None:
        """Close all windows."""
        for context in self._browser.contexts:
            context.close()

    def _dialog(self, dialog: Dialog) -> None:
        self._faults.append(f"dialog: {dialog.type} {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not STATUS_NOTICE.match(message.text):
            self._faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in LOCAL and address.netloc != urlsplit(self._address).netloc:
            self._faults.append(f"foreign request: {request.url}")

    def _response(self, response: Response) -> None:
        asked_for = response.request.resource_type in {"document", "fetch", "xhr"}
        if response.status >= (500 if asked_for else 400):
            self._faults.append(f"status {response.status}: {response.url}")


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds wrong with a page, and what makes it scroll sideways.

    All rules count unless some are named.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    page.wait_for_load_state("networkidle")
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
