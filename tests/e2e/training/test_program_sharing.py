"""Two athletes share a program, by its address and on a profile: read, and taken over."""

import pytest
from playwright.sync_api import Page, expect

from project.models import Program, User
from tests.support.browser import DESKTOP, PHONE, Visitor, shot, violations
from tests.support.diary import LEVELS
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.e2e


@pytest.fixture
def bob(make: Make) -> User:
    return make.member(username="bob")


@pytest.fixture
def program(make: Make, alice: User) -> Program:
    pull = make.exercise(owner=alice, title="Klimmzüge am Ring", levels=LEVELS)
    template = make.workout(
        athlete=alice, title="Ziehen", is_template=True, exercises=[(pull, [("Knie", 5)] * 4)]
    )
    return make.program(owner=alice, title="Im Park", days=[template])


def look(page: Page, name: str) -> None:
    for device, (width, height) in {"desktop": DESKTOP, "phone": PHONE}.items():
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], (name, device)
        shot(page, f"{name}-{device}")


def test_two_athletes_share_a_program_by_its_address(
    visitor: Visitor, make: Make, alice: User, bob: User, program: Program
) -> None:
    owner = visitor.sign_in(alice)
    owner.goto(f"/program/{program.id}/share")
    owner.get_by_role("button", name="Adresse anlegen").click()
    address = owner.get_by_label("Link zum Weitergeben")
    expect(address).to_be_visible()
    look(owner, "program-share")
    path = "/p/" + address.input_value().rpartition("/p/")[2]

    friend = visitor.open()
    friend.goto(path)
    expect(friend.get_by_text("Ein Programm von alice")).to_be_visible()
    expect(friend.get_by_text("Klimmzüge am Ring · 4 Sätze")).to_be_visible()
    look(friend, "program-shared")
    friend.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    friend.get_by_role("link", name="Anmelden und übernehmen").click()
    friend.get_by_label("Benutzername oder E-Mail").fill("bob")
    friend.get_by_label("Passwort", exact=True).fill(PASSWORD)
    friend.get_by_role("button", name="Anmelden").click()
    friend.get_by_role("button", name="Programm übernehmen").click()
    expect(friend.get_by_text("Übernommen. Vorlagen und Übungen darin")).to_be_visible()
    assert make.count(Program, user_id=bob.id) == 1

    owner.get_by_role("button", name="Adresse zurückziehen").click()
    expect(owner.get_by_text("Die Adresse führt nirgends mehr hin.")).to_be_visible()
    visitor.allow("404")
    friend.goto(path)
    expect(friend.get_by_text("Im Park")).to_have_count(0)
    assert make.count(Program, user_id=bob.id) == 1, "what was taken stays"


def test_a_friend_takes_a_program_from_a_profile(
    visitor: Visitor, make: Make, alice: User, bob: User
) -> None:
    pull = make.exercise(owner=alice, title="Klimmzüge am Ring", levels=LEVELS)
    days = [make.workout(athlete=alice, is_template=True, exercises=[(pull, [("Knie", 5)] * 4)])]
    make.program(owner=alice, title="Für Freunde", days=days, visibility="followers")
    make.program(owner=alice, title="Für mich", days=days)
    make.follow(bob, alice)
    page = visitor.sign_in(bob)
    page.goto("/user/alice")
    expect(page.get_by_text("Für mich")).to_have_count(0)
    look(page, "profile-programs")
    page.get_by_role("link", name="Für Freunde").click()
    look(page, "program-of-a-friend")
    page.get_by_role("button", name="Übernehmen").click()
    expect(page.get_by_text("Programm kopiert.")).to_be_visible()
    page.get_by_role("link", name="Programm starten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Programm starten")
    assert make.count(Program, user_id=bob.id) == 1


def test_reminders_and_calendar_are_set_by_thumb(visitor: Visitor, alice: User) -> None:
    page = visitor.sign_in(alice)
    page.goto("/auth/settings")
    page.get_by_role("link", name="Erinnerungen").click()
    page.get_by_label("Erinnern um").select_option("420")
    look(page, "reminders")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_label("Erinnern um")).to_have_value("420")
    page.goto("/settings/calendar")
    page.get_by_role("button", name="Adresse anlegen").click()
    address = page.get_by_label("Adresse zum Abonnieren")
    expect(address).to_be_visible()
    assert address.input_value().endswith(".ics")
    look(page, "calendar-address")
