"""No answer sets more cookies than a browser keeps, whatever names its messages hold."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from project.models import ExerciseDefinition, User, Workout
from project.rules.limits import TITLE_LENGTH, USERNAME_LENGTH
from project.settings import ROOT
from project.web.notices import MOST
from tests.integration.access_table import Row, Scene
from tests.integration.test_access_matrix import ROWS, address
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

KEPT = 4096  # bytes of name, value and attributes that browsers keep


def long_title(number: int) -> str:
    """Return a title of the longest kind: its characters are escaped and compress badly."""
    start = 0x20000 + number * 977
    return "".join(chr(start + place * 131) for place in range(TITLE_LENGTH))


@pytest.fixture
def scene(make: Make) -> Scene:
    """The scene of the table of access, with the longest names."""
    scene = Scene(make)
    with make.session() as session:
        for user in session.scalars(select(User)):
            user.username = user.username.ljust(USERNAME_LENGTH, "x")
        for number, exercise in enumerate(session.scalars(select(ExerciseDefinition))):
            exercise.title = long_title(number)
        for number, workout in enumerate(session.scalars(select(Workout))):
            workout.title = long_title(number)
    for name in ("username", "recipient"):
        scene.things[name] = str(scene.things[name]).ljust(USERNAME_LENGTH, "x")
    return scene


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.endpoint}-{row.method}")
def test_no_answer_sets_more_cookies_than_a_browser_keeps(
    app: Flask, scene: Scene, row: Row
) -> None:
    url = address(app, scene, row)
    for visitor in ("follower", "owner"):
        athlete = scene.visitors[visitor]
        assert athlete is not None
        site = Site(app).sign_in(athlete)
        token = site.csrf_token()
        with site.client.session_transaction() as session:
            session["known"] = ["0123456789abcdef" * 2, "fedcba9876543210" * 2]
            waiting = [
                ("success", f"„{long_title(place)}“ hast du schon.") for place in range(MOST)
            ]
            session["_flashes"] = waiting
        data = {"csrf_token": token} if row.method == "POST" else None
        answer = site.client.open(url, method=row.method, data=data)
        assert sum(map(len, answer.headers.getlist("Set-Cookie"))) <= KEPT, visitor


def test_messages_that_nobody_has_seen_do_not_pile_up(site: Site, make: Make, alice: User) -> None:
    exercises = [
        make.exercise(owner=alice, title=long_title(number), archived=number > 0)
        for number in range(50)
    ]
    entries = [(exercise, [("Knie", 8)]) for exercise in exercises]
    template = make.workout(athlete=alice, exercises=entries, is_template=True)
    site.sign_in(alice)
    token = site.csrf_token()
    for number in range(10):
        data = {"csrf_token": token, "template_id": str(template.id), "name": long_title(number)}
        for url in ("/workout/start", "/categories/add"):
            answer = site.client.post(url, data=data)
            assert answer.status_code == 303
            assert sum(map(len, answer.headers.getlist("Set-Cookie"))) <= KEPT
    page = site.open("/workouts")
    assert "49 Übungen sind archiviert und fehlen hier." in page.flashes()
    assert len(page.flashes()) == len(set(page.flashes())) <= MOST


def test_different_messages_that_nobody_has_seen_do_not_pile_up(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    token = site.csrf_token()
    names = [f"athlete{number:02}".ljust(USERNAME_LENGTH, "x") for number in range(12)]
    for name in names:
        make.user(username=name)
        answer = site.client.post(f"/block/{name}", data={"csrf_token": token})
        assert answer.status_code == 303
    assert site.open("/workouts").flashes() == [f"{name} ist blockiert." for name in names[-MOST:]]


def test_every_message_goes_by_the_one_place_that_counts_them() -> None:
    own = ROOT / "project" / "web" / "notices.py"
    sources = [path for path in (ROOT / "project").rglob("*.py") if path != own]
    by_flask = re.compile(r"^from flask import [^#\n]*\bflash\b|\bflask\.flash\(", re.MULTILINE)
    assert [path.name for path in sources if by_flask.search(path.read_text())] == []
