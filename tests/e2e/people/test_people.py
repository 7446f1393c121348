"""Two athletes in two browsers, from the first request to the block."""

import json
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from project.enums import Visibility
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from tests.support.browser import DESKTOP, PHONE, Visitor, violations
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.e2e

TWELVE_SECONDS = 12_000
NARROW = (360, 740)


@pytest.fixture
def ben(make: Make) -> User:
    """An athlete who decides who follows him, with one workout for his followers."""
    ben = make.user(username="ben", approves_followers=True)
    dips = make.exercise(owner=ben, title="Dips", levels=["Bank", "Barren"])
    make.workout(
        athlete=ben,
        title="Stützkraft",
        visibility=Visibility.FOLLOWERS,
        exercises=[(dips, [("Barren", 8), ("Barren", 7)])],
    )
    return ben


@pytest.fixture
def anna(make: Make) -> User:
    """An athlete with a password: her data and her account are asked for with it."""
    return make.member(username="anna")


def log_of(make: Make, athlete: User) -> list[tuple[Any, ...]]:
    """Return all the athlete has done, set by set."""
    query = (
        select(Workout.title, Workout.timestamp, ExerciseDefinition.title, *Set.__table__.c)
        .join(Workout.exercises)
        .join(Exercise.definition)
        .join(Exercise.sets)
        .where(Workout.user_id == athlete.id)
        .order_by(Set.id)
    )
    with make.session() as session:
        return [tuple(row) for row in session.execute(query)]


def write(page: Page, text: str) -> None:
    page.locator("[name=message]").fill(text)
    page.get_by_role("button", name="Senden").click()
    expect(page.locator(".bubble", has_text=text)).to_be_visible()


def test_two_athletes_meet_talk_and_part(
    visitor: Visitor, make: Make, anna: User, ben: User
) -> None:
    mine, theirs = visitor.sign_in(anna), visitor.sign_in(ben, size=DESKTOP)

    theirs.clock.install()
    theirs.goto("/user/ben")
    mine.goto("/people")
    mine.locator("[name=q]").fill("be")
    mine.get_by_role("button", name="Suchen").click()
    mine.get_by_role("link", name="ben").click()
    mine.get_by_role("button", name="Folgen").click()
    expect(mine.get_by_text("entscheidet, ob du folgen darfst")).to_be_visible()

    # The open page of the other tells of the request by itself.
    news = theirs.locator(".account-menu > summary [data-count]")
    theirs.clock.run_for(TWELVE_SECONDS)
    expect(news).to_have_text("1")
    theirs.locator(".account-menu > summary").click()
    theirs.get_by_role("link", name="Mitteilungen").click()
    theirs.get_by_role("button", name="Annehmen").click()
    expect(theirs.get_by_text("anna folgt dir jetzt.")).to_be_visible()

    mine.goto("/")
    mine.get_by_role("link", name="Stützkraft").click()
    expect(mine.get_by_role("heading", name="Dips")).to_be_visible()
    mine.goto("/exercises?user=all&q=Dips")
    mine.get_by_role("button", name="Übernehmen").click()
    expect(mine.get_by_text("Dips (Kopie)").first).to_be_visible()

    mine.goto("/send_message/ben")
    write(mine, "Wie tief gehst du?")
    unread = theirs.locator(".inbox [data-count]")
    theirs.clock.run_for(TWELVE_SECONDS)
    expect(unread).to_have_text("1")
    theirs.locator(".inbox").click()
    theirs.get_by_role("link", name="anna").click()
    write(theirs, "Bis die Schulter unter dem Ellbogen ist.")
    mine.reload()
    expect(mine.locator(".bubble")).to_have_count(2)

    mine.goto("/user/ben")
    mine.get_by_label("Mehr").click()
    mine.get_by_role("link", name="Blockieren").click()
    mine.get_by_role("button", name="Blockieren").click()
    expect(mine.get_by_text("ben ist blockiert.")).to_be_visible()
    for page, other in ((mine, "ben"), (theirs, "anna")):
        page.goto(f"/user/{other}")
        expect(page.get_by_role("heading", name="Hier ist nichts")).to_be_visible()
        page.goto("/messages")
        expect(page.locator(".conversation")).to_have_count(0)
        page.goto("/")
        cards = page.locator(".workout-card", has_text="Stützkraft")
        expect(cards).to_have_count(1 if page is theirs else 0)

    before = log_of(make, ben)
    leave(mine, keeping="Dips (Kopie)")
    assert make.fresh(anna) is None
    assert log_of(make, ben) == before
    theirs.get_by_role("link", name="Stützkraft", exact=True).click()
    expect(theirs.get_by_role("heading", name="Dips")).to_be_visible()


def leave(mine: Page, *, keeping: str) -> None:
    """Take the data along, with this one exercise in it, and delete the account."""
    mine.goto("/auth/settings")
    mine.get_by_role("link", name="Meine Daten herunterladen").click()
    mine.locator("[name=current_password]").fill(PASSWORD)
    with mine.expect_download() as started:
        mine.get_by_role("button", name="Herunterladen").click()
    with ZipFile(started.value.path()) as file:
        assert file.testzip() is None
        data = json.loads(file.read("daten.json"))
    assert [each["title"] for each in data["exercises"]] == [keeping]
    mine.goto("/auth/settings")
    mine.get_by_role("link", name="Konto löschen").click()
    mine.locator("[name=current_password]").fill(PASSWORD)
    mine.get_by_role("button", name="Konto endgültig löschen").click()
    expect(mine.get_by_text("Dein Konto ist gelöscht.")).to_be_visible()


def test_the_pages_about_people_are_accessible_where_it_is_narrow_and_long(
    visitor: Visitor, make: Make, alice: User
) -> None:
    long_name = "w" * 64
    other, asking = make.user(username=long_name, about_me="x" * 280), make.user(username="dora")
    dips = make.exercise(owner=other, levels=["Bank", "Barren"])
    for number in range(2):
        make.workout(athlete=other, title="T" * 80, exercises=[(dips, [("Barren", number)] * 30)])
    make.follow(other, alice)
    make.follow(asking, alice, accepted=False)
    make.follow(alice, make.user(username="erik"))
    make.block(alice, make.user(username="fred"))
    for sender, recipient in ((other, alice), (alice, other)):
        make.message(sender, recipient, "Ein " * 200)
    page = visitor.sign_in(alice, size=NARROW, theme="light")
    for path in (
        "/",
        "/explore",
        "/people",
        "/people?q=niemand",
        f"/user/{long_name}",
        "/user/alice",
        "/user/alice/followers",
        "/user/alice/following",
        f"/block/{long_name}",
        "/blocked",
        "/messages",
        f"/send_message/{long_name}",
        "/send_message/dora",
        f"/send_message/{long_name}/delete",
        "/notifications/list",
        "/auth/edit_profile",
    ):
        page.goto(path)
        assert violations(page) == [], path


def test_messages_can_be_sent_without_scripts(visitor: Visitor, alice: User, bob: User) -> None:
    page = visitor.sign_in(alice, size=PHONE, java_script_enabled=False)
    page.goto("/user/bob")
    page.get_by_role("button", name="Folgen").click()
    page.get_by_role("link", name="Nachricht", exact=True).click()
    write(page, "Hallo Bob")
