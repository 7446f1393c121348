"""A workout goes out as text, and comes in as text, in a browser."""

import pytest
from playwright.sync_api import expect

from project.models import ExerciseDefinition, User
from tests.support.browser import Visitor, overflow, shot, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e


def test_a_workout_is_copied_and_pasted(
    visitor: Visitor, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    done = make.workout(athlete=alice, exercises=[(push, [("Knie", 12), ("Voll", 5)])])
    page = visitor.sign_in(alice, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/workout/{done.id}")
    page.get_by_text("Als Text", exact=True).click()
    page.get_by_role("button", name="Kopieren").click()
    expect(page.locator('[data-module="copy-text"] [role=status]')).to_have_text("Kopiert.")
    text = page.evaluate("() => navigator.clipboard.readText()")
    assert text == page.locator("#workout-text").input_value()
    assert violations(page) == []
    assert overflow(page) == []
    shot(page, "workout-text")
    page.goto("/add_workout")
    page.get_by_text("Als Text einfügen").click()
    page.get_by_label("Training als Text").fill(f"{text}\nund jetzt?")
    page.get_by_role("button", name="Einfügen").click()
    expect(page.locator("#lines-error")).to_contain_text("Zeile 3, Zeichen 11")
    assert violations(page) == []
    assert overflow(page) == []
    shot(page, "paste-refused")
    page.get_by_label("Training als Text").fill(text)
    page.get_by_role("button", name="Einfügen").click()
    expect(page.locator("[name=reps1]")).to_have_count(2)
    page.locator(".submit-bar .btn-primary").click()
    page.wait_for_url("**/finished")
