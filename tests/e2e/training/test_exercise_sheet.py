"""The sheet of an exercise in the logger, and notes that come back: by thumb, key, and without network."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect

from project.models import Exercise, ExerciseDefinition, ProgressionLevel, User, Workout
from tests.support.browser import Visitor, shot, violations
from tests.support.live import Live
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start
from tests.support.windows import Windows, settle

pytestmark = pytest.mark.e2e

LONG = "Bogenschützenliegestütze mit erhöhten Füßen auf Ringen"
READ_IN_FULL = """(line) => {
  const box = line.getBoundingClientRect();
  const cut = line.scrollWidth > line.clientWidth + 1 || line.scrollHeight > line.clientHeight + 1;
  return !cut && box.left >= 0 && box.right <= document.documentElement.clientWidth;
}"""


@pytest.fixture
def visitor(windows: Windows, app: Flask, server: Live) -> Iterator[Visitor]:
    visitor = Visitor(windows, app, server.url)
    visitor.allow("net::ERR_|fetching the script")  # the network is cut off here
    yield visitor
    visitor.close()
    assert visitor.faults == []


@pytest.fixture
def pushups(make: Make, alice: User) -> ExerciseDefinition:
    made = make.exercise(
        owner=alice,
        title="Liegestütze an niedrigen Ringen",
        levels=["Knie", LONG, "Eng"],
        tracks_load=True,
        tracks_sides=True,
        tracks_rir=True,
    )
    with make.session() as session:
        level = session.query(ProgressionLevel).filter_by(name=LONG).one()
        level.description = "Ein Arm drückt, der andere gleitet gestreckt zur Seite."
        level.link = "https://example.org/bogen"
        session.get_one(ExerciseDefinition, made.id).pinned_note = "Ringe auf Kniehöhe"
    return made


@pytest.fixture
def workout(make: Make, alice: User, pushups: ExerciseDefinition) -> Workout:
    for reps in (5, 6, 7, 8):
        done = make.workout(athlete=alice, exercises=[(pushups, [(LONG, reps), (LONG, reps - 1)])])
    with make.session() as session:
        session.query(Exercise).filter_by(workout_id=done.id).one().note = "Ellbogen zwickte"
    plan = [(pushups, [(LONG, 8), (LONG, 8)])]
    return start(make, alice, make.workout(athlete=alice, exercises=plan, is_template=True))


def sheet(phone: LogPage) -> Locator:
    return phone.page.locator("dialog[open]")


def open_sheet(phone: LogPage) -> Locator:
    phone.page.locator('[data-do="about"]').tap()
    expect(sheet(phone)).to_be_visible()
    return sheet(phone)


def notes(make: Make, workout: Workout) -> tuple[str, str]:
    with make.session() as session:
        row = session.query(Exercise).filter_by(workout_id=workout.id).one()
        return row.note, session.get_one(ExerciseDefinition, row.exercise_definition_id).pinned_note


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_tap_on_the_name_tells_how_it_goes_without_network_too(
    visitor: Visitor, make: Make, alice: User, workout: Workout, theme: str
) -> None:
    page = visitor.sign_in(alice, theme=theme)
    phone = LogPage(page).open(workout.id)
    head = phone.part("now-head")
    expect(head).to_contain_text("Ringe auf Kniehöhe")
    expect(head).to_contain_text("letztes Mal: Ellbogen zwickte")
    shot(page, f"about-head-{theme}")
    settle(page)
    page.context.set_offline(True)
    dialog = open_sheet(phone)
    for text in (
        f"Stufe 2/3 · {LONG}",
        "Ein Arm drückt, der andere gleitet",
        "Bereit bist du mit",
        "letztes Mal: Ellbogen zwickte",
        "8 · 7",
        "Bester Satz: 8 Wdh.",
    ):
        expect(dialog).to_contain_text(text)
    expect(dialog.locator(".evidence li")).to_have_count(3)
    outside = dialog.get_by_role("link", name="example.org")
    expect(outside).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(outside).to_have_attribute("href", "https://example.org/bogen")
    assert violations(page) == []
    shot(page, f"about-sheet-{theme}", whole=False)
    dialog.get_by_label("Notiz für heute").fill("besser")
    dialog.get_by_label("Notiz, die immer dasteht").fill("Ringe auf Hüfthöhe")
    shot(page, f"about-notes-{theme}", whole=False)
    page.mouse.click(20, 20)  # beside the sheet
    expect(sheet(phone)).to_have_count(0)
    expect(head).to_contain_text("besser")
    expect(phone.part("now-last_note")).to_be_hidden()
    assert phone.unsent() == 2
    assert notes(make, workout) == ("", "Ringe auf Kniehöhe")
    page.context.set_offline(False)
    phone.wait_until_sent()
    assert notes(make, workout) == ("besser", "Ringe auf Hüfthöhe")


def test_the_sheet_opens_and_closes_by_key_and_gives_the_focus_back(
    visitor: Visitor, alice: User, workout: Workout
) -> None:
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    name = phone.page.locator('[data-do="about"]')
    for close in ("Escape", "Fertig", "Schließen"):
        name.focus()
        name.press("Enter")
        expect(sheet(phone)).to_be_visible()
        assert sheet(phone).evaluate("dialog => dialog.contains(document.activeElement)")
        if close == "Escape":
            phone.page.keyboard.press("Escape")
        else:
            sheet(phone).get_by_role("button", name=close, exact=True).press("Enter")
        expect(sheet(phone)).to_have_count(0)
        expect(name).to_be_focused()
    assert phone.unsent() == 0


def test_notes_survive_a_reload_and_are_written_by_leaving_the_field(
    visitor: Visitor, make: Make, alice: User, workout: Workout
) -> None:
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    field = open_sheet(phone).get_by_label("Notiz für heute")
    field.fill("leicht heute")
    field.press("Tab")
    phone.wait_until_sent()
    assert notes(make, workout)[0] == "leicht heute"
    phone.open(workout.id)
    expect(phone.part("now-head")).to_contain_text("leicht heute")


@pytest.mark.parametrize("large", [False, True], ids=["plain", "large letters"])
@pytest.mark.parametrize("size", [(360, 640), (390, 844)], ids=str)
def test_name_and_level_are_read_in_full_whatever_is_switched_on(
    visitor: Visitor, alice: User, workout: Workout, size: tuple[int, int], large: bool
) -> None:
    page = visitor.sign_in(alice, size=size)
    phone = LogPage(page).open(workout.id)
    if large:
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    for part in ("now-title", "now-level"):
        assert phone.part(part).is_visible()
        assert phone.part(part).evaluate(READ_IN_FULL), part
    expect(phone.part("now-level")).to_have_text(LONG)
    for name in page.locator(".log-level-name").all():
        assert name.evaluate(READ_IN_FULL)
    shot(page, f"about-name-{size[0]}-{'large' if large else 'plain'}", whole=False)
    open_sheet(phone)
    assert violations(page) == []
    shot(page, f"about-sheet-{size[0]}-{'large' if large else 'plain'}", whole=False)


def test_english_says_the_same(visitor: Visitor, make: Make, alice: User, workout: Workout) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).language = "en"
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    expect(phone.part("now-head")).to_contain_text("last time: Ellbogen zwickte")
    expect(open_sheet(phone)).to_contain_text("How to do it")
    shot(phone.page, "about-sheet-en", whole=False)
