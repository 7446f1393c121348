"""The first day with ready-made ladders, on the phone: nobody begins at the wall who is past it."""

import pytest
from playwright.sync_api import Page, expect

from project.models import User
from tests.support.browser import Visitor, shot, violations
from tests.support.make import Make

pytestmark = pytest.mark.e2e


def choose(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_role("checkbox", name=f"Auswählen: {title}", exact=True).check()


def test_ladders_are_added_placed_and_trained_from_the_level_one_is_at(
    visitor: Visitor, make: Make, alice: User
) -> None:
    page = visitor.sign_in(alice)
    page.goto("/")
    page.get_by_role("link", name="Zur Starterbibliothek").click()
    send = page.get_by_role("button", name="Ausgewählte hinzufügen")
    expect(send).to_be_hidden()
    choose(page, "Liegestütze", "Dips", "Unterarmstütz")
    send.click()
    card = page.locator("#ladder-plank")
    expect(card).to_contain_text("Jetzt in deiner Bibliothek: Liegestütze, Dips, Unterarmstütz.")
    expect(card).to_be_in_viewport()
    assert page.evaluate("scrollY") > 1000
    assert violations(page) == []
    shot(page, "starter-added", whole=False)

    card.get_by_role("link", name="Wo stehst du?").click()
    expect(page.locator("fieldset")).to_have_count(3)
    assert violations(page) == []
    shot(page, "placement")
    group = page.locator("fieldset").filter(has_text="Liegestütze")
    group.locator("label", has_text="Nur Hände und Zehen").click()
    page.get_by_role("button", name="Fertig").click()
    expect(page.locator("h1")).to_have_text("Heute")
    expect(page.locator(".target-row")).to_contain_text("Nächstes Ziel: 5 · 5 · 5")
    assert "Hol dir fertige Leitern" not in page.content()
    assert violations(page) == []

    page.get_by_role("button", name="Training starten").click()
    page.get_by_role("button", name="Übung hinzufügen").click()
    page.locator(".log-choices button", has_text="Liegestütze").click()
    rows = page.locator(".log-row")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("Stufe 4/8")
    page.get_by_role("button", name="Übung", exact=True).click()
    page.locator(".log-choices button", has_text="Dips").click()
    expect(page.locator(".log-now-head h2")).to_have_text("Liegestütze")


def test_who_begins_with_an_empty_library_finds_the_ladders_from_the_logger(
    visitor: Visitor, make: Make, alice: User
) -> None:
    page = visitor.sign_in(alice)
    page.goto("/")
    page.get_by_role("button", name="Training starten").click()
    page.get_by_role("button", name="Übung hinzufügen").click()
    sheet = page.locator("dialog.sheet")
    expect(sheet).to_contain_text("Deine Bibliothek ist noch leer.")
    assert violations(page) == []
    sheet.locator("[data-part=query]").fill("Dips")
    expect(sheet).to_contain_text("Nichts gefunden.")
    expect(sheet.get_by_role("link")).to_be_hidden()
    sheet.locator("[data-part=query]").fill("")
    sheet.get_by_role("link", name="Zur Starterbibliothek").click()
    card = page.locator("#ladder-dip")
    card.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("link", name="Weiter").click()
    page.get_by_role("button", name="Übung hinzufügen").click()
    page.locator(".log-choices button", has_text="Dips").click()
    expect(page.locator(".log-row")).to_have_count(3)


def test_added_weight_is_switched_on_in_the_sheet_of_a_set(
    visitor: Visitor, make: Make, alice: User
) -> None:
    row = make.exercise(owner=alice, title="Rudern", levels=["Schräg"])
    running = make.workout(athlete=alice, is_running=True, exercises=[(row, [("Schräg", 8)])])
    page = visitor.sign_in(alice)
    page.goto(f"/workout/{running.id}/log")
    page.locator(".log-row [data-do=level]").first.tap()
    sheet = page.locator("dialog.sheet")
    expect(sheet.locator("#sheet-load")).to_be_hidden()
    sheet.get_by_role("button", name="Zusatzgewicht angeben").tap()
    sheet.locator("#sheet-load").fill("10")
    assert violations(page) == []
    sheet.get_by_role("button", name="Übernehmen").tap()
    expect(page.locator(".log-row").first).to_contain_text("+10 kg")
