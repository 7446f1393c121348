"""Whatever athletes write is shown as text: on every page, and in whatever opens at a click.

A window that opens, a refusal of the content security policy, a request to elsewhere and an
exception fail a test by themselves (see `Visitor`).
"""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import String, select

from project.models import Base, User, Workout
from tests.integration.access_table import DOWNLOADS, Scene, rows
from tests.integration.test_access_matrix import address
from tests.support.browser import DESKTOP, Visitor
from tests.support.make import Make

pytestmark = pytest.mark.e2e

PAYLOAD = "\"'></title></textarea><img src=x onerror=alert(1)><!--"
NAME = "<img src=x onerror=alert(1)>"  # no slash, which no address has in a name
# Texts that are not written by anybody, or have a form of their own that is checked.
NOT_WRITTEN = {
    "*": {
        "title_key",
        "name_key",
        "username_key",
        "email_key",
        "search_text",
        "title_sort",
        "visibility",
    },
    "user": {
        "email",
        "password_hash",
        "image_file",
        "session_epoch",
        "timezone",
        "language",
        "default_visibility",
        "calendar_token",
    },
    "workout": {"submit_key", "timezone"},
    "exercises": {"counting_type"},
    "progression_levels": {"link", "figure", "picture"},
    "exercise_sets": {"client_key", "side", "set_type"},
    "exercise": {"client_key", "plan_json"},
    "exercise_progress": {"proposal", "summary", "state"},
    "user_session": {"token_hash"},
    "progression_decisions": {"kind", "answer", "evidence"},
    "progression_forecasts": {"outcome"},
    "notification": {"name", "payload_json"},
    "rate_limit": {"key"},
    "training_imports": {
        *("source", "state", "asked", "summary", "choices", "targets", "made", "waiting"),
    },
    "import_parts": {"kind", "body"},
    "imported_workouts": {"source_key", "moment", "set_keys"},
    "import_columns": {"header_key", "meaning"},
    "programs": {"focus", "share_token", "source", "submit_key"},
    "program_days": {"kind"},
    "enrolments": {"weekdays"},
    "enrolment_steps": {"kind"},
}
NOT_PAGES = {
    *DOWNLOADS,
    "main.healthz",
    "main.initials",
    "main.log_choices",
    "main.log_state",
    "main.notifications",
    "main.picture",
    "main.service_worker",
}
PARTS = 3
"""Of the pages a visitor sees, so that several processes can share them."""

CLICKS = 4
"""Of a kind, on a page; pages that are made of buttons get more."""

MANY_CLICKS = {"main.log_workout": 12}
INJECTED = """() => [...document.querySelectorAll(
  "img[src='x'], [onerror], [onload], script:not([src]):not([type='application/json'])"
)].map((element) => element.outerHTML)"""


