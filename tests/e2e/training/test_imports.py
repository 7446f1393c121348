"""Arriving with years of training in another app."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from project.models import Set, User, Workout
from tests.support.browser import DESKTOP, PHONE, Visitor, shot, violations
from tests.support.histories import hevy
from tests.support.make import Make

pytestmark = pytest.mark.e2e

MOST_CLICKS = 12


class Hand:
    """Counts what somebody has to press."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.clicks = 0

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        self._page.get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]  # one of Playwright's roles


def look(page: Page, name: str) -> None:
    """Keep pictures of a page as phones and desktops show it, and ask axe."""
    for device, (width, height) in {"desktop": DESKTOP, "phone": PHONE}.items():
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], (name, device)
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            shot(page, f"import-{name}-{device}-{theme}")


@pytest.mark.parametrize("language", ["de", "en"])
def test_three_years_of_another_app_become_ladders_in_a_dozen_clicks(
    visitor: Visitor, make: Make, alice: User, tmp_path: Path, language: str
) -> None:
    words = {
        "de": ("Trainings importieren", "Hochladen", "Übernehmen", "Weiter zu den Namen",
               "Importieren", "Zum Fortschritt"),
        "en": ("Import workouts", "Upload", "Apply", "On to the names", "Import", "To your progress"),
    }[language]  # fmt: skip
    file = tmp_path / "workouts.csv"
    file.write_bytes(hevy())
    with make.session() as session:
        session.get_one(User, alice.id).language = language
    page = visitor.sign_in(alice)
    hand = Hand(page)
    page.goto("/auth/settings")
    hand.press("link", words[0])
    look(page, f"upload-{language}")
    hand.clicks += 2  # the file's field, and the file
    page.locator("input[type=file]").set_input_files(file)
    hand.press("button", words[1])
    page.wait_for_url("**/import/*")
    look(page, f"questions-{language}")
    hand.press("button", words[2])
    expect(page.get_by_role("link", name=words[3])).to_be_visible()
    look(page, f"preview-{language}")
    hand.press("link", words[3])
    page.wait_for_url("**/names")
    look(page, f"names-{language}")
    hand.press("button", words[4])
    expect(page.get_by_role("link", name=words[5])).to_be_visible(timeout=60_000)
    look(page, f"done-{language}")
    hand.press("link", words[5])
    page.wait_for_url("**/progress")
    assert hand.clicks <= MOST_CLICKS
    shot(page, f"import-progress-{language}")
    assert (make.count(Workout, visibility="private"), make.count(Set)) == (312, 1872)
    with make.session() as session:
        levels = dict.fromkeys(
            name for (name,) in session.query(Set.progression).order_by(Set.id).distinct()
        )
    assert len(levels) == 6
    push = {"de": "Liegestütze", "en": "Push-ups"}[language]
    page.goto("/exercises")
    page.get_by_role("link", name=push, exact=True).first.click()
    for level in {
        "de": ("Knieliegestütze", "Liegestütze", "Diamantliegestütze"),
        "en": ("Knee push-up", "Push-up", "Diamond push-up"),
    }[language]:
        expect(page.locator("main")).to_contain_text(level)
    shot(page, f"import-exercise-{language}")
