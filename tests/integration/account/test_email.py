"""A new address: asked for with the password, in force once it is confirmed."""

import pytest
from flask import Flask

from project.models import User
from tests.integration.account.test_signing_in import WRONG, is_signed_in, log_in
from tests.support.http import Page, Site
from tests.support.mails import Mail, last_mail, outbox
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

NEW = "dora@neue-adresse.de"


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def ask(site: Site, email: str = NEW, *, status: int = 200, password: str = PASSWORD) -> Page:
    values = {"email": email, "current_password": password}
    return site.submit(site.open("/auth/change_email"), values, status=status)


def mail_to(make: Make, address: str) -> Mail:
    return next(mail for mail in outbox(make) if mail.to == address)


def test_the_old_address_stays_in_force_and_is_told(site: Site, make: Make, dora: User) -> None:
    log_in(site)
    ask(site)
    stored = make.fresh(dora)
    assert stored is not None
    assert (stored.email, stored.pending_email) == ("dora@example.org", NEW)
    asked = mail_to(make, NEW)
    assert asked.subject == "Bestätige deine neue E-Mail-Adresse"
    assert "Konto angelegt" not in asked.text, "the account is an old one"
    notice = mail_to(make, "dora@example.org")
    assert notice.subject == "Deine E-Mail-Adresse soll sich ändern"
    assert NEW in notice.text
    assert log_in(Site(site.app), "dora@example.org") != WRONG


def test_the_new_address_counts_once_it_is_confirmed(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    phone = Site(app)
    log_in(phone)
    log_in(site)
    ask(site)
    page = site.open(mail_to(make, NEW).path)
    stored = make.fresh(dora)
    assert stored is not None
    assert stored.email == "dora@example.org", "only the POST counts"
    site.submit(page)
    stored = make.fresh(dora)
    assert stored is not None
    assert (stored.email, stored.pending_email, stored.confirmed) == (NEW, None, True)
    assert is_signed_in(site)
    assert not is_signed_in(phone)
    told = last_mail(make)
    assert (told.to, told.subject) == ("dora@example.org", "Deine E-Mail-Adresse wurde geändert")
    assert log_in(Site(app), NEW) != WRONG
    assert log_in(Site(app), "dora@example.org") == WRONG


def test_the_link_works_in_another_browser_and_once(
    app: Flask, site: Site, make: Make, dora: User
) -> None:
    log_in(site)
    ask(site)
    path = mail_to(make, NEW).path
    elsewhere = Site(app)
    assert elsewhere.submit(elsewhere.open(path)).path == "/auth/login"
    assert not is_signed_in(site), "whoever held the old mailbox is out"
    elsewhere.open(path, status=404)


def test_only_the_last_wanted_address_can_be_confirmed(site: Site, make: Make, dora: User) -> None:
    log_in(site)
    ask(site)
    ask(site, "dora@dritte-adresse.de")
    site.open(mail_to(make, NEW).path, status=404)
    site.submit(site.open(mail_to(make, "dora@dritte-adresse.de").path))


def test_a_new_password_makes_the_link_void(site: Site, make: Make, dora: User) -> None:
    log_in(site)
    ask(site)
    new = {"password": "fünf-glatte-Ringe", "repeat_password": "fünf-glatte-Ringe"}
    site.submit(site.open("/auth/change_password"), {"current_password": PASSWORD, **new})
    site.open(mail_to(make, NEW).path, status=404)


def test_a_taken_address_is_answered_alike_and_its_owner_is_told(
    site: Site, make: Make, dora: User, alice: User
) -> None:
    log_in(site)
    free, taken = ask(site, "frei@example.org"), ask(site, "alice@example.org")
    assert free.flashes() == taken.flashes() != []
    assert mail_to(make, "alice@example.org").subject == "Du hast schon ein Konto"


def test_an_address_somebody_confirmed_in_the_meantime_is_not_taken_over(
    site: Site, make: Make, dora: User
) -> None:
    log_in(site)
    ask(site)
    make.user(username="faster", email=NEW)
    page = site.open(mail_to(make, NEW).path)
    assert site.submit(page, status=404).heading == "Der Link gilt nicht mehr"
    stored = make.fresh(dora)
    assert stored is not None
    assert stored.email == "dora@example.org"


@pytest.mark.parametrize(
    "mistake",
    [
        (NEW, "falsch", "current_password"),
        ("dora", PASSWORD, "email"),
        ("DORA@example.org", PASSWORD, "email"),
        ("", PASSWORD, "email"),
    ],
)
def test_a_mistake_changes_nothing(
    site: Site, dora: User, make: Make, mistake: tuple[str, str, str]
) -> None:
    email, password, field = mistake
    log_in(site)
    assert ask(site, email, status=422, password=password).error(field)
    stored = make.fresh(dora)
    assert stored is not None
    assert stored.pending_email is None
    assert outbox(make) == []


def test_a_visitor_changes_no_address(site: Site) -> None:
    assert site.open("/auth/change_email").path == "/auth/login"
