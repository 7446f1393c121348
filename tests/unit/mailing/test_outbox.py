"""Mails are rows of the caller's transaction and leave after its commit."""

import pytest
from flask import Flask

from project import email
from project.extensions import db
from project.mailing.outbox import send_async_email, send_email
from project.models import OutboxEmail
from tests.support.make import Make

pytestmark = pytest.mark.unit


def test_a_mail_is_stored_with_the_change_it_belongs_to(app: Flask, make: Make) -> None:
    with app.app_context():
        send_email("alice@example.org", "Hallo  \n Alice", "<p>Guten&nbsp;Tag</p>")
        db.session.rollback()
    assert make.count(OutboxEmail) == 0
    with app.app_context():
        send_email("alice@example.org", "Hallo  \n Alice", "<p>Guten &amp; frohen Tag</p>")
        db.session.commit()
    with make.session() as session:
        mail = session.query(OutboxEmail).one()
    assert (mail.recipient, mail.subject) == ("alice@example.org", "Hallo Alice")
    assert mail.html == "<p>Guten &amp; frohen Tag</p>"
    assert mail.text == "Guten & frohen Tag\n"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "alice",
        "alice@example.org\nBcc: bob@example.org",
        "alice@example.org\r\n",
        "alice@example.org, bob@example.org",
        "alice@example.org;bob@example.org",
        "Alice <alice@example.org>",
        "alice @example.org",
        "alice@example.org\x00",
        "a" * 120 + "@example.org",
    ],
)
def test_anything_but_one_plain_address_is_refused(app: Flask, address: str) -> None:
    with app.app_context(), pytest.raises(ValueError, match="address"):
        send_email(address, "Hallo", "<p>Tag</p>")


def test_the_two_names_that_others_know_lead_to_the_outbox() -> None:
    assert email.send_email is send_email
    assert email.send_async_email is send_async_email
