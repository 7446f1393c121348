"""Who is not confirmed sees the same, be the address somebody's or nobody's.

One life is led twice, and everything that comes back is compared: pages, JSON, headers, cookies,
the archive, who got how many mails, the limits and the work behind each answer.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import OutboxEmail, User
from tests.support.http import Page, Site
from tests.support.mails import outbox
from tests.support.make import PASSWORD, Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]

NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1, seconds=1)
FREE, TAKEN = "frei@example.org", "anna@example.org"
NEW = "fünf-glatte-Ringe"
# What is new each time: tokens, request ids, numbers of rows.
CHANGING = re.compile(r"[A-Za-z0-9_.-]{40,}|sessions/\d+|initials/[A-Z0-9-]+|\b[0-9a-f]{12}\b")


@dataclass
class Life:
    """A visitor who writes down all that comes back."""

    site: Site
    counter: QueryCounter
    name: str
    email: str
    make: Make
    seen: list[dict[str, Any]] = field(default_factory=list)
    mails: int = 0

    def get(self, path: str, **arguments: Any) -> TestResponse:
        with self.counter.watching() as statements:
            response = self.site.client.get(path, **arguments)
        self._note(f"GET {path}", response, statements)
        return response

    def post(self, path: str, **values: str) -> TestResponse:
        data = {"csrf_token": self.site.csrf_token(), **values}
        with self.counter.watching() as statements:
            response = self.site.client.post(path, data=data, buffered=True)
        self._note(f"POST {path}", response, statements)
        return response

    def _note(self, what: str, response: TestResponse, statements: list[str]) -> None:
        cookies = [self._plain(cookie) for cookie in response.headers.getlist("Set-Cookie")]
        # An archive's length depends on the letters of the name in it.
        left_out = {"Set-Cookie", "ETag"} | (
            {"Content-Length"} if response.mimetype == "application/zip" else set()
        )
        headers = sorted((k, v) for k, v in response.headers if k not in left_out)
        self.seen.append(
            {
                "what": what,
                "status": response.status_code,
                "headers": [(name, self._plain(value)) for name, value in headers],
                "cookies": cookies,
                "body": self._body(response),
                # The sweep of old counters comes by chance.
                "work": [line for line in statements if "DELETE FROM rate_limit" not in line],
                "mails": self._new_mails(),
            }
        )

    def _new_mails(self) -> list[str]:
        """Return to whom mails were written since the last answer."""
        told = [self._plain(mail.to) for mail in outbox(self.make)]
        known, self.mails = self.mails, len(told)
        return told[known:]

    def _body(self, response: TestResponse) -> Any:
        """Return the answer's lines: where two differ, the test says which."""
        if response.mimetype != "application/zip":
            return self._plain(response.get_data(as_text=True)).splitlines()
        with zipfile.ZipFile(io.BytesIO(response.get_data())) as archive:
            return {name: self._plain(archive.read(name).decode()) for name in archive.namelist()}

    def _plain(self, text: str) -> str:
        for own, name in ((self.name, "NAME"), (self.email, "EMAIL")):
            text = re.sub(re.escape(own), name, text, flags=re.IGNORECASE)
        return re.sub(r'"id": \d+', '"id": 0', CHANGING.sub("TOKEN", text))


def led(life: Life, paths: list[str], clock: time_machine.Traveller) -> list[dict[str, Any]]:
    """Register and do what somebody can do who never confirms."""
    clock.move_to(NOON)
    own = {"current_password": PASSWORD}
    third = f"{life.name}@elsewhere.example.org"
    twice = {"password": PASSWORD, "repeat_password": PASSWORD, "default_visibility": "all"}
    life.get("/auth/register")
    life.post("/auth/register", username=life.name, email=life.email, **twice)
    for path in paths:
        life.get(path)
        life.get(path, headers={"Accept": "application/json"})
    life.post("/auth/change_email", email=life.email.upper(), **own)
    life.post("/auth/resend")
    life.post("/auth/export", **own)
    life.post("/auth/change_email", email=third, **own)
    life.post("/auth/change_email", email=third, **own)
    life.get("/auth/unconfirmed")
    life.get("/auth/settings")
    life.post("/auth/export", **own)
    life.post("/auth/change_email", email=life.email, **own)
    life.post("/auth/export", **own)
    life.post("/auth/resend")
    clock.shift(HOUR)  # the mails were all that an hour allows
    life.post("/auth/change_password", **own, password=NEW, repeat_password=NEW)
    life.post("/auth/logout")
    life.post("/auth/login", username=life.email, password=NEW)
    life.post("/auth/forgot", email=life.email)
    life.post("/auth/login", username=life.name, password=NEW)
    life.post("/follow/anna")
    life.get("/auth/delete_account")
    life.post("/auth/delete_account", current_password=NEW)
    life.get("/")
    return life.seen


@pytest.fixture
def limited(config: type[TestConfig], app: Flask) -> Iterator[tuple[Flask, QueryCounter]]:
    """An app on the tests' database that limits, and what counts its statements."""
    limited = create_app(type("LimitedConfig", (config,), {"RATELIMIT_ENABLED": True}))
    counter = QueryCounter()
    with limited.app_context():
        event.listen(db.engine, "before_cursor_execute", counter.note)
    yield limited, counter
    with limited.app_context():
        db.engine.dispose()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_everything_is_equal_whether_the_address_is_free_or_taken(
    limited: tuple[Flask, QueryCounter], make: Make, clock: time_machine.Traveller
) -> None:
    app, counter = limited
    owner = make.member(username="anna", email=TAKEN)
    paths = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "main.readyz"
    )
    lives = []
    for number, (name, email) in enumerate(
        (("warm", "warm@example.org"), ("frau", FREE), ("fred", TAKEN))
    ):
        site = Site(app)
        site.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        lives.append(led(Life(site, counter, name, email, make), paths, clock))
        with make.session() as session:
            session.query(OutboxEmail).delete()
    _, free, taken = lives
    for one, other in zip(free, taken, strict=True):
        for what, value in one.items():
            assert value == other[what], one["what"]
    assert len([to for each in free for to in each["mails"]]) > 3
    archive = next(each["body"] for each in free if each["what"] == "POST /auth/export")
    (row,) = json.loads(archive["daten.json"])["user"]
    assert (row["email"], row["pending_email"], row["confirmed"]) == ("EMAIL", None, False)
    assert [each["status"] for each in free].count(429) >= 1, "limits are part of it"
    answers = {each["what"]: each["status"] for each in free}
    assert answers["POST /auth/change_password"] == 303
    assert make.fresh(owner) is not None


def test_the_address_somebody_typed_last_is_theirs_already(site: Site, make: Make) -> None:
    make.member(username="anna", email=TAKEN)
    make.member(username="eve", confirmed=False, email="0@unowned.invalid", pending_email=TAKEN)
    site.post("/auth/login", {"username": "eve", "password": PASSWORD})
    values = {"email": TAKEN, "current_password": PASSWORD}
    page: Page = site.submit(site.open("/auth/change_email"), values, status=422)
    assert page.error("email") == "Das ist schon deine Adresse."
    assert make.count(User) == 2
