"""Who may register: everybody, whoever was invited, nobody."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from project.auth.invitations import invitation_link
from project.enums import Registration
from project.models import User
from tests.integration.account.test_registration import DORA
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration


@pytest.fixture
def invite_only(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "REGISTRATION", Registration.INVITE.value)


def link_of(site: Site, athlete: User) -> str:
    """Return the path of the link a member sees."""
    page = site.sign_in(athlete).open("/auth/invite")
    field = page.html.select_one("#link")
    assert field is not None
    link = str(field["value"])
    assert link.startswith("http://localhost/auth/register")
    return link.removeprefix("http://localhost")


@pytest.mark.usefixtures("invite_only")
def test_a_members_link_opens_an_account(app: Flask, site: Site, make: Make, alice: User) -> None:
    path = link_of(site, alice)
    friend = Site(app)
    page = friend.submit(friend.open(path), DORA)
    assert page.path == "/auth/unconfirmed"
    assert make.count(User) == 2


@pytest.mark.usefixtures("invite_only")
def test_a_mistake_in_the_form_does_not_lose_the_invitation(
    app: Flask, site: Site, alice: User
) -> None:
    friend = Site(app)
    page = friend.submit(friend.open(link_of(site, alice)), {**DORA, "username": "x"}, status=422)
    password = {name: DORA[name] for name in ("password", "repeat_password")}
    page = friend.submit(page, {"username": "dora", **password})
    assert page.path == "/auth/unconfirmed"


@pytest.mark.usefixtures("invite_only")
@pytest.mark.parametrize("query", ["", "?invite=", "?invite=x", "?invite=MQ.a.b"])
def test_without_an_invitation_there_is_no_form(site: Site, query: str) -> None:
    page = site.open(f"/auth/register{query}", status=403)
    assert "nur mit einer Einladung" in page.text


@pytest.mark.usefixtures("invite_only")
def test_nothing_is_stored_without_an_invitation(site: Site, make: Make) -> None:
    data = {**DORA, "csrf_token": site.csrf_token()}
    assert site.client.post("/auth/register", data=data).status_code == 403
    assert make.count(User) == 0


@pytest.mark.usefixtures("invite_only")
def test_an_invitation_ends_after_two_weeks(app: Flask, site: Site, alice: User) -> None:
    with time_machine.travel(datetime(2026, 9, 12, 12, tzinfo=UTC), tick=False) as clock:
        path = link_of(site, alice)
        clock.shift(timedelta(days=14))
        Site(app).open(path)
        clock.shift(timedelta(seconds=1))
        Site(app).open(path, status=403)


@pytest.mark.usefixtures("invite_only")
def test_the_invitation_of_somebody_who_left_is_void(
    app: Flask, site: Site, make: Make, alice: User
) -> None:
    path = link_of(site, alice)
    with make.session() as session:
        session.delete(session.get_one(User, alice.id))
    Site(app).open(path, status=403)


@pytest.mark.usefixtures("invite_only")
def test_the_operator_invites_from_the_command_line(app: Flask, site: Site) -> None:
    result = app.test_cli_runner().invoke(args=["user", "invite"])
    site.open(result.output.strip().removeprefix("http://localhost"))


def test_where_everybody_may_register_the_link_is_plain(site: Site, alice: User) -> None:
    assert link_of(site, alice) == "/auth/register"


def test_closed_is_closed(
    app: Flask, site: Site, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REGISTRATION", Registration.CLOSED.value)
    with app.app_context():
        path = invitation_link(alice.id).removeprefix("http://localhost")
    assert "keine neuen Konten" in site.open(path, status=403).text
    site.sign_in(alice).open("/auth/invite", status=404)
