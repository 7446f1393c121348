"""The logger's page in a browser, as a thumb uses it."""

from playwright.sync_api import Locator, Page, expect

UNSENT = "() => Object.keys(localStorage).filter((key) => /:(queue|aside):/.test(key)).length"


class LogPage:
    """A phone on which a workout is logged; ``taps`` counts how often it was tapped."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def open(self, workout_id: int) -> "LogPage":
        self.page.goto(f"/workout/{workout_id}/log")
        return self.started()

    def started(self) -> "LogPage":
        """Wait until the page works."""
        self.page.wait_for_selector("[data-started]")
        return self

    def tap(self, target: Locator, *, x: int | None = None) -> None:
        """Tap in the middle, or so far from the left end."""
        self.taps += 1
        target.tap(position=None if x is None else {"x": x, "y": 20})

    def check(self) -> None:
        """Check the set that is on, by its key: taps that quick would be taken for double ones."""
        self.page.locator(".dock-check").press("Enter")

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-part="{name}"]').first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def title(self) -> str:
        """The exercise in view."""
        return self.part("now-title").inner_text()

    @property
    def values(self) -> list[str]:
        """The values of the rows in view."""
        return self.page.locator(".log-value").all_inner_texts()

    @property
    def done(self) -> list[bool]:
        """Which of the rows in view are checked."""
        checks = self.page.locator(".log-check").all()
        return [check.get_attribute("aria-pressed") == "true" for check in checks]

    def rest(self) -> Locator:
        return self.page.locator(".rest-bar")

    def unsent(self) -> int:
        """How many changes wait on this device."""
        count: int = self.page.evaluate(UNSENT)
        return count

    def wait_until_sent(self, *, timeout: float = 20_000) -> None:
        self.page.wait_for_function(f"() => ({UNSENT})() === 0", timeout=timeout)

    def says(self, text: str, *, timeout: float = 15_000) -> None:
        """Expect the line about what is stored where to say this, and to be read in full."""
        line = self.part("sync-line")
        expect(line).to_have_text(text, timeout=timeout)
        assert line.evaluate("line => line.scrollWidth <= line.clientWidth"), text

    def exercise(self, title: str) -> None:
        """Bring an exercise into view."""
        self.page.locator(".log-exercise").filter(has_text=title).tap()
        expect(self.part("now-title")).to_have_text(title)

    def menu(self, item: str) -> None:
        """Choose from the menu of the exercise in view."""
        head = self.part("now-head")
        head.locator("summary").tap()
        head.get_by_role("button", name=item).tap()

    def until(self, done: list[bool]) -> None:
        """Wait until just these rows in view are checked."""
        script = """(done) => {
          const checks = [...document.querySelectorAll(".log-check")];
          const now = checks.map((check) => check.getAttribute("aria-pressed") === "true");
          return JSON.stringify(now) === JSON.stringify(done);
        }"""
        self.page.wait_for_function(script, arg=done)
