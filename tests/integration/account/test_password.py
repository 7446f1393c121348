"""A forgotten password, and a new one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from project.enums import Purpose
from project.models import User, UserSession
from project.token import generate_confirmation_token, generate_user_token
from tests.integration.account.test_signing_in import WRONG, is_signed_in, log_in
from tests.support.http import Page, Site
from tests.support.mails import last_mail, outbox
from tests.support.make import PASSWORD, Make

pytestmark = pytest.mark.integration

NEW = "fünf-glatte-Ringe"
TWICE = {"password": NEW, "repeat_password": NEW}


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def forgot(site: Site, email: str) -> Page:
    return site.submit(site.open("/auth/forgot"), {"email": email})


@pytest.mark.database
def test_a_forgotten_password_is_set_anew_by_a_mailed_link(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    phone = Site(app)
    log_in(phone)
    forgot(site, "DORA@example.org")
    mail = last_mail(make)
    assert (mail.to, mail.subject) == ("dora@example.org", "Neues Passwort setzen")
    assert mail.link.startswith("http://localhost/auth/forgot/new/")
    page = site.submit(site.open(mail.path), TWICE)
    assert page.path == "/auth/login"
    assert page.flashes() == ["Dein neues Passwort gilt. Melde dich damit an."]
    assert not is_signed_in(phone), "every other device is out"
    assert make.count(UserSession) == 0
    assert log_in(site) == WRONG
    assert log_in(site, password=NEW) != WRONG
    told = last_mail(make)
    assert (told.to, told.subject) == ("dora@example.org", "Dein Passwort wurde geändert")


@pytest.mark.database
def test_the_answer_is_the_same_for_an_unknown_address(site: Site, make: Make, dora: User) -> None:
    known, unknown = forgot(site, "dora@example.org"), forgot(site, "nobody@example.org")
    assert known.flashes() == unknown.flashes() != []
    assert known.text == unknown.text
    assert [mail.to for mail in outbox(make)] == ["dora@example.org"]


@pytest.mark.parametrize("email", ["", "dora", "dora@example.org\nBcc: x@y.de", "x" * 200])
def test_what_is_no_address_is_refused(site: Site, email: str) -> None:
    page = site.submit(site.open("/auth/forgot"), {"email": email}, status=422)
    assert page.error("email")


@pytest.mark.database
def test_the_link_works_once(site: Site, make: Make, dora: User) -> None:
    forgot(site, "dora@example.org")
    path = last_mail(make).path
    first, second = site.open(path), site.open(path)
    site.submit(first, TWICE)
    page = site.submit(
        second,
        {"password": "sechs-andere-Ringe", "repeat_password": "sechs-andere-Ringe"},
        status=404,
    )
    assert page.heading == "Der Link gilt nicht mehr"
    assert log_in(site, password=NEW) != WRONG


@pytest.mark.database
def test_of_two_links_the_newest_alone_works(site: Site, make: Make, dora: User) -> None:
    for _ in range(2):
        forgot(site, "dora@example.org")
    older, newer = (mail.path for mail in outbox(make))
    assert site.open(older, status=404).heading == "Der Link gilt nicht mehr"
    assert site.submit(site.open(newer), TWICE).path == "/auth/login"


@pytest.mark.database
def test_no_link_works_after_a_sign_in_with_the_old_password(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    forgot(site, "dora@example.org")
    path = last_mail(make).path
    page = Site(app).open(path)
    log_in(site)
    assert Site(app).open(path, status=404).heading == "Der Link gilt nicht mehr"
    Site(app).post(path, TWICE, status=404)
    assert page.status == 200
    assert log_in(Site(app)) != WRONG


@pytest.mark.database
def test_a_failed_sign_in_leaves_the_link_good(site: Site, make: Make, dora: User) -> None:
    forgot(site, "dora@example.org")
    log_in(site, password="falsches Passwort")
    site.submit(site.open(last_mail(make).path), TWICE)


@pytest.mark.database
def test_a_reset_proves_the_mailbox(site: Site, make: Make) -> None:
    eve = make.member(username="eve", confirmed=False)
    forgot(site, "eve@example.org")
    site.submit(site.open(last_mail(make).path), TWICE)
    stored = make.fresh(eve)
    assert stored is not None
    assert stored.confirmed
    assert stored.confirmed_on is not None
    assert log_in(site, "eve@example.org", NEW) != WRONG


@pytest.mark.database
def test_the_link_ends_after_an_hour(site: Site, make: Make, dora: User) -> None:
    with time_machine.travel(datetime(2026, 9, 12, 12, tzinfo=UTC), tick=False) as clock:
        forgot(site, "dora@example.org")
        clock.shift(timedelta(hours=1, seconds=1))
        site.open(last_mail(make).path, status=404)


@pytest.mark.database
def test_the_link_is_void_after_the_password_was_changed_otherwise(
    site: Site, make: Make, dora: User
) -> None:
    forgot(site, "dora@example.org")
    path = last_mail(make).path
    log_in(site)
    site.submit(site.open("/auth/change_password"), {"current_password": PASSWORD, **TWICE})
    assert Site(site.app).open(path, status=404).heading == "Der Link gilt nicht mehr"


def test_tokens_for_something_else_do_not_open_the_form(app: Flask, site: Site, dora: User) -> None:
    with app.app_context():
        tokens = [
            generate_confirmation_token(dora.email),
            generate_user_token(Purpose.CHANGE_EMAIL, dora, dora.email),
        ]
    for token in [*tokens, "x", "a.b.c"]:
        site.open(f"/auth/forgot/new/{token}", status=404)


@pytest.mark.database
def test_the_link_of_a_deleted_athlete_is_void(site: Site, make: Make, dora: User) -> None:
    forgot(site, "dora@example.org")
    with make.session() as session:
        session.delete(session.get_one(User, dora.id))
    site.open(last_mail(make).path, status=404)


def test_a_weak_new_password_is_refused(site: Site, make: Make, dora: User) -> None:
    forgot(site, "dora@example.org")
    page = site.open(last_mail(make).path)
    weak = {"password": "dora@example.org", "repeat_password": "dora@example.org"}
    page = site.submit(page, weak, status=422)
    assert "nicht dein Name" in page.error("password")
    assert log_in(site) != WRONG


@pytest.mark.database
def test_changing_the_password_keeps_this_device_and_ends_the_others(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    phone = Site(app)
    log_in(phone)
    log_in(site, remember_me="y")
    page = site.submit(site.open("/auth/change_password"), {"current_password": PASSWORD, **TWICE})
    assert page.flashes() == ["Dein Passwort ist geändert. Alle anderen Geräte sind abgemeldet."]
    assert is_signed_in(site)
    assert not is_signed_in(phone)
    with site.client.session_transaction() as session:
        assert session.permanent, "it stays signed in as long as before"
    assert last_mail(make).subject == "Dein Passwort wurde geändert"
    assert log_in(Site(app)) == WRONG


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"current_password": "falsch"}, "current_password"),
        ({"current_password": ""}, "current_password"),
        ({"password": "kurz", "repeat_password": "kurz"}, "password"),
        ({"repeat_password": "anders"}, "repeat_password"),
    ],
)
def test_a_change_with_a_mistake_changes_nothing(
    site: Site, make: Make, dora: User, values: dict[str, str], field: str
) -> None:
    log_in(site)
    right = {"current_password": PASSWORD, **TWICE}
    page = site.submit(site.open("/auth/change_password"), {**right, **values}, status=422)
    assert page.error(field)
    assert outbox(make) == []
    assert log_in(Site(site.app)) != WRONG


def test_a_visitor_changes_no_password(site: Site) -> None:
    assert site.open("/auth/change_password").path == "/auth/login"
