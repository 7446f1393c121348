"""The first day of an athlete, on the phone: from the landing page to a finished workout."""

import re

import pytest
from playwright.sync_api import Page, expect

from project.models import Exercise, Set, User
from tests.support.browser import Visitor, violations
from tests.support.live import Live
from tests.support.make import Make
from tests.support.smtp import text_of

pytestmark = pytest.mark.e2e

PASSWORD = "drei klimmzüge vor acht"


def send(page: Page) -> None:
    page.locator(".submit-bar [type=submit]").click()


def define(page: Page, title: str, levels: list[str], counting: str) -> None:
    page.goto("/add_exercise")
    page.locator("[name=title]").fill(title)
    page.locator(f"[name=counting_type][value={counting}]").check(force=True)
    page.locator("[name=progressions]").fill("\n".join(levels))
    send(page)
    expect(page.locator("h1")).to_have_text(title)


def add_exercise(page: Page, title: str, block: int, values: list[tuple[str, str]]) -> None:
    page.locator("[data-part=query]").fill(title[:4].lower())
    page.locator("[data-part=results] button", has_text=title).click()
    for number, (level, value) in enumerate(values, 1):
        if number > 1:
            page.locator(f'button[name="do"][value="set:{block}"]').click()
        page.locator(f"#progression-{block}-{number}").select_option(level)
        page.locator(f"#value-{block}-{number}").fill(value)


def test_an_athlete_registers_confirms_defines_logs_edits_and_finishes(
    visitor: Visitor, server: Live
) -> None:
    page = visitor.open()
    page.goto("/")
    page.get_by_role("link", name="Konto anlegen").first.click()
    page.locator("[name=username]").fill("lena")
    page.locator("[name=email]").fill("lena@example.org")
    for name in ("password", "repeat_password"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    page.get_by_role("radio", name="Nur ich").check(force=True)
    send(page)
    expect(page.locator("h1")).to_have_text("Fast geschafft")

    mail = text_of(server.mails.wait_for("lena@example.org"))
    (link,) = re.findall(r"http://\S+/auth/confirm/\S+", mail)
    page.goto(link)
    send(page)
    expect(page.locator("h1")).not_to_have_text("Fast geschafft")

    define(page, "Liegestütze", ["Knie", "Schräg", "Voll"], "reps")
    define(page, "Planke", ["Normal"], "duration")

    page.goto("/add_workout")
    add_exercise(page, "Liegestütze", 1, [("Knie", "12"), ("Schräg", "8")])
    add_exercise(page, "Planke", 2, [("Normal", "1:05")])
    assert violations(page) == []
    send(page)
    page.wait_for_url("**/workout/*/finished")
    expect(page.locator("main")).to_contain_text("Schräg")
    expect(page.locator("main")).to_contain_text("1:05")

    page.goto("/workouts")
    page.locator("article h3 a, article h2 a").first.click()
    page.wait_for_url("**/workout/*")
    page.get_by_role("link", name="Bearbeiten").click()
    page.locator("#value-1-2").fill("9")
    send(page)
    page.wait_for_url("**/workout/*")
    expect(page.locator(".sets").first).to_contain_text("9")
    page.get_by_role("button", name="Wieder offen").click()  # what is written up is done
    expect(page.get_by_role("button", name="Erledigt")).to_be_visible()
    expect(page.locator(".workout-facts")).to_contain_text("nur ich")


def test_what_the_page_calls_saved_survives_a_power_cut(
    visitor: Visitor, server: Live, make: Make, alice: User
) -> None:
    exercise = make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])
    page = visitor.sign_in(alice)
    page.goto("/add_workout")
    add_exercise(page, "Dips", 1, [("Bank", "12"), ("Barren", "5")])
    send(page)
    page.wait_for_url("**/workout/*/finished")
    server.server.kill()
    server.server.start()

    page.reload()
    expect(page.locator(".sets")).to_contain_text("12")
    with make.session() as session:
        stored = session.query(Set).order_by(Set.set_order).all()
        assert [(row.progression, row.reps) for row in stored] == [("Bank", 12), ("Barren", 5)]
        assert session.query(Exercise).one().exercise_definition_id == exercise.id
