"""Opening an account and confirming its address."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from project.models import OutboxEmail, User, UserSession
from tests.support.http import Page, Site
from tests.support.mails import last_mail, outbox
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.integration

DORA = {
    "username": "dora",
    "email": "Dora@Example.org",
    "password": PASSWORD,
    "repeat_password": PASSWORD,
    "default_visibility": "private",
}


def register(site: Site, *, status: int = 200, **values: str) -> Page:
    return site.submit(site.open("/auth/register"), {**DORA, **values}, status=status)


def stored(make: Make, username: str = "dora") -> User:
    with make.session() as session:
        return session.scalars(select(User).where(User.username == username)).one()


@pytest.mark.database
def test_registering_stores_an_unconfirmed_account_and_mails_a_link(site: Site, make: Make) -> None:
    page = register(site)
    assert page.path == "/auth/unconfirmed"
    assert "Dora@example.org" in page.text
    user = stored(make)
    assert (user.email, user.default_visibility, user.confirmed) == (
        "Dora@example.org",
        "private",
        False,
    )
    assert PASSWORD not in user.password_hash
    mail = last_mail(make)
    assert (mail.to, mail.subject) == ("Dora@example.org", "Bestätige deine E-Mail-Adresse")
    assert mail.link.startswith("http://localhost/auth/confirm/")
    assert mail.link in mail.html
    assert "Hallo dora" in mail.text
    assert "60 Minuten" in mail.text


@pytest.mark.database
def test_the_link_shows_a_button_and_only_its_post_confirms(
    app: Flask, site: Site, make: Make
) -> None:
    register(site)
    elsewhere = Site(app)
    page = elsewhere.open(last_mail(make).path)
    assert "dora" in page.text
    assert stored(make).confirmed is False, "mail scanners open links too"
    page = elsewhere.submit(page)
    assert page.path == "/auth/login"
    assert page.flashes() == ["Deine Adresse ist bestätigt. Viel Spaß beim Training."]
    user = stored(make)
    assert user.confirmed
    assert user.confirmed_on is not None
    assert site.client.get("/auth/unconfirmed").status_code == 303, "the first browser is let in"


@pytest.mark.database
def test_a_second_click_on_the_link_is_no_error(app: Flask, site: Site, make: Make) -> None:
    register(site)
    elsewhere = Site(app)
    elsewhere.submit(elsewhere.open(last_mail(make).path))
    assert elsewhere.open(last_mail(make).path).path == "/auth/login"


@pytest.mark.database
def test_the_link_is_void_after_an_hour(site: Site, make: Make) -> None:
    with time_machine.travel(datetime(2026, 9, 12, 12, tzinfo=UTC), tick=False) as clock:
        register(site)
        clock.shift(timedelta(hours=1, seconds=1))
        page = site.open(last_mail(make).path, status=404)
    assert page.heading == "Der Link gilt nicht mehr"
    assert stored(make).confirmed is False


@pytest.mark.database
def test_the_link_is_void_once_the_address_changed(site: Site, make: Make) -> None:
    register(site)
    with make.session() as session:
        session.scalars(select(User)).one().email = "other@example.org"
    assert site.open(last_mail(make).path, status=404).heading == "Der Link gilt nicht mehr"


@pytest.mark.parametrize("token", ["x", "a.b.c", "%F0%9F%92%A9", "x" * 3000])
def test_a_damaged_link_is_no_link(site: Site, token: str) -> None:
    assert site.open(f"/auth/confirm/{token}", status=404).heading == "Der Link gilt nicht mehr"


def test_a_link_with_a_control_character_leads_nowhere(site: Site) -> None:
    assert site.open("/auth/confirm/%00", status=404).heading == "Hier ist nichts"


@pytest.mark.database
def test_the_mail_can_be_sent_again(site: Site, make: Make) -> None:
    page = site.submit(register(site), action="/auth/resend")
    assert page.flashes() == ["Die Mail ist noch einmal unterwegs."]
    first, second = outbox(make)
    assert (second.to, second.subject) == (first.to, first.subject)
    site.submit(site.open(second.path))
    assert stored(make).confirmed


def test_resending_needs_a_post(site: Site) -> None:
    register(site)
    site.open("/auth/resend", status=405)


@pytest.mark.database
def test_a_confirmed_athlete_gets_no_further_mail(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice).post("/auth/resend")
    assert outbox(make) == []


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"username": "a"}, "username", "Zwischen 3 und 64 Zeichen."),
        ({"username": "jörg"}, "username", "Nur Buchstaben ohne Umlaute"),
        ({"username": "admin"}, "username", "Dieser Name ist nicht zu haben."),
        ({"username": "Healthz"}, "username", "Dieser Name ist nicht zu haben."),
        ({"username": ""}, "username", "Bitte ausfüllen."),
        ({"username": "a\x00bc"}, "username", "Steuerzeichen"),
        ({"username": "x" * 65}, "username", "Höchstens 64 Zeichen."),
        ({"email": "dora"}, "email", "Das ist keine gültige E-Mail-Adresse."),
        ({"email": "dora@example.org\nBcc: eve@example.org"}, "email", "keine gültige"),
        ({"email": "d" * 200 + "@example.org"}, "email", "Höchstens 120 Zeichen."),
        ({"password": "kurz", "repeat_password": "kurz"}, "password", "Mindestens 10 Zeichen."),
        ({"password": "x" * 1025, "repeat_password": "x" * 1025}, "password", "Höchstens 1024"),
        (
            {"password": "passwort123", "repeat_password": "passwort123"},
            "password",
            "Dieses Passwort probieren Angreifer zuerst.",
        ),
        (
            {"password": "dora@example.org", "repeat_password": "dora@example.org"},
            "password",
            "darf nicht dein Name oder deine Adresse sein",
        ),
        ({"repeat_password": "etwas anderes"}, "repeat_password", "verschieden"),
        ({"default_visibility": "everybody"}, "default_visibility", ""),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    site: Site, make: Make, values: dict[str, str], field: str, message: str
) -> None:
    page = register(site, status=422, **values)
    assert page.error(field)
    assert message in page.error(field)
    assert make.count(User) == 0
    assert make.count(OutboxEmail) == 0


def test_a_refused_form_keeps_what_was_typed_but_the_passwords(site: Site) -> None:
    page = register(site, status=422, username="x")
    assert page.value("email") == "Dora@example.org"
    assert page.values_of("default_visibility") == ["private"]
    assert page.value("password") == ""


@pytest.mark.database
def test_a_taken_name_may_be_said(site: Site, make: Make, alice: User) -> None:
    page = register(site, status=422, username="ALICE")
    assert page.error("username") == "Diesen Namen hat schon jemand."
    assert make.count(User) == 1


@pytest.mark.database
def test_a_taken_address_is_answered_exactly_alike_and_its_owner_gets_a_mail(
    app: Flask, make: Make, alice: User
) -> None:
    def answers(email: str) -> list[tuple[int, str | None, list[str], str]]:
        visitor, stranger = Site(app), Site(app)
        page = visitor.open("/auth/register")
        token = {"csrf_token": page.value("csrf_token")}
        values = {**DORA, "username": f"new-{email[:4]}", "email": email, **token}
        responses = [visitor.client.post("/auth/register", data=values)]
        paths = ("/auth/unconfirmed", "/auth/register", "/auth/login", "/auth/change_email")
        responses += [visitor.client.get(path) for path in paths]
        token = {"csrf_token": stranger.csrf_token()}
        login = {"username": email, "password": PASSWORD, **token}
        responses.append(stranger.client.post("/auth/login", data=login))
        return [
            (
                response.status_code,
                response.location,
                [cookie.partition("=")[0] for cookie in response.headers.getlist("Set-Cookie")],
                Page(response).text.replace(email, "EMAIL"),
            )
            for response in responses
        ]

    assert answers("free@example.org") == answers("alice@example.org")
    to_owner = last_mail(make)
    assert (to_owner.to, to_owner.subject) == ("alice@example.org", "Du hast schon ein Konto")
    assert "Hallo alice" in to_owner.text
    unchanged = make.fresh(alice)
    assert unchanged is not None
    assert (unchanged.email, unchanged.password_hash) == ("alice@example.org", "!")


@pytest.mark.database
def test_who_registered_with_anothers_address_can_take_an_own_one(
    site: Site, make: Make, alice: User
) -> None:
    page = register(site, email="alice@example.org")
    page = site.submit(
        site.open("/auth/change_email"), {"email": "dora@example.org", "current_password": PASSWORD}
    )
    assert page.path == "/auth/unconfirmed"
    mail = last_mail(make)
    assert (mail.to, mail.subject) == ("dora@example.org", "Bestätige deine E-Mail-Adresse")
    site.submit(site.open(mail.path))
    user = stored(make)
    assert (user.email, user.pending_email, user.confirmed) == ("dora@example.org", None, True)


@pytest.mark.database
def test_an_address_that_was_only_claimed_goes_to_who_confirms_it(app: Flask, make: Make) -> None:
    squatter, owner = Site(app), Site(app)
    register(squatter, username="squatter")
    register(owner, username="eve")
    second = last_mail(make)
    assert "Hallo eve" in second.text
    owner.submit(owner.open(second.path))
    assert (stored(make, "eve").email, stored(make, "eve").confirmed) == (
        "Dora@example.org",
        True,
    )
    assert stored(make, "squatter").confirmed is False
    assert stored(make, "squatter").email != "Dora@example.org"


def test_registering_ends_what_was_planted_in_the_session(app: Flask, site: Site) -> None:
    with site.client.session_transaction() as session:
        session["planted"] = "by a stranger"
    before = site.open("/auth/register").value("csrf_token")
    register(site)
    with site.client.session_transaction() as session:
        assert "planted" not in session
    after = site.open("/auth/unconfirmed").value("csrf_token")
    assert before != after


def test_registration_needs_a_token(site: Site, make: Make) -> None:
    assert site.client.post("/auth/register", data=DORA).status_code == 400
    assert make.count(User) == 0


def test_who_is_signed_in_does_not_register(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    assert site.client.get("/auth/register").status_code == 303
    assert make.count(UserSession) == 1
