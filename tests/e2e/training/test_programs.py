"""Following a program by thumb: taken over, placed, what is due started with one tap and logged."""

import pytest
from playwright.sync_api import Page, expect

from project.models import ProgramWorkout, User, Workout
from tests.support.browser import DESKTOP, PHONE, Visitor, shot, violations
from tests.support.log_page import LogPage
from tests.support.make import Make

pytestmark = pytest.mark.e2e


def look(page: Page, name: str) -> None:
    """Keep pictures of a page as desktops and phones show it, and ask axe."""
    for device, (width, height) in {"desktop": DESKTOP, "phone": PHONE}.items():
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], (name, device)
        for theme in ("dark", "light"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            shot(page, f"{name}-{device}-{theme}", whole=False)


def test_a_newcomer_takes_a_program_says_where_they_stand_and_trains_its_first_day(
    visitor: Visitor, make: Make, alice: User
) -> None:
    phone = LogPage(visitor.sign_in(alice))
    page = phone.page
    page.goto("/")
    page.get_by_role("link", name="fertige Programme").click()
    page.get_by_role("button", name="Übernehmen: Einstieg").click()
    for weekday in (
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ):
        page.get_by_label(weekday).check()
    page.get_by_role("button", name="Programm starten").click()
    group = page.locator("fieldset").filter(has_text="Liegestütze").first
    group.locator("label", has_text="Wandliegestütze").click()
    page.get_by_role("button", name="Fertig").click()
    page.goto("/")
    due = page.locator(".start-due .btn-lg")
    expect(due).to_contain_text("Training starten: ")
    expect(due).to_contain_text("Tag 1 von 2, Woche 1")
    look(page, "home-program")
    page.locator(".start-due summary").click()
    look(page, "home-program-else")
    page.locator(".start-due summary").click()
    phone.tap(due)
    phone.started()
    expect(page.locator(".log-program")).to_have_text("Tag 1 von 2, Woche 1 · Einstieg")
    look(page, "log-program")
    phone.check()
    phone.wait_until_sent()
    page.get_by_label("Mehr").first.click()
    page.get_by_role("link", name="Training beenden").first.click()
    expect(page.get_by_text("Tag 1 von 2, Woche 1 · Einstieg")).to_be_visible()
    page.get_by_role("button", name="Training speichern").click()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Heute erledigt. Morgen: ")).to_be_visible()
    expect(page.locator(".start-due .btn-lg")).to_have_count(0)
    look(page, "home-program-done")
    with make.session() as session:
        assert session.query(ProgramWorkout).count() == 1
        assert session.query(Workout).where(~Workout.is_template).one().is_done


def test_five_times_three_of_a_program_takes_eighteen_taps(
    visitor: Visitor, make: Make, alice: User
) -> None:
    plan = [(make.exercise(owner=alice, levels=["Voll"]), [("Voll", 8)] * 3) for _ in range(5)]
    template = make.workout(athlete=alice, title="Alles", is_template=True, exercises=plan)
    make.enrolment(program=make.program(owner=alice, title="Kraft", days=[template]))
    phone = LogPage(visitor.sign_in(alice))
    phone.page.goto("/")
    begun = phone.taps
    phone.tap(phone.page.locator(".start-due .btn-lg"))
    phone.started()
    for number in range(15):
        expect(phone.part("progress")).to_have_text(f"{number} von 15")
        phone.tap(phone.page.locator(".dock-check"), x=12 + number % 2 * 80)
    expect(phone.part("progress")).to_have_text("15 von 15")
    phone.tap(phone.part("dock-end").get_by_role("link", name="Training beenden"))
    phone.tap(phone.page.get_by_role("button", name="Training speichern"))
    expect(phone.page.get_by_text("Training gespeichert.")).to_be_visible()
    assert phone.taps - begun <= 18
