"""An athlete's own pictures of levels in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from project.models import User
from tests.support.browser import Visitor, shot, violations
from tests.support.images import photo
from tests.support.make import Make

pytestmark = pytest.mark.e2e


def test_photos_are_made_small_and_shown_on_the_ladder(
    visitor: Visitor, make: Make, alice: User, tmp_path: Path
) -> None:
    file = tmp_path / "IMG_0001.jpeg"
    file.write_bytes(photo(4000, 3000, quality=90))
    planche = make.exercise(owner=alice, title="Planche", levels=["Tuck", "Straddle"])
    page = visitor.sign_in(alice)
    page.goto(f"/exercise/{planche.id}/update")
    choose = page.locator('input[name="level_picture"]')
    expect(choose).to_have_count(2)
    expect(choose.first).to_be_hidden()
    page.get_by_role("button", name="Stufe", exact=True).click()
    page.locator('input[name="level_name"]').last.fill("Full")
    for row in (0, 2):
        page.locator(".level-texts summary").nth(row).click()
        choose.nth(row).set_input_files(file)
        note = page.locator("[data-photo] [data-note]").nth(row)
        expect(note).to_have_text("Dein Gerät verkleinert das Bild vor dem Senden.")
    assert violations(page) == []
    shot(page, "level-pictures-form")
    page.get_by_role("button", name="Speichern").click()
    page.wait_for_url(f"**/exercises/{planche.id}")
    shown = page.locator(".ladder .rung-name > img.figure-own")
    assert shown.count() == 2
    page.wait_for_function(
        """() => [...document.querySelectorAll(".rung-name > img.figure-own")]
          .every((each) => each.complete && each.naturalWidth === 125)"""
    )
    page.locator(".rung-how summary", has_text="Full").click()
    large = page.locator(".rung-how[open] img")
    expect(large).to_be_visible()
    box = large.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert 180 < box["width"] <= 250
    assert violations(page) == []
    shot(page, "level-pictures-ladder")
