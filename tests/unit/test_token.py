"""One salt per purpose; void once what they depend on has changed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from project.enums import Purpose
from project.models import User
from project.models.account.user import new_epoch
from project.token import (
    confirm_token,
    fits,
    generate_confirmation_token,
    generate_invitation,
    generate_user_token,
    read_invitation,
    read_user_token,
)
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("context")]

HOUR = 3600


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 9, 12, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_a_confirmation_token_gives_its_address_back_for_an_hour(
    clock: time_machine.Traveller,
) -> None:
    token = generate_confirmation_token("alice@example.org")
    clock.shift(timedelta(hours=1))
    assert confirm_token(token) == "alice@example.org"
    clock.shift(timedelta(seconds=1))
    assert confirm_token(token) is False


def test_the_age_can_be_given(clock: time_machine.Traveller) -> None:
    token = generate_confirmation_token("alice@example.org")
    clock.shift(timedelta(seconds=11))
    assert confirm_token(token, 10) is False
    assert confirm_token(token, expiration=11) == "alice@example.org"


@pytest.mark.parametrize(
    "token", ["", ".", "a.b.c", "x" * 5000, "ä", "\x00", "\ud800", "None", "W10.a.b"]
)
def test_what_is_no_token_confirms_nothing(token: str) -> None:
    assert confirm_token(token) is False
    assert read_user_token(Purpose.RESET, token, HOUR) is None
    assert read_invitation(token) is None


def test_a_changed_token_confirms_nothing() -> None:
    token = generate_confirmation_token("alice@example.org")
    for position in range(len(token)):
        other = "A" if token[position] != "A" else "B"
        assert confirm_token(token[:position] + other + token[position + 1 :]) != "bob@example.org"


def test_no_token_is_good_for_another_purpose(alice: User) -> None:
    tokens = {
        Purpose.CONFIRM: generate_confirmation_token(alice.email),
        Purpose.RESET: generate_user_token(Purpose.RESET, alice),
        Purpose.CHANGE_EMAIL: generate_user_token(Purpose.CHANGE_EMAIL, alice, alice.email),
        Purpose.INVITE: generate_invitation(alice.id),
    }
    for made_for, token in tokens.items():
        assert bool(confirm_token(token)) is (made_for is Purpose.CONFIRM)
        assert (read_invitation(token) is not None) is (made_for is Purpose.INVITE)
        for purpose in (Purpose.RESET, Purpose.CHANGE_EMAIL):
            assert (read_user_token(purpose, token, HOUR) is not None) is (made_for is purpose)


def test_a_token_of_an_account_is_void_after_any_change_it_stands_for(
    alice: User, bob: User, make: Make
) -> None:
    found = read_user_token(Purpose.RESET, generate_user_token(Purpose.RESET, alice), HOUR)
    assert found is not None
    assert fits(found, alice)
    assert not fits(found, bob)
    for change in ({"password_hash": "other"}, {"email": "b@c.de"}, {"session_epoch": new_epoch()}):
        changed = make.fresh(alice)
        assert changed is not None
        for name, value in change.items():
            setattr(changed, name, value)
        assert not fits(found, changed)


def test_old_keys_still_open_what_they_signed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    token = generate_confirmation_token("alice@example.org")
    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of more than 32 characters")
    assert confirm_token(token) is False
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert confirm_token(token) == "alice@example.org"
    fresh = generate_confirmation_token("alice@example.org")
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])
    assert confirm_token(fresh) == "alice@example.org", "the new key signs"


def test_the_salt_of_the_site_is_part_of_every_token(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = generate_confirmation_token("alice@example.org")
    monkeypatch.setitem(app.config, "SECURITY_PASSWORD_SALT", "another salt")
    assert confirm_token(token) is False


def test_an_invitation_is_good_for_two_weeks(clock: time_machine.Traveller) -> None:
    token = generate_invitation(7)
    clock.shift(timedelta(days=14))
    assert read_invitation(token) == 7
    clock.shift(timedelta(seconds=1))
    assert read_invitation(token) is None
