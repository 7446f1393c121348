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
        match = re.search(r"https?://\S+", self.text)
        assert match, self.text
        return match[0]

    @property
    def path(self) -> str:
        """The link without scheme and host."""
        return urlsplit(self.link).path


def outbox(make: Make) -> list[Mail]:
    """Return all mails, oldest first."""
    with make.session() as session:
        rows = session.query(OutboxEmail).order_by(OutboxEmail.id).all()
        return [Mail(row.recipient, row.subject, row.text, row.html) for row in rows]


def last_mail(make: Make) -> Mail:
    """Return the newest mail."""
    return outbox(make)[-1]
