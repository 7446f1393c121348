"""Nobody stops the site's mail, and nobody's mailbox is filled by it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from project.models import Message, User
from tests.integration.test_rate_limits import (
    SPELLINGS,
    WRONG,
    at,
    clock,
    dora,
    limited,
    register,
    try_login,
)
from tests.support.http import Site
from tests.support.mails import outbox
from tests.support.make import PASSWORD, Make

__all__ = ["clock", "dora", "limited"]  # fixtures

pytestmark = [pytest.mark.integration, pytest.mark.database]


def forgot(app: Flask, address: str, email: str) -> int:
    site = at(app, address)
    data = {"email": email, "csrf_token": site.csrf_token()}
    return site.client.post("/auth/forgot", data=data).status_code


def test_three_reset_mails_an_hour_for_an_address(limited: Flask, make: Make, dora: User) -> None:
    answers = [forgot(limited, f"192.0.2.{number}", "Dora@example.org") for number in range(4)]
    assert answers == [303, 303, 303, 429]
    assert len(outbox(make)) == 3
    answers = [forgot(limited, "192.0.2.9", f"athlete{number}@example.org") for number in range(11)]
    assert answers == [303] * 10 + [429]


def ask(site: Site, email: str) -> int:
    """Ask for a change of address, as somebody who knows the password."""
    data = {"email": email, "current_password": PASSWORD, "csrf_token": site.csrf_token()}
    return site.client.post("/auth/change_email", data=data).status_code


STRANGER = "stranger@example.net"


def test_a_mailbox_gets_three_mails_an_hour_whoever_causes_them_and_how(
    limited: Flask, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    make.user(username="stranger", email=STRANGER)
    site = at(limited, "192.0.2.1")
    assert try_login(site, "dora", PASSWORD) == 303
    answers = [
        ask(site, STRANGER),
        forgot(limited, "192.0.2.2", STRANGER),
        register(at(limited, "192.0.2.3"), "eve", email="Stranger@example.net"),
        ask(site, "stranger+more@example.net"),
        forgot(limited, "192.0.2.4", "stranger@ex\ufe00ample.net"),
        register(at(limited, "192.0.2.5"), "eva", email=STRANGER),
    ]
    assert answers == [303] * 3 + [429] * 3
    assert len([mail for mail in outbox(make) if mail.to.lower() == STRANGER]) == 3
    assert make.count(User, username="eva") == 0
    clock.shift(timedelta(hours=1, seconds=1))
    assert forgot(limited, "192.0.2.4", STRANGER) == 303


def test_an_athlete_causes_ten_mails_an_hour(
    limited: Flask, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    site = at(limited, "192.0.2.1")
    assert try_login(site, "dora", PASSWORD) == 303
    answers = []
    for number in range(11):
        answers.append(ask(site, f"new{number}@example.org"))
        clock.shift(timedelta(minutes=1))
    assert answers == [303] * 10 + [429]
    clock.shift(timedelta(minutes=1))
    new = {"password": "fünf-glatte-Ringe", "repeat_password": "fünf-glatte-Ringe"}
    data = {**new, "current_password": PASSWORD, "csrf_token": site.csrf_token()}
    assert site.client.post("/auth/change_password", data=data).status_code == 429
    data["current_password"] = WRONG
    assert site.client.post("/auth/change_password", data=data).status_code == 422


def test_who_is_not_confirmed_causes_three_mails_an_hour(limited: Flask, make: Make) -> None:
    site = at(limited, "192.0.2.1")
    assert register(site, "eve") == 303
    resent = site.client.post("/auth/resend", data={"csrf_token": site.csrf_token()}).status_code
    answers = [resent, *(ask(site, f"new{number}@example.org") for number in range(3))]
    assert answers == [303, 303, 303, 429]
    assert len(outbox(make)) == 4


def test_many_who_are_not_confirmed_cause_ten_mails_an_hour_from_one_address(
    limited: Flask, make: Make
) -> None:
    answers = []
    for name in ("anna", "berta", "carla", "doris"):
        site = at(limited, "192.0.2.1")
        assert register(site, name) == 303
        answers += [ask(site, f"{name}{number}@example.net") for number in range(3)]
    assert answers == [303] * 10 + [429] * 2


def test_an_athlete_causes_ten_mails_about_messages_an_hour(
    limited: Flask, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    site = at(limited, "192.0.2.1")
    assert try_login(site, "dora", PASSWORD) == 303
    for number in range(12):
        make.user(username=f"athlete{number}", mails_about_messages=True)
        site.post(f"/send_message/athlete{number}", {"message": "Hallo"})
    assert make.count(Message) == 12, "what was written arrives all the same"
    assert len(outbox(make)) == 10
    with make.session() as session:
        last = session.query(User).filter_by(username="athlete11").one()
        assert last.last_message_mail_at is None, "somebody else's message is mailed"


def test_no_spelling_gets_further_reset_mails(limited: Flask, make: Make, dora: User) -> None:
    answers = []
    for number, email in enumerate(SPELLINGS[1:3] + SPELLINGS[4:]):
        site = at(limited, f"192.0.2.{number}")
        data = {"email": email, "csrf_token": site.csrf_token()}
        answers.append(site.client.post("/auth/forgot", data=data).status_code)
    assert answers == [303] * 3 + [429] * 2
    assert len(outbox(make)) == 3