def shown_texts() -> list[tuple[str, str]]:
    """Return every column of text that athletes write, by table."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name != "email_outbox"
        for column in table.columns
        if isinstance(column.type, String)
        and column.name not in NOT_WRITTEN["*"] | NOT_WRITTEN.get(table.name, set())
    ]


def poison(make: Make) -> None:
    """Put the payload into every text of every row."""
    models = {mapper.local_table.name: mapper.class_ for mapper in Base.registry.mappers}  # type: ignore[attr-defined]  # all are tables
    with make.session() as session:
        for table, column in shown_texts():
            for row in session.scalars(select(models[table])):
                text = NAME if column == "username" else PAYLOAD
                if getattr(row, column) is not None:
                    setattr(row, column, f"{row.id}{text}")


@pytest.fixture
def scene(make: Make) -> Scene:
    scene = Scene(make)
    poison(make)
    owner = scene.visitors["owner"]
    assert owner is not None
    renamed = make.fresh(owner)
    assert renamed is not None
    scene.things |= {"username": renamed.username, "recipient": renamed.username}
    return scene


def person(scene: Scene, name: str) -> User:
    user = scene.visitors[name]
    assert user is not None
    return user


def check(page: Page) -> None:
    assert page.evaluate(INJECTED) == [], page.url


def poke(page: Page, clicks: int) -> None:
    """Open what opens on the page: menus, dialogs, lists; nothing is sent."""
    check(page)
    for query in page.locator("[data-part=query]:visible").all():
        query.fill("img")
    for selector in ("summary", "button[type=button]", "form[data-module~=confirm] [type=submit]"):
        for button in page.locator(f"{selector}:visible").all()[:clicks]:
            if button.is_visible():
                button.click(timeout=2_000, force=True)
                check(page)
                page.keyboard.press("Escape")


def test_there_are_texts_to_poison() -> None:
    assert {("workout", "note"), ("message", "body"), ("user", "about_me")} <= set(shown_texts())


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    "visitor_name", ["anonymous", "owner", pytest.param("follower", marks=pytest.mark.sweep)]
)
def test_no_page_takes_words_for_markup(
    app: Flask, visitor: Visitor, scene: Scene, visitor_name: str, part: int
) -> None:
    visitor.allow(r"status 404: \S+/pictures/initials/")  # nobody can really be called like this
    user = scene.visitors[visitor_name]
    page = visitor.sign_in(user) if user else visitor.open()
    pages = [
        row
        for row in rows()
        if row.method == "GET" and row.gets[visitor_name] == "200" and row.endpoint not in NOT_PAGES
    ]
    assert len(pages) >= PARTS
    for row in pages[part::PARTS]:
        page.goto(address(app, scene, row))
        poke(page, MANY_CLICKS.get(row.endpoint, CLICKS))


def test_no_answer_to_a_change_takes_words_for_markup(
    app: Flask, visitor: Visitor, scene: Scene, make: Make
) -> None:
    visitor.allow(r"status 404: \S+/pictures/initials/")
    mine, other = (visitor.sign_in(person(scene, "owner"), size=DESKTOP) for _ in range(2))
    editor = f"/workout/{scene.things['workout_id']}/edit"
    for page, title in ((mine, PAYLOAD), (other, f"zuerst {PAYLOAD}")):
        page.goto(editor)
        page.locator("[name=wtitle]").fill(title)
    other.locator(".submit-bar [type=submit]").first.click()
    expect(other.locator("h1")).to_have_text(f"zuerst {PAYLOAD}")
    mine.locator(".submit-bar [type=submit]").first.click()
    expect(mine.locator("h1")).to_have_text("Zwei Fassungen")
    check(mine)
    mine.locator("[name=do][value=again]").click()
    expect(mine.locator("[name=wtitle]")).to_have_value(PAYLOAD)
    mine.locator("#value-1-1").fill(PAYLOAD)
    mine.locator(".submit-bar [type=submit]").first.click()
    expect(mine.locator("[role=alert]").first).to_be_visible()
    check(mine)

    theirs = visitor.sign_in(person(scene, "follower"), size=DESKTOP)
    theirs.goto("/exercises?user=all")
    theirs.get_by_role("button", name="Übernehmen").first.click()
    expect(theirs.get_by_text("Kopie").first).to_be_visible()
    check(theirs)
    theirs.goto(
        address(app, scene, next(row for row in rows() if row.endpoint == "main.send_message"))
    )
    theirs.locator("[name=message]").fill(PAYLOAD)
    theirs.get_by_role("button", name="Senden").click()
    expect(theirs.locator(".bubble", has_text=PAYLOAD).last).to_be_visible()
    check(theirs)
    theirs.goto("/categories")
    theirs.locator("[name=name]").fill(PAYLOAD)
    theirs.get_by_role("button", name="Hinzufügen").click()
    expect(theirs.get_by_text(PAYLOAD, exact=True)).to_be_visible()
    check(theirs)
    assert make.count(Workout, title=f"zuerst {PAYLOAD}") == 1
