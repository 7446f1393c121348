"""Requests that cross in four processes: one wins, the others are told, nothing is there twice."""

import uuid
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from project.enums import Purpose
from project.extensions import db
from project.models import (
    Block,
    ExerciseDefinition,
    Follower,
    Message,
    ProgressionLevel,
    Set,
    User,
    Workout,
)
from project.token import generate_user_token
from tests.faults.conftest import Tally
from tests.support.crew import Athlete, at_once
from tests.support.http import values_of
from tests.support.make import PASSWORD, Make
from tests.support.processes import KEYS, Gunicorn
from tests.support.remote import RemoteSite
from tests.support.smtp import free_port

# In one process the same races run with the other tests, on every database.
pytestmark = pytest.mark.outages

AT_ONCE = 8
PROCESSES = 4


@pytest.fixture(scope="module")
def url(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site of four processes that counts, behind one proxy."""
    folder: Path = tmp_path_factory.mktemp("crossing")
    port = free_port()
    settings = KEYS | {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "APP_BASE_URL": f"http://127.0.0.1:{port}",
        "UPLOAD_FOLDER": str(folder / "uploads"),
        "LOG_FOLDER": str(folder / "logs"),
        "SESSION_COOKIE_SECURE": "0",
        "RATELIMIT_ENABLED": "1",
        "PROXY_HOPS": "1",
    }
    server = Gunicorn(settings, port, folder / "server.log", PROCESSES)
    server.start()
    yield server.url
    server.stop()


class Crew:
    """Gives athletes devices at the site."""

    def __init__(self, app: Flask, url: str, tally: Tally) -> None:
        self.app = app
        self.url = url
        self.count = tally

    def devices(self, user: User, count: int = AT_ONCE) -> list[Athlete]:
        return [Athlete(self.app, self.url, user) for _ in range(count)]


@pytest.fixture
def crew(app: Flask, url: str, tally: Tally) -> Crew:
    return Crew(app, url, tally)


def test_a_form_sent_eight_times_at_once_is_one_workout(
    crew: Crew, make: Make, alice: User
) -> None:
    exercise = make.exercise(owner=alice)
    tabs = crew.devices(alice)
    for number in range(5):
        form = tabs[0].workout(f"Doppelt {number}", [exercise])
        answers = at_once([partial(tab.send, "/add_workout", form) for tab in tabs])
        assert {answer.status for answer in answers} == {303}
        assert len({answer.headers["Location"] for answer in answers}) == 1
    assert make.count(Workout) == 5
    assert make.count(Set) == 15
    crew.count(requests_crossed=40)


def test_of_tabs_that_edit_one_workout_one_stores_and_the_others_are_asked(
    crew: Crew, make: Make, alice: User
) -> None:
    exercise = make.exercise(owner=alice)
    workout = make.workout(athlete=alice, exercises=[(exercise, [("Knie", 8)] * 3)])
    tabs = crew.devices(alice)
    path = f"/workout/{workout.id}/edit"
    for _ in range(3):
        forms = []
        for tab in tabs:
            fields = values_of(tab.open(path).form("edit"))
            forms.append({**fields, "wtitle": [str(uuid.uuid4())]})
        pairs = zip(tabs, forms, strict=True)
        answers = at_once([partial(tab.post, path, form) for tab, form in pairs])
        assert Counter(each.status for each in answers) == {303: 1, 409: AT_ONCE - 1}
        winner = [each.status for each in answers].index(303)
        stored = make.fresh(workout)
        assert stored is not None
        assert [stored.title] == forms[winner]["wtitle"]
        assert make.count(Set) == 3
    crew.count(requests_crossed=24)


def test_follows_that_cross_unfollows_and_blocks_leave_one_state(
    crew: Crew, make: Make, alice: User, bob: User
) -> None:
    ours, theirs = crew.devices(alice), crew.devices(bob)
    answers = at_once([partial(each.send, "/follow/bob") for each in ours])
    assert {answer.status for answer in answers} == {303}
    assert make.count(Follower) == 1
    for _ in range(4):
        asked = [(each, "/follow/bob") for each in ours[:3]]
        asked += [(each, "/unfollow/bob") for each in ours[3:5]]
        asked += [(each, "/follow/alice") for each in theirs[:3]]
        asked += [(theirs[3], "/block/alice"), (theirs[4], "/unblock/alice")]
        answers = at_once([partial(who.send, path) for who, path in asked])
        assert {answer.status for answer in answers} <= {303, 403, 404}
        blocks, follows = make.count(Block), make.count(Follower)
        assert blocks in {0, 1}
        assert follows <= (0 if blocks else 2), "nobody follows across a block"
        assert theirs[0].send("/unblock/alice").status in {303, 404}
    crew.count(requests_crossed=48)


def test_a_name_goes_to_one_of_the_athletes_who_take_it_at_once(crew: Crew, make: Make) -> None:
    athletes = [crew.devices(make.user(), 1)[0] for _ in range(4)]
    for name in ("Zora", "Zorro", "zOrA2"):
        forms = []
        for each in athletes:
            fields = values_of(each.open("/auth/edit_profile").form("edit_profile"))
            forms.append({**fields, "username": [name]})
        pairs = zip(athletes, forms, strict=True)
        answers = at_once([partial(each.post, "/auth/edit_profile", form) for each, form in pairs])
        assert Counter(answer.status for answer in answers) == {303: 1, 422: 3}, name
        assert make.count(User, username=name) == 1
    crew.count(requests_crossed=12)


def test_copies_made_at_once_have_names_of_their_own_and_all_levels(
    crew: Crew, make: Make, alice: User, bob: User
) -> None:
    source = make.exercise(owner=bob, title="Klimmzug", levels=["a", "b", "c"])
    tabs = crew.devices(alice)
    answers = at_once([partial(tab.send, f"/copy_exercise/{source.id}") for tab in tabs])
    assert {answer.status for answer in answers} == {303}
    with make.session() as session:
        rows = session.execute(
            select(ExerciseDefinition.title, func.count(ProgressionLevel.id))
            .join(ProgressionLevel)
            .where(ExerciseDefinition.user_id == alice.id)
            .group_by(ExerciseDefinition.id, ExerciseDefinition.title)
        ).all()
    assert len({title for title, _ in rows}) == len(rows) == AT_ONCE
    assert {count for _, count in rows} == {3}
    crew.count(requests_crossed=8)


def test_a_link_to_a_new_password_works_once_when_four_use_it_at_once(
    crew: Crew, make: Make
) -> None:
    dora = make.member(username="dora")
    with crew.app.app_context():
        token = generate_user_token(Purpose.RESET, db.session.get_one(User, dora.id))
    path = f"/auth/forgot/new/{token}"
    visitors = [RemoteSite(crew.url) for _ in range(4)]
    passwords = [f"neues-Passwort-{number}" for number in range(4)]
    forms = [
        {**values_of(each.open(path).form("forgot")), "password": word, "repeat_password": word}
        for each, word in zip(visitors, passwords, strict=True)
    ]
    pairs = zip(visitors, forms, strict=True)
    answers = at_once([partial(each.post, path, form) for each, form in pairs])
    worked = [answer.status == 303 for answer in answers]
    assert Counter(worked) == {True: 1, False: 3}
    for number, password in enumerate(passwords):
        visitor = RemoteSite(crew.url)
        assert (log_in(visitor, password, number)[0] == 303) is worked[number]
    crew.count(requests_crossed=4)


def log_in(visitor: RemoteSite, password: str, address: int) -> tuple[int, int]:
    """Try to sign in as dora from an address; return the status and how long to wait."""
    form = values_of(visitor.open("/auth/login").form("login"))
    data = {**form, "username": "dora", "password": password}
    answer = visitor.post("/auth/login", data, X_Forwarded_For=f"192.0.2.{address}")
    return answer.status, int(answer.headers.get("Retry-After") or 0)


def test_four_processes_let_exactly_the_limit_through_and_the_owner_in(
    crew: Crew, make: Make
) -> None:
    make.member(username="dora")
    owner = RemoteSite(crew.url)
    assert log_in(owner, PASSWORD, 1)[0] == 303
    owner.submit(owner.open("/auth/change_password"), action="logout")
    strangers = enumerate([RemoteSite(crew.url) for _ in range(20)], 10)
    answers = at_once([partial(log_in, each, "falsch", address) for address, each in strangers])
    assert Counter(status for status, _ in answers) == {422: 4, 429: 16}, "one was the owner's"
    assert {0 < wait <= 60 for status, wait in answers if status == 429} == {True}
    assert log_in(RemoteSite(crew.url), PASSWORD, 50)[0] == 429, "anywhere else"
    assert log_in(owner, PASSWORD, 1)[0] == 303, "where the owner was before"
    crew.count(requests_crossed=20, tries_refused=16)


def test_four_processes_let_exactly_thirty_messages_an_hour_through(
    crew: Crew, make: Make, alice: User, bob: User
) -> None:
    devices = crew.devices(alice, 40)
    hello = {"message": "Hallo"}
    answers = at_once([partial(each.send, "/send_message/bob", hello) for each in devices])
    assert Counter(answer.status for answer in answers) == {303: 30, 429: 10}
    assert make.count(Message, recipient_id=bob.id) == 30
    waits = [int(each.headers["Retry-After"]) for each in answers if each.status == 429]
    assert {3500 < wait <= 3600 for wait in waits} == {True}
    crew.count(requests_crossed=40, tries_refused=10)
