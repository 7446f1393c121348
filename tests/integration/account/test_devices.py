"""The devices on which an athlete is signed in, and how one is signed out."""

import pytest
from flask import Flask

from project.models import User, UserSession
from project.web.user_agents import describe
from tests.integration.account.test_signing_in import is_signed_in
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"


def newest_device(make: Make, site: Site) -> UserSession:
    """Return the row of the device that was signed in last."""
    with make.session() as session:
        return session.query(UserSession).order_by(UserSession.id.desc()).limit(1).one()


def test_the_list_names_each_device_and_marks_this_one(
    app: Flask, site: Site, make: Make, alice: User, bob: User
) -> None:
    Site(app).sign_in(bob)
    Site(app).sign_in(alice)
    with make.session() as session:
        session.query(UserSession).filter_by(user_id=alice.id).one().user_agent = ANDROID
    page = site.sign_in(alice).open("/auth/sessions")
    rows = [row.get_text(" ", strip=True) for row in page.html.select("main .rows > li")]
    assert len(rows) == 2
    assert "dieses Gerät" in rows[0]
    assert "Abmelden" not in rows[0]
    assert "Firefox · Android" in rows[1]
    assert "Abmelden" in rows[1]


def test_one_device_can_be_signed_out(app: Flask, site: Site, make: Make, alice: User) -> None:
    phone, tablet = Site(app).sign_in(alice), Site(app)
    row = newest_device(make, phone)
    tablet.sign_in(alice)
    page = site.sign_in(alice).open("/auth/sessions")
    page = site.submit(page, action=f"/auth/sessions/{row.id}/end")
    assert page.flashes() == ["Das Gerät ist abgemeldet."]
    assert not is_signed_in(phone)
    assert is_signed_in(tablet)
    assert is_signed_in(site)


def test_all_others_can_be_signed_out_at_once(
    app: Flask, site: Site, alice: User, bob: User
) -> None:
    phone, bobs = Site(app).sign_in(alice), Site(app).sign_in(bob)
    page = site.sign_in(alice).open("/auth/sessions")
    page = site.submit(page, action="/auth/sessions/end_others")
    assert page.flashes() == ["Alle anderen Geräte sind abgemeldet."]
    assert not is_signed_in(phone)
    assert is_signed_in(site)
    assert is_signed_in(bobs)


def test_a_strangers_device_cannot_be_signed_out(
    app: Flask, site: Site, make: Make, alice: User, charlie: User
) -> None:
    theirs = Site(app).sign_in(charlie)
    row = newest_device(make, theirs)
    site.sign_in(alice).post(f"/auth/sessions/{row.id}/end")
    assert is_signed_in(theirs)


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "99999999999999999999", "x"])
def test_a_device_that_is_none_signs_nothing_out(
    site: Site, make: Make, alice: User, number: str
) -> None:
    site.sign_in(alice)
    token = site.open("/auth/sessions").value("csrf_token")
    answer = site.client.post(f"/auth/sessions/{number}/end", data={"csrf_token": token})
    assert answer.status_code in {303, 404}
    assert make.count(UserSession) == 1


def test_visitors_have_no_devices(site: Site) -> None:
    assert site.open("/auth/sessions").path == "/auth/login"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Firefox · Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge · Windows",
        ),
        ("curl/8", "Unbekanntes Gerät"),
        ("", "Unbekanntes Gerät"),
    ],
)
def test_browsers_have_names_that_their_owners_know(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words
