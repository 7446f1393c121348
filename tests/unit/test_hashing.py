"""Few passwords are hashed at once, and who cannot wait is asked to come back."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from project import hashing
from project.exceptions import BusyError
from project.hashing import Turnstile
from tests.support.http import Page, Site
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a tenth of a second at most."""
    monkeypatch.setattr(hashing, "WAITS_AT_MOST", 0.1)


@pytest.fixture
def busy(app: Flask, tmp_path: Path) -> Iterator[None]:
    """A site on which another process hashes all the time."""
    hashing.bound(tmp_path, 1)
    with Turnstile(tmp_path, 1).turn():
        yield
    hashing.bound(tmp_path, 0)


def test_as_many_as_there_are_places_hash_together(tmp_path: Path) -> None:
    turnstile, other_process = Turnstile(tmp_path, 2), Turnstile(tmp_path, 2)
    with turnstile.turn(), other_process.turn(), pytest.raises(BusyError), turnstile.turn():
        pass
    with turnstile.turn(), other_process.turn():
        pass


def test_one_waits_till_a_place_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "WAITS_AT_MOST", 30)
    turnstile, entered = Turnstile(tmp_path, 1), threading.Event()

    def enter() -> None:
        with turnstile.turn():
            entered.set()

    with ExitStack() as held:
        held.enter_context(turnstile.turn())
        waiting = threading.Thread(target=enter)
        waiting.start()
        held.close()
        assert entered.wait(30)
    waiting.join()


def test_after_a_wait_nobody_waits_for_a_while(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path, 1)
    with turnstile.turn(), time_machine.travel(1_000_000, tick=False) as clock:

        def waits() -> bool:
            """Tell by the note that a wait leaves."""
            note = tmp_path / "hashing-wait.lock"
            before = note.read_text() if note.exists() else ""
            with pytest.raises(BusyError), turnstile.turn():
                pass
            return note.read_text() != before

        assert waits()
        clock.move_to(1_000_004)
        assert not waits()
        clock.move_to(1_000_005)
        assert waits()
        clock.move_to(900_000)
        assert waits(), "the note of a clock that was ahead does not count"


def test_a_folder_nobody_can_write_in_binds_nobody(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path / "missing", 1)
    with turnstile.turn(), turnstile.turn():
        pass


def test_what_fails_within_a_turn_fails(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path, 1)
    with pytest.raises(FileNotFoundError), turnstile.turn():
        (tmp_path / "missing").read_text()
    with turnstile.turn():
        pass


@pytest.mark.usefixtures("busy")
def test_who_signs_in_then_is_asked_to_come_back(site: Site, make: Make) -> None:
    make.member(username="dora")
    values = {"username": "dora", "password": PASSWORD, "csrf_token": site.csrf_token()}
    response = site.client.post("/auth/login", data=values)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Gerade melden sich viele zugleich an." in Page(response).text


@pytest.mark.usefixtures("busy")
def test_every_form_with_a_password_waits_its_turn(site: Site, make: Make) -> None:
    site.sign_in(make.member(username="dora"))
    new = {"password": "fünf-glatte-Ringe", "repeat_password": "fünf-glatte-Ringe"}
    own = {"current_password": PASSWORD, "email": "new@example.org", **new}
    for name in ("change_password", "change_email", "export", "delete_account"):
        site.post(f"/auth/{name}", own, status=503)
    visitor = Site(site.app)
    fields = {"username": "erik", "email": "e@example.org", "default_visibility": "all"}
    visitor.post("/auth/register", {**fields, **new}, status=503)
