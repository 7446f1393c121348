"""Two at once: one wins, the other gets an answer, nothing is half done."""

import threading
from collections.abc import Callable
from typing import TypeVar

import pytest
from flask import Flask

from project.models import OutboxEmail, User, UserSession
from tests.integration.account.test_registration import DORA
from tests.integration.account.test_signing_in import WRONG, log_in
from tests.support.http import Site
from tests.support.mails import last_mail
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

T = TypeVar("T")
AT_ONCE = 4


def at_once(actions: list[Callable[[], T]]) -> list[T]:
    """Run the actions in threads that start together; return what each returned."""
    results: dict[int, T] = {}
    gate = threading.Barrier(len(actions))

    def run(number: int, action: Callable[[], T]) -> None:
        gate.wait()
        results[number] = action()

    threads = [
        threading.Thread(target=run, args=(number, action)) for number, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[number] for number in sorted(results)]


def sender(app: Flask, path: str, values: dict[str, str]) -> Callable[[], int]:
    """Open the form now, send it when called; return the status."""
    site = Site(app)
    token = site.open(path).value("csrf_token")
    return lambda: site.client.post(path, data={**values, "csrf_token": token}).status_code


def test_one_name_goes_to_one_of_those_who_ask_at_once(app: Flask, make: Make) -> None:
    forms = [{**DORA, "email": f"dora{number}@example.org"} for number in range(AT_ONCE)]
    answers = at_once([sender(app, "/auth/register", form) for form in forms])
    assert sorted(answers) == [303] + [422] * (AT_ONCE - 1)
    assert make.count(User) == 1
    assert make.count(OutboxEmail) == 1
    assert make.count(UserSession) == 1


def test_one_address_goes_to_one_of_those_who_ask_at_once(app: Flask, make: Make) -> None:
    forms = [{**DORA, "username": f"dora{number}"} for number in range(AT_ONCE)]
    answers = at_once([sender(app, "/auth/register", form) for form in forms])
    assert answers == [303] * AT_ONCE, "who comes second does not learn it"
    assert make.count(User) == AT_ONCE
    assert make.count(User, email="Dora@example.org") == 1
    assert make.count(User, pending_email="Dora@example.org") == AT_ONCE - 1


def test_a_reset_link_used_twice_at_once_works_once(app: Flask, site: Site, make: Make) -> None:
    make.member(username="dora")
    site.submit(site.open("/auth/forgot"), {"email": "dora@example.org"})
    path = last_mail(make).path
    new = ["fünf-glatte-Ringe", "sechs-raue-Seile"]
    answers = at_once(
        [sender(app, path, {"password": each, "repeat_password": each}) for each in new]
    )
    assert sorted(answers) == [303, 404]
    winner = new[answers.index(303)]
    assert log_in(Site(app), password=winner) != WRONG
    assert make.count(OutboxEmail, subject="Dein Passwort wurde geändert") == 1


def signed_in_sender(
    app: Flask, path: str, values: dict[str, str]
) -> Callable[[], tuple[int, str]]:
    """Sign in and open the form now, send it when called; return status and where it leads."""
    site = Site(app)
    log_in(site)
    token = site.open(path).value("csrf_token")

    def send() -> tuple[int, str]:
        response = site.client.post(path, data={**values, "csrf_token": token})
        return response.status_code, str(response.location)

    return send


def test_a_password_changed_twice_at_once_is_changed_once(app: Flask, make: Make) -> None:
    make.member(username="dora")
    new = ["fünf-glatte-Ringe", "sechs-raue-Seile"]
    forms = [
        {"current_password": PASSWORD, "password": each, "repeat_password": each} for each in new
    ]
    answers = at_once([signed_in_sender(app, "/auth/change_password", form) for form in forms])
    changed = (303, "/auth/change_password")
    assert answers.count(changed) == 1
    assert log_in(Site(app), password=new[answers.index(changed)]) != WRONG
    assert make.count(OutboxEmail, subject="Dein Passwort wurde geändert") == 1


def test_an_account_deleted_twice_at_once_is_gone(app: Flask, make: Make) -> None:
    make.member(username="dora")
    form = {"current_password": PASSWORD}
    answers = at_once([signed_in_sender(app, "/auth/delete_account", form) for _ in range(2)])
    assert [status for status, _ in answers] == [303, 303]
    assert make.count(User) == 0
    assert make.count(OutboxEmail) == 1


def test_of_two_admins_who_leave_at_once_one_stays(app: Flask, make: Make) -> None:
    def leaving(name: str) -> Callable[[], int]:
        make.member(username=name, admin=True)
        site = Site(app)
        log_in(site, name)
        form = {"current_password": PASSWORD, "csrf_token": site.csrf_token()}
        return lambda: site.client.post("/auth/delete_account", data=form).status_code

    assert sorted(at_once([leaving("dora"), leaving("emil")])) == [303, 409]
    assert make.count(User, admin=True) == 1
