"""Reading the outbox as the recipients would."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from project.models import OutboxEmail
from tests.support.make import Make


@dataclass(frozen=True)
class Mail:
    """A mail in the outbox."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The address of the page the mail leads to, as seen from its first full link."""
        return link_in(self.text)

    @property
    def path(self) -> str:
        """The link without scheme and host."""
        return urlsplit(self.link).path


def link_in(text: str) -> str:
    """Return the first full link in a mail's text."""
    match = re.search(r"https?://\S+", text)
    assert match, text
    return match[0]


def outbox(make: Make) -> list[Mail]:
    """Return all mails, oldest first."""
    with make.session() as session:
        rows = session.query(OutboxEmail).order_by(OutboxEmail.id).all()
        return [Mail(row.recipient, row.subject, row.text, row.html) for row in rows]


def last_mail(make: Make) -> Mail:
    """Return the newest mail."""
    return outbox(make)[-1]
