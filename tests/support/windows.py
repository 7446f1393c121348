"""Windows of the browser, used again: a new one costs a second of processor time.

What goes wrong in a window is kept in its ``faults``: errors and warnings on the console (refusals
of the content security policy are among them), exceptions, windows that ask or tell, requests to
other sites, files that are not there, and status 5xx.
"""

import re
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Error, Page, Request, Response

Size = tuple[int, int]
WIDEST_PHONE: Final = 600
LOCAL: Final = frozenset({"data", "blob", "about"})
# The browser's own notice of a status; which ones are wrong is decided by `_response`.
STATUS_NOTICE: Final = re.compile(r"Failed to load resource: the server responded with a status of")
# A page's own modules are waited for, and then the two frames in which what they did is drawn.
MODULES: Final = """async () => {
  const main = document.querySelector('script[type="module"][src$="/main.mjs"]');
  const roots = [...document.querySelectorAll("[data-module]")];
  const names = new Set(roots.flatMap((root) => root.dataset.module.split(" ")));
  if (main) {
    await Promise.all([...names].map((name) => import(new URL(`modules/${name}.mjs`, main.src))));
  }
}"""
TWO_FRAMES: Final = """() => new Promise((drawn) => {
  requestAnimationFrame(() => requestAnimationFrame(() => drawn()));
})"""
# A clock of the test's stays with a window for good.
HAS_OWN_CLOCK: Final = "() => '__pwClock' in globalThis"
FORGET: Final = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}"""

_asked_for: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


def settle(page: Page) -> None:
    """Wait until the page's scripts have run, and have been answered what they asked for."""
    page.wait_for_load_state()
    page.evaluate(MODULES)
    if _asked_for.get(page, True):
        page.wait_for_load_state("networkidle")
    page.evaluate(TWO_FRAMES)


class Window:
    """One window; narrow ones are phones, with touch."""

    def __init__(self, browser: Browser, address: str, *, phone: bool, **options: Any) -> None:
        self.kind = (address, phone)
        self.faults: list[str] = []
        self._is_special = bool(options)
        self._address = address
        context = browser.new_context(
            base_url=address,
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            **options,
        )
        context.set_default_timeout(10_000)
        self.page = page = context.new_page()
        self._waiting = _asked_for[page] = set()
        page.on("console", self._console)
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("request", self._request)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)
        page.on("response", self._response)

    def show(self, size: Size, theme: str) -> None:
        """Be a window of this size in this theme."""
        width, height = size
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(
            media="null",
            color_scheme=theme,  # type: ignore[arg-type]  # light or dark
            reduced_motion="null",
        )

    def empty(self) -> bool:
        """Make the window as good as new; return whether that is possible."""
        page, context = self.page, self.page.context
        if self._is_special or context.pages != [page]:
            return False
        try:
            if page.evaluate(HAS_OWN_CLOCK):
                return False
            self.faults = []  # those that were on their way are noted
            page.unroute_all()
            context.unroute_all()
            context.set_offline(False)
            context.clear_cookies()
            page.goto("/healthz")
            page.evaluate(FORGET)
        except Error:  # e.g. a server that was killed
            return False
        self.faults = []
        return True

    def close(self) -> None:
        self.page.context.close()

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.type} {dialog.message}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not STATUS_NOTICE.match(message.text):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        self._waiting.add(request)
        address = urlsplit(request.url)
        if address.scheme not in LOCAL and address.netloc != urlsplit(self._address).netloc:
            self.faults.append(f"foreign request: {request.url}")

    def _answered(self, request: Request) -> None:
        self._waiting.discard(request)

    def _response(self, response: Response) -> None:
        asked_for = response.request.resource_type in {"document", "fetch", "xhr"}
        if response.status >= (500 if asked_for else 400):
            self.faults.append(f"status {response.status}: {response.url}")


class Windows:
    """All windows of a browser; those nobody looks at wait, emptied, for the next one."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._empty: list[Window] = []

    def take(self, address: str, size: Size, theme: str, **options: Any) -> Window:
        """Return a window with nothing in it; ``options`` are the browser's own."""
        phone = size[0] < WIDEST_PHONE
        kept = next((each for each in self._empty if each.kind == (address, phone)), None)
        if kept is None or options:
            window = Window(self._browser, address, phone=phone, **options)
        else:
            self._empty.remove(kept)
            window = kept
        window.show(size, theme)
        return window

    def give_back(self, window: Window) -> list[str]:
        """Empty the window or close it; return what went wrong in it."""
        faults = window.faults
        if window.empty():
            self._empty.append(window)
        else:
            window.close()
        return faults
