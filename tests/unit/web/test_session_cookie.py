"""What a session's cookie is taken for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, Request

pytestmark = pytest.mark.unit

SIGNED = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
LIFETIME = timedelta(days=30)


@pytest.fixture
def cookie(app: Flask) -> str:
    """Return a cookie signed at ``SIGNED``."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the interface is Flask's own
    with time_machine.travel(SIGNED, tick=False):
        return str(signer.dumps({"known": ["a"]}))


def held(app: Flask, cookie: str, at: datetime = SIGNED) -> dict[str, Any] | None:
    """Return what the session holds that is opened with this cookie at this moment."""
    request = Request({"HTTP_COOKIE": f"session={cookie}"})
    with time_machine.travel(at, tick=False):
        session = app.session_interface.open_session(app, request)
    return None if session is None else dict(session)


def test_a_cookie_holds_what_was_put_in_each_time_it_is_read(app: Flask, cookie: str) -> None:
    first = held(app, cookie)
    assert first == {"known": ["a"]}
    first["known"].append("b")
    assert held(app, cookie) == {"known": ["a"]}


@pytest.mark.parametrize(
    ("at", "is_good"),
    [
        (SIGNED + LIFETIME, True),
        (SIGNED + LIFETIME + timedelta(seconds=1), False),
        (SIGNED - timedelta(minutes=2), True),
        (SIGNED - timedelta(minutes=2, seconds=1), False),
    ],
)
def test_it_is_good_for_its_lifetime_and_for_clocks_that_differ_a_little(
    app: Flask, cookie: str, at: datetime, *, is_good: bool
) -> None:
    assert held(app, cookie) == {"known": ["a"]}
    assert bool(held(app, cookie, at)) is is_good


def test_a_changed_cookie_holds_nothing(app: Flask, cookie: str) -> None:
    assert held(app, cookie)
    payload, stamp, signature = cookie.split(".")
    other = ("A" if payload[0] != "A" else "B") + payload[1:]
    for changed in (f"{other}.{stamp}.{signature}", cookie[:-1], cookie + "A", payload, "."):
        assert held(app, changed) == {}


def test_what_was_read_under_a_key_counts_no_more_when_the_key_has_gone(
    app: Flask, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert held(app, cookie)
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of more than 32 characters")
    assert held(app, cookie) == {}
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert held(app, cookie)
