"""The outbox's rules: who sends a mail, when it is tried again, when it is given up.

Each function is one step of a sender, in a transaction of its own that the caller commits.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, case, delete, or_, update
from sqlalchemy.orm import Session

from project.models import CLOCKS_DIFFER, OutboxEmail, utc_now
from project.queries.site import mail as queries
from project.queries.site.mail import LEASE, LONGEST_PAUSE
from project.services.site.counters import count

PAUSES: Final = (30, 60, 120, 300, 600, 1800, 3600, 3600, int(LONGEST_PAUSE.total_seconds()))
GIVE_UP_AFTER: Final = timedelta(days=3)
# One of so many mails of an hour is kept for who waits in front of a page.
URGENT_SHARE: Final = 4
DEAD_LINK: Final = "its link would have been dead on arrival"
# Mails hold addresses and links; they are kept only as long as an operator may ask about them.
KEEP_SENT: Final = timedelta(days=7)
KEEP_FAILED: Final = timedelta(days=30)
# Nothing may be left of who has deleted their account.
FAREWELL: Final = "account_deleted"
_LOCK_KEY: Final = "mail-claim"
_ERROR_LENGTH: Final = 500


@dataclass(frozen=True)
class OutgoingMail:
    """A claimed mail as its sender needs it; ``message_key`` makes a repeat recognisable."""

    id: int
    recipient: str
    subject: str
    text: str
    html: str
    message_key: str
    kind: str = ""
    about_id: int | None = None


def claim_next(session: Session, sender: str, per_hour: int) -> OutgoingMail | None:
    """Give the next mail to ``sender``, unless the hour's share is used up.

    Claims wait for each other on one locked row, so that no number of processes sends more than
    ``per_hour`` in any 60 minutes; sending itself happens outside of any transaction. The last
    quarter is for urgent mails. One whose link would be dead on arrival is dropped.
    """
    now = utc_now()
    if queries.next_due(session, now) is None:
        return None
    count(session.connection(), _LOCK_KEY, amount=1, window=3600, now=time.time())
    left = per_hour - queries.count_this_hour(session, now)
    if left <= 0:
        return None
    only_urgent = left <= per_hour // URGENT_SHARE
    while (mail_id := queries.next_due(session, now, only_urgent=only_urgent)) is not None:
        if not _claim(session, mail_id, sender, now):
            return None
        mail = session.get_one(OutboxEmail, mail_id)
        if mail.useful_until is not None and mail.useful_until <= now:
            mail.claimed_by = mail.claimed_until = None
            mail.last_error = DEAD_LINK
            _give_up(session, mail)
        elif queries.is_void(session, mail):
            session.delete(mail)
        else:
            return OutgoingMail(
                mail.id,
                mail.recipient,
                mail.subject,
                mail.text,
                mail.html,
                mail.message_key,
                mail.kind,
                mail.about_id,
            )
        session.flush()
    return None


def _claim(session: Session, mail_id: int, sender: str, now: datetime) -> bool:
    result = session.connection().execute(
        update(OutboxEmail)
        .where(OutboxEmail.id == mail_id, queries.is_due(now))
        .values(claimed_by=sender, claimed_until=now + LEASE, attempts=OutboxEmail.attempts + 1)
    )
    return result.rowcount == 1


def mark_sent(session: Session, letter: OutgoingMail, sender: str) -> None:
    """Note that the mail server took the mail, and keep nothing of what it said."""
    recipient = case((OutboxEmail.kind == FAREWELL, ""), else_=OutboxEmail.recipient)
    session.execute(
        update(OutboxEmail)
        .where(OutboxEmail.id == letter.id, OutboxEmail.claimed_by == sender)
        .values(
            sent_at=utc_now(),
            recipient=recipient,
            text="",
            html="",
            claimed_by=None,
            claimed_until=None,
            last_error=None,
        )
    )


def mark_refused(session: Session, letter: OutgoingMail, sender: str, error: str) -> None:
    """Put the mail off, longer with every try; after three days it is given up."""
    mail = session.get(OutboxEmail, letter.id)
    if mail is None or mail.claimed_by != sender:
        return
    now = utc_now()
    pause = PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    mail.next_attempt_at = now + timedelta(seconds=pause)
    mail.created_at = min(mail.created_at, now)  # a clock that ran ahead gives it no more days
    mail.failed = now - mail.created_at >= GIVE_UP_AFTER
    mail.last_error = error[:_ERROR_LENGTH]
    mail.claimed_by = mail.claimed_until = None
    if mail.failed:
        _give_up(session, mail)


def _give_up(session: Session, mail: OutboxEmail) -> None:
    """Keep of a mail that will not be sent what an operator needs."""
    if mail.kind == FAREWELL:
        session.delete(mail)
    mail.failed, mail.text, mail.html = True, "", ""


def forget_athlete(session: Session, athlete_id: int, address: str | None) -> None:
    """Take an athlete out of the outbox; ``address`` is theirs for sure, or None.

    What waits is not sent. What was sent stays without a name, as it counts for the hour.
    """
    theirs = OutboxEmail.about_id == athlete_id
    if address is not None:
        theirs = or_(theirs, OutboxEmail.recipient == address)
    nameless = {"recipient": "", "subject": "", "text": "", "html": "", "last_error": None}
    plain = {"synchronize_session": False}
    session.execute(
        delete(OutboxEmail).where(theirs, OutboxEmail.sent_at.is_(None)), execution_options=plain
    )
    session.execute(update(OutboxEmail).where(theirs).values(nameless), execution_options=plain)


def forget_old(session: Session) -> int:
    """Delete mails that were sent or given up long ago; return how many.

    One that a wrong clock dated ahead is as old as one of now.
    """
    now, ahead = utc_now(), utc_now() + CLOCKS_DIFFER
    sent_at, created_at = OutboxEmail.sent_at, OutboxEmail.created_at
    given_up = and_(OutboxEmail.failed, created_at < now - KEEP_FAILED)
    sent = or_(sent_at < now - KEEP_SENT, sent_at > ahead)
    session.execute(update(OutboxEmail).where(created_at > ahead).values(created_at=now))
    result = session.connection().execute(delete(OutboxEmail).where(or_(sent, given_up)))
    return result.rowcount
