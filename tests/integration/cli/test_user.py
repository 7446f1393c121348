"""Accounts from the command line."""

import pytest
from flask import Flask

from project.models import User
from tests.integration.account.test_signing_in import WRONG, is_signed_in, log_in
from tests.support.http import Site
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

NEW = "fünf-glatte-Ringe"


def run(app: Flask, *arguments: str, status: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["user", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def create(app: Flask, *arguments: str, status: int = 0) -> str:
    return run(app, "create", *arguments, "--password", PASSWORD, status=status)


def test_an_account_made_by_the_operator_can_sign_in_at_once(app: Flask, site: Site) -> None:
    assert create(app, "dora", "dora@example.org") == "dora can sign in.\n"
    assert log_in(site, "dora@example.org") != WRONG
    assert is_signed_in(site)


def test_an_admin_can_be_made_with_the_account_or_later(app: Flask, make: Make) -> None:
    create(app, "dora", "dora@example.org", "--admin")
    assert make.count(User, username="dora", admin=True) == 1
    assert "The site has no admin now." in run(app, "make-admin", "dora@example.org", "--revoke")
    assert make.count(User, admin=True) == 0
    assert run(app, "make-admin", "DORA") == "dora is now an admin.\n"
    assert make.count(User, admin=True) == 1


@pytest.mark.parametrize(
    ("username", "email"),
    [
        ("a", "a@example.org"),
        ("admin", "a@example.org"),
        ("dora", "dora"),
        ("alice", "a@b.de"),
        ("dora", "ALICE@example.org"),
    ],
)
def test_what_the_site_would_refuse_is_refused(
    app: Flask, make: Make, alice: User, username: str, email: str
) -> None:
    assert create(app, username, email, status=1)
    assert make.count(User) == 1


def test_a_weak_password_is_refused(app: Flask, make: Make) -> None:
    run(app, "create", "dora", "dora@example.org", "--password", "passwort123", status=1)
    assert make.count(User) == 0


def test_an_address_can_be_confirmed_by_hand(app: Flask, make: Make) -> None:
    make.user(username="dora", confirmed=False)
    assert run(app, "confirm", "dora") == "dora is confirmed.\n"
    assert make.count(User, confirmed=True) == 1


def test_a_reset_link_can_be_handed_over(app: Flask, site: Site, make: Make) -> None:
    make.user(username="dora")
    path = run(app, "reset-password", "dora").strip().removeprefix("http://localhost")
    site.submit(site.open(path), {"password": NEW, "repeat_password": NEW})
    assert log_in(site, "dora", NEW) != WRONG


def test_a_link_that_was_handed_over_proves_no_mailbox(app: Flask, site: Site, make: Make) -> None:
    dora = make.user(username="dora", confirmed=False)
    path = run(app, "reset-password", "dora").strip().removeprefix("http://localhost")
    site.submit(site.open(path), {"password": NEW, "repeat_password": NEW})
    stored = make.fresh(dora)
    assert stored is not None
    assert not stored.confirmed


@pytest.mark.parametrize("command", ["confirm", "make-admin", "reset-password"])
def test_an_unknown_account_is_an_error(app: Flask, command: str) -> None:
    assert "There is no account 'nobody'." in run(app, command, "nobody", status=1)


def test_refusals_are_english_whatever_the_site_speaks(app: Flask) -> None:
    output = run(app, "create", "dora", "dora@example.org", "--password", "kurz", status=1)
    assert "10 characters at least." in output
