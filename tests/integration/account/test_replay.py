"""A copied cookie, a copied link and a guessed id are worth nothing once they have had their day."""

from collections.abc import Callable

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from project.auth.invitations import invitation_link
from project.logs import CUT, OneLineFormatter
from project.models import User, UserSession
from tests.integration.account.test_signing_in import is_signed_in, log_in
from tests.support.http import Site
from tests.support.mails import last_mail, outbox
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

NEW = "fünf-glatte-Ringe"
TWICE = {"password": NEW, "repeat_password": NEW}
CURRENT = {"current_password": PASSWORD}


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def sign_out(mine: Site, _other: Site, _make: Make) -> None:
    mine.post("/auth/logout")


def change_password(mine: Site, _other: Site, _make: Make) -> None:
    mine.submit(mine.open("/auth/change_password"), {**TWICE, **CURRENT})


def reset_password(_mine: Site, other: Site, make: Make) -> None:
    stranger = Site(other.app)
    stranger.submit(stranger.open("/auth/forgot"), {"email": "dora@example.org"})
    stranger.submit(stranger.open(last_mail(make).path), TWICE)


def change_address(_mine: Site, other: Site, make: Make) -> None:
    values = {"email": "dora@neue-adresse.de", **CURRENT}
    other.submit(other.open("/auth/change_email"), values)
    (mail,) = (mail for mail in outbox(make) if mail.to == "dora@neue-adresse.de")
    other.submit(other.open(mail.path))


def end_others(_mine: Site, other: Site, _make: Make) -> None:
    other.post("/auth/sessions/end_others")


def end_this_one(_mine: Site, other: Site, make: Make) -> None:
    with make.session() as session:
        first = min(session.query(UserSession), key=lambda row: row.id)
    other.post(f"/auth/sessions/{first.id}/end")


def delete_account(_mine: Site, other: Site, _make: Make) -> None:
    other.submit(other.open("/auth/delete_account"), CURRENT)


@pytest.mark.parametrize(
    "end",
    [
        sign_out,
        change_password,
        reset_password,
        change_address,
        end_others,
        end_this_one,
        delete_account,
    ],
)
def test_a_copied_cookie_is_dead(
    app: Flask, make: Make, dora: User, end: Callable[[Site, Site, Make], None]
) -> None:
    mine, other, thief = Site(app), Site(app), Site(app)
    log_in(mine)
    log_in(other)
    cookie = mine.client.get_cookie("session")
    assert cookie is not None
    thief.client.set_cookie("session", cookie.value)
    assert is_signed_in(thief)
    end(mine, other, make)
    thief.client.set_cookie("session", cookie.value)
    assert not is_signed_in(thief)
    asked = thief.client.get("/notifications", headers={"Accept": "application/json"})
    assert asked.status_code == 401
    assert "dora" not in thief.open("/").text


def test_whoever_comes_after_a_deleted_athlete_does_not_inherit_their_cookie(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    thief = Site(app)
    log_in(thief)
    log_in(site)
    delete_account(site, site, make)
    heir = make.member(username="dora", email="dora@example.org")
    assert heir.id > dora.id
    assert not is_signed_in(thief)


def test_links_in_mails_lead_to_the_configured_site_whatever_host_was_asked(
    app: Flask, client: FlaskClient, make: Make, dora: User
) -> None:
    headers = {"Host": "127.0.0.1", "X-Forwarded-Host": "evil.example"}
    page = client.get("/auth/forgot", headers=headers)
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    data = {"csrf_token": token, "email": "dora@example.org"}
    assert client.post("/auth/forgot", data=data, headers=headers).status_code == 303
    assert last_mail(make).link.startswith(f"{app.config['APP_BASE_URL']}/auth/forgot/new/")


def test_no_link_that_lets_somebody_in_is_written_to_a_log(app: Flask, alice: User) -> None:
    token = "W10.ab-C_d.e~f"
    with app.test_request_context():
        links = [
            url_for(rule.endpoint, token=token)
            for rule in app.url_map.iter_rules()
            if "token" in rule.arguments
        ]
        invitation = invitation_link(alice.id)
    assert len(links) >= 3
    cut = OneLineFormatter([]).cut
    assert [link for link in links if token in cut(f"GET {link} failed")] == []
    assert cut(invitation).endswith(CUT)


def test_the_page_behind_a_link_tells_nobody_its_address(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    site.submit(site.open("/auth/forgot"), {"email": "dora@example.org"})
    path = last_mail(make).path
    for address in (path, "/auth/register?invite=W10.a.b"):
        assert site.client.get(address).headers["Referrer-Policy"] == "strict-origin"
    assert site.client.get("/auth/login").headers["Referrer-Policy"] == "same-origin"
    # Over TLS a form needs a page of the site as its origin; that much the browser still says.
    secure = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/"}}
    browser = Site(app)
    token = browser.csrf_token()
    answer = browser.client.post(path, data={"csrf_token": token, **TWICE}, **secure)
    assert (answer.status_code, answer.location) == (303, "/auth/login")
