"""Every mail has its three parts, in plain words and without a request."""

from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from flask import Flask

import project
from project.extensions import db
from project.mailing.outbox import send_email
from project.models import OutboxEmail
from project.services.training.reminders import RemindedDay
from tests.support.make import Make

pytestmark = pytest.mark.unit

FOLDER = Path(project.__file__).parent / "templates" / "email"
NAMES = sorted(path.name for path in FOLDER.iterdir())
LINK = "https://training.example.org/auth/a-link"
CONTEXT = {
    "username": "<b>dora</b>",
    "minutes": 60,
    "link": LINK,
    "forgot_url": f"{LINK}/forgot",
    "address": "new@example.org",
    "sender": "alice",
    "settings_url": f"{LINK}/settings",
    "stop_url": f"{LINK}/stop",
    "due": [RemindedDay("Ziehen", "Im Park")],
}


def compose(app: Flask, make: Make, name: str) -> OutboxEmail:
    with app.app_context():
        send_email("dora@example.org", None, name, **CONTEXT)
        db.session.commit()
    with make.session() as session:
        return session.query(OutboxEmail).one()


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_complete_and_calls_nobody(app: Flask, make: Make, name: str) -> None:
    mail = compose(app, make, name)
    assert 5 < len(mail.subject) < 60
    parser = html5lib.HTMLParser()
    parser.parse(mail.html)
    assert parser.errors == []
    page = BeautifulSoup(mail.html, "html.parser")
    assert not page.select("img, script, link, iframe, [src]")
    assert "<b>" not in mail.html, "names are escaped"
    for link in page.select("a[href]"):
        assert str(link["href"]).startswith(LINK)
        assert str(link["href"]) in mail.text, "the text part leads there too"
    heading = page.select_one("h1")
    assert heading is not None
    assert mail.text.startswith("Hallo ")
    assert "\n\n\n" not in mail.text
