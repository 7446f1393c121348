"""The first screen of *Heute* says what is due."""

import pytest
from playwright.sync_api import Locator, expect

from project.models import User
from tests.support.browser import PHONE, Visitor, shot, violations
from tests.support.diary import LEVELS, Diary, done
from tests.support.make import Make

pytestmark = pytest.mark.e2e

TARGET = 44  # what a finger hits


def bottom(target: Locator) -> float:
    box = target.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_button_next_and_proposals_are_on_the_first_screen_in_this_order(
    visitor: Visitor, make: Make, alice: User, diary: Diary, theme: str
) -> None:
    exercises = [make.exercise(owner=alice, title=name, levels=LEVELS) for name in ("Dips", "Zug")]
    for day in (0, 2):
        diary.log(day, *((each, done("Knie", 9, 8, 8)) for each in exercises))
    for name in ("Oberkörper mit Zusatzgewicht und viel Zeit", "Beine", "Rumpf"):
        make.workout(athlete=alice, title=name, is_template=True)
    page = visitor.sign_in(alice, theme=theme)
    page.goto("/")
    button = page.locator(".start-due > form button")
    lines = page.locator(".proposal-line")
    expect(lines).to_have_count(2)
    shot(page, f"today-{theme}", whole=False)
    last_row = page.locator(".today-plan > .rows").first.locator("> li").last
    ends = [bottom(each) for each in (page.get_by_role("heading", level=1), button, last_row)]
    ends += [bottom(lines.first), bottom(lines.last)]
    assert ends == sorted(ends)
    assert ends[-1] <= PHONE[1]
    page.locator(".start-due summary").tap()
    expect(page.get_by_role("button", name="Leeres Training starten")).to_be_visible()
    assert violations(page) == []
    shot(page, f"today-else-{theme}", whole=False)
    lines.first.locator("summary").press("Enter")
    assert violations(page) == []
    shot(page, f"today-open-{theme}", whole=False)


def test_further_proposals_are_as_easy_to_tap_as_the_others(
    visitor: Visitor, make: Make, alice: User, diary: Diary
) -> None:
    exercises = [make.exercise(owner=alice, title=f"Dips {each}", levels=LEVELS) for each in "ABC"]
    for day in (0, 2):
        diary.log(day, *((each, done("Knie", 9, 8, 8)) for each in exercises))
    page = visitor.sign_in(alice)
    page.goto("/")
    box = page.get_by_role("link", name="Weitere Vorschläge").bounding_box()
    assert box is not None
    assert box["height"] >= TARGET


def test_a_yes_is_one_tap(visitor: Visitor, make: Make, alice: User, diary: Diary) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=LEVELS)
    for day in (0, 2):
        diary.log(day, (dips, done("Knie", 9, 8, 8)))
    page = visitor.sign_in(alice)
    page.goto("/")
    page.get_by_role("button", name="Ja, nächste Stufe: Dips").tap()
    expect(page.locator(".proposal-line")).to_have_count(0)
    expect(page.locator(".target-row .chip")).to_contain_text("Voll")
