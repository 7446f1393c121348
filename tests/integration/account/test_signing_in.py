"""Signing in and out."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from project.models import User, UserSession
from project.models.account.user import new_epoch
from tests.support.http import Page, Site
from tests.support.make import CHEAP_METHOD, PASSWORD, Make

pytestmark = pytest.mark.integration

WRONG = "Name oder Passwort stimmt nicht."


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def log_in(
    site: Site, login: str = "dora", password: str = PASSWORD, *, next_: str = "", **values: str
) -> str:
    """Send the form; return where it leads, or the message it comes back with."""
    page = site.open("/auth/login" + (f"?next={next_}" if next_ else ""))
    form = page.form()
    data = {"username": login, "password": password, "csrf_token": page.value("csrf_token")}
    response = site.client.post(str(form["action"]), data={**data, **values})
    if response.status_code == 303:
        return str(response.location)
    assert response.status_code == 422
    return Page(response).error("password")


def is_signed_in(site: Site) -> bool:
    return site.client.get("/auth/change_password").status_code == 200


@pytest.mark.database
@pytest.mark.parametrize(
    "login", ["dora", "DORA", " dora ", "dora@example.org", "Dora@Example.ORG"]
)
def test_name_and_address_sign_in_ignoring_case(site: Site, dora: User, login: str) -> None:
    assert log_in(site, login) != WRONG
    assert is_signed_in(site)


@pytest.mark.database
@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("dora", "falsches Passwort"),
        ("dora", PASSWORD.upper()),
        ("nobody-here", PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("dora' OR 1=1 --", PASSWORD),
        ("x" * 120, PASSWORD),
    ],
)
def test_anything_wrong_gets_one_and_the_same_answer(
    site: Site, dora: User, login: str, password: str
) -> None:
    assert log_in(site, login, password) == WRONG
    assert not is_signed_in(site)


@pytest.mark.parametrize("field", ["username", "password"])
def test_a_file_in_place_of_a_text_is_no_text(site: Site, field: str) -> None:
    data = {"username": "dora", "password": PASSWORD, "csrf_token": site.csrf_token()}
    response = site.client.post("/auth/login", data={**data, field: (BytesIO(b"x"), "x.png")})
    assert response.status_code == 422
    assert Page(response).error(field) == "Bitte ausfüllen."


@pytest.mark.database
def test_an_unconfirmed_address_does_not_sign_in_but_the_name_does(site: Site, make: Make) -> None:
    make.member(username="eve", confirmed=False)
    assert log_in(site, "eve@example.org") == WRONG
    assert log_in(site, "eve") != WRONG


@pytest.mark.database
def test_signing_in_stores_a_session_but_not_its_secret(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    site.client.environ_base["HTTP_USER_AGENT"] = "Browser " + "x" * 300
    log_in(site)
    with site.client.session_transaction() as session:
        secret = session["_user_id"].split(".")[2]
        assert not session.permanent
    with make.session() as database:
        row = database.query(UserSession).one()
        assert row.user_id == dora.id
        assert secret not in row.token_hash
        assert len(row.user_agent) == 200
        assert not row.remember


@pytest.mark.database
def test_a_session_lives_two_days_after_its_last_use(site: Site, dora: User) -> None:
    with time_machine.travel(datetime(2026, 9, 12, 12, tzinfo=UTC), tick=False) as clock:
        log_in(site)
        clock.shift(timedelta(days=1, hours=23))
        assert is_signed_in(site)
        clock.shift(timedelta(days=1, hours=23))
        assert is_signed_in(site), "its use has prolonged it"
        clock.shift(timedelta(days=2))
        assert not is_signed_in(site)


@pytest.mark.database
def test_staying_signed_in_lasts_thirty_days(site: Site, dora: User) -> None:
    with time_machine.travel(datetime(2026, 9, 12, 12, tzinfo=UTC), tick=False) as clock:
        log_in(site, remember_me="y")
        with site.client.session_transaction() as session:
            assert session.permanent
        clock.shift(timedelta(days=29))
        assert is_signed_in(site)
        clock.shift(timedelta(days=29))
        assert is_signed_in(site)
        clock.shift(timedelta(days=30))
        assert not is_signed_in(site)


def test_what_was_planted_in_the_session_is_gone_after_signing_in(site: Site, dora: User) -> None:
    before = site.open("/auth/login").value("csrf_token")
    with site.client.session_transaction() as session:
        session["planted"] = "by a stranger"
    log_in(site)
    with site.client.session_transaction() as session:
        assert "planted" not in session
    page = site.open("/auth/change_password")
    response = site.client.post("/auth/logout", data={"csrf_token": before})
    assert response.status_code == 400, "a token from before is worthless"
    assert page.value("csrf_token") != before


@pytest.mark.database
def test_signing_out_ends_the_session_here_and_in_the_database(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    log_in(site)
    cookie = site.client.get_cookie("session")
    assert cookie is not None
    site.post("/auth/logout")
    assert make.count(UserSession) == 0
    assert not is_signed_in(site)
    thief = Site(app)
    thief.client.set_cookie("session", cookie.value)
    assert not is_signed_in(thief), "a copied cookie is dead at once"


@pytest.mark.database
def test_signing_out_leaves_other_devices_alone(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    phone = Site(app)
    log_in(site)
    log_in(phone)
    site.post("/auth/logout")
    assert is_signed_in(phone)


def test_signing_out_needs_a_post_with_a_token(site: Site, dora: User) -> None:
    log_in(site)
    assert site.client.get("/auth/logout").status_code == 405
    assert site.client.post("/auth/logout").status_code == 400
    assert is_signed_in(site)


@pytest.mark.database
def test_a_new_epoch_ends_every_session(site: Site, make: Make, dora: User) -> None:
    log_in(site)
    with make.session() as session:
        session.get_one(User, dora.id).session_epoch = new_epoch()
    assert not is_signed_in(site)


@pytest.mark.database
def test_another_athletes_cookie_cannot_be_made_of_mine(
    site: Site, make: Make, dora: User, alice: User
) -> None:
    log_in(site)
    with site.client.session_transaction() as session:
        mine = session["_user_id"]
        session["_user_id"] = mine.replace(f"{dora.id}.", f"{alice.id}.", 1)
    assert not is_signed_in(site)


def test_a_new_key_with_the_old_one_as_fallback_signs_nobody_out(
    app: Flask, site: Site, dora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(site)
    signed_with_the_old_key = site.client.get_cookie("session")
    assert signed_with_the_old_key is not None

    def is_let_in() -> bool:
        browser = Site(app)
        browser.client.set_cookie("session", signed_with_the_old_key.value)
        return is_signed_in(browser)

    old = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another key of more than 32 characters")
    assert not is_let_in(), "without the fallback the old key is worthless"
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [old])
    assert is_let_in()


@pytest.mark.database
@pytest.mark.parametrize(
    "cookie", ["1", "1.x.y", "", "1." + "a" * 32, "-1." + "a" * 32 + "." + "b" * 43, "None"]
)
def test_a_cookie_of_the_wrong_shape_is_nobodys(site: Site, cookie: str) -> None:
    with site.client.session_transaction() as session:
        session["_user_id"] = cookie
    assert not is_signed_in(site)


@pytest.mark.database
def test_an_old_hash_is_renewed_at_sign_in(site: Site, make: Make) -> None:
    old = generate_password_hash(PASSWORD, "pbkdf2:sha256:1000")
    eve = make.user(username="eve", password_hash=old)
    assert log_in(site, "eve", "falsches Passwort") == WRONG
    unchanged = make.fresh(eve)
    assert unchanged is not None
    assert unchanged.password_hash == old
    log_in(site, "eve")
    renewed = make.fresh(eve)
    assert renewed is not None
    assert renewed.password_hash.startswith(CHEAP_METHOD)
    assert log_in(Site(site.app), "eve") != WRONG


def test_visitors_are_led_to_sign_in_and_back_again(site: Site, dora: User) -> None:
    response = site.client.get("/auth/change_password?x=1")
    assert response.status_code == 303
    assert response.location == "/auth/login?next=/auth/change_password?x%3D1"
    assert log_in(site, next_="/auth/change_password?x%3D1") == "/auth/change_password?x=1"


def test_json_requests_of_visitors_get_401(client: FlaskClient) -> None:
    response = client.get("/auth/change_password", headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.is_json


def test_what_a_page_asks_for_by_itself_leaves_a_visitors_cookie_alone(
    site: Site, make: Make, dora: User
) -> None:
    # Its answer may come after the athlete has signed in again in another tab.
    site.sign_in(dora)
    with make.session() as session:
        session.query(UserSession).delete()
    response = site.client.get("/workouts", headers={"Sec-Fetch-Mode": "same-origin"})
    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers
    page = site.open("/workouts", headers={"Sec-Fetch-Mode": "navigate"})
    assert page.flashes() == ["Bitte melde dich an."]


FOREIGN = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2F%2Fevil.example",
    "/\u2215evil.example",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r//evil.example",
    "\x00//evil.example",
    "/\x00/evil.example",
    "evil.example",
    "@evil.example",
    "//evil.example@localhost",
    "//localhost@evil.example",
    "http://localhost@evil.example/",
    "https://localhost.evil.example/",
    "..//evil.example",
    "//[::1]/",
    "http://[::1",
    "/ärger",
    "/x y",
    "?next=//evil.example",
    "#//evil.example",
    "/" + "x" * 3000,
]


@pytest.mark.parametrize("target", FOREIGN)
def test_no_spelling_of_another_site_is_followed(site: Site, dora: User, target: str) -> None:
    page = site.open("/auth/login")
    data = {"username": "dora", "password": PASSWORD, "csrf_token": page.value("csrf_token")}
    response = site.client.post("/auth/login", data=data, query_string={"next": target})
    assert response.status_code == 303
    with site.app.test_request_context():
        from flask import url_for

        assert response.location == url_for("main.index")


def test_a_poisoned_host_is_refused(client: FlaskClient) -> None:
    assert client.get("/auth/login", headers={"Host": "evil.example"}).status_code == 400
    forwarded = {"X-Forwarded-Host": "evil.example"}
    assert "evil.example" not in client.get("/auth/login", headers=forwarded).text


def test_hashing_a_password_holds_no_write_lock(app: Flask) -> None:
    for name in ("login", "register", "forgot_new", "change_password", "change_email"):
        assert hasattr(app.view_functions[f"auth.{name}"], "reads_first"), name


def test_the_form_says_nothing_of_the_password(site: Site, dora: User) -> None:
    page = site.submit(
        site.open("/auth/login"), {"username": "dora", "password": "ganz geheim"}, status=422
    )
    assert page.value("username") == "dora"
    assert "ganz geheim" not in page.response.get_data(as_text=True)
