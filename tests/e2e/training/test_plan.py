"""A program from its start to its plan, its calendar and paper, by thumb."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from project.enums import DayKind
from project.models import Program, User, Workout
from tests.support.browser import DESKTOP, PHONE, Visitor, overflow, shot, violations
from tests.support.diary import LEVELS
from tests.support.make import Make

pytestmark = pytest.mark.e2e


def look(page: Page, name: str) -> None:
    """Keep pictures of a page as desktops and phones show it, and ask axe."""
    for device, (width, height) in {"desktop": DESKTOP, "phone": PHONE}.items():
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], (name, device)
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            shot(page, f"{name}-{device}-{theme}")


def press(page: Page, label: str) -> None:
    """Press a line of the program's menu."""
    page.get_by_label("Aktionen: Ganzkörper").click()
    page.get_by_role("button", name=label).click()


@pytest.fixture
def strength(make: Make, alice: User) -> Program:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS, rest_seconds=120)
    pull = make.exercise(owner=alice, title="Klimmzüge am Ring", levels=LEVELS, rest_seconds=150)
    days = [
        make.workout(
            athlete=alice,
            title=title,
            is_template=True,
            exercises=[(push, [("Knie", 5)] * 4), (pull, [("Knie", 5)] * 5)],
        )
        for title in ("Drücken und ziehen", "Beine und Rumpf mit einem sehr langen Namen", "Locker")
    ]
    days_of_program: list[Workout | DayKind] = [days[0], days[1], DayKind.REST, days[2]]
    return make.program(
        owner=alice, title="Ganzkörper", days=days_of_program, optional=[4], weeks=8
    )


def test_a_program_is_started_placed_seen_and_printed(
    visitor: Visitor, alice: User, strength: Program
) -> None:
    page = visitor.sign_in(alice)
    page.goto(f"/program/{strength.id}/start")
    for weekday in ("Montag", "Mittwoch", "Samstag"):
        page.get_by_label(weekday).check()
    look(page, "program-start")
    page.get_by_role("button", name="Programm starten").click()
    group = page.locator("fieldset").filter(has_text="Liegestütze")
    group.locator("label", has_text="Voll").click()
    page.get_by_role("button", name="Fertig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan")
    expect(page.locator(".plan-day details[open]")).to_have_count(1)
    look(page, "plan")
    page.get_by_role("link", name="Kalender").click()
    look(page, "plan-calendar")
    page.get_by_role("link", name="Ein Monat weiter").click()
    planned = page.get_by_role("link", name="geplant: Drücken und ziehen").first
    planned.click()
    expect(page.locator("#day")).to_contain_text("Ganzkörper")
    page.locator(".open-day-planned a").first.click()
    page.get_by_label("Aktionen: Ganzkörper").click()
    page.get_by_role("link", name="Für Papier").click()
    expect(page.locator(".sheet")).to_have_count(3)
    look(page, "program-paper")
    page.set_viewport_size({"width": 703, "height": 1032})  # A4 without its margins
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Hauptnavigation")).to_be_hidden()
    assert overflow(page) == []
    shot(page, "program-paper-print")


def test_a_program_goes_on_around_life_and_comes_to_its_end(
    visitor: Visitor, make: Make, alice: User, strength: Program
) -> None:
    begun = datetime.now(UTC) - timedelta(weeks=9)
    make.enrolment(program=strength, started_at=begun)
    page = visitor.sign_in(alice)
    page.goto("/plan")
    due = page.locator(".plan-due")
    press(page, "Auslassen: Drücken und ziehen")
    expect(due).to_contain_text("Beine und Rumpf")
    press(page, "Heute stattdessen: Locker")
    expect(due).to_contain_text("Locker")
    page.get_by_label("Aktionen: Ganzkörper").click()
    look(page, "plan-menu")
    page.get_by_role("button", name="Rückgängig: Locker vorgezogen").click()
    expect(due).to_contain_text("Beine und Rumpf")
    press(page, "Pausieren")
    expect(due).to_contain_text("Nichts ist dran")
    press(page, "Weitermachen")
    expect(page.locator(".plan-offer")).to_contain_text("Die 8 Wochen dieses Programms sind um.")
    look(page, "plan-offer")
    page.locator(".plan-offer").get_by_role("link", name="Programm beenden").click()
    page.get_by_role("button", name="Programm beenden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rückblick")
    look(page, "program-summary")
