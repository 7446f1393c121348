"""The outbox as it stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from project.models import CLOCKS_DIFFER, OutboxEmail, User, utc_now

HOUR: Final = timedelta(hours=1)
# Long enough for the slowest delivery; after it a sender counts as dead and another one may try.
LEASE: Final = timedelta(minutes=5)
# A mail of this kind can be stopped by who gets it, and is of no use on another day.
REMINDER: Final = "training_reminder"
REMINDER_LASTS: Final = timedelta(hours=12)
LONGEST_PAUSE: Final = timedelta(hours=2)


@dataclass(frozen=True)
class MailStatus:
    """How many mails wait, were sent within the last hour, and were given up."""

    waiting: int
    due: int
    sent_this_hour: int
    failed: int
    oldest_waiting: datetime | None
    last_error: str | None


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition of rows that somebody should send now.

    A pause or a claim that ends later than any can that begins now was made by a wrong clock.
    """
    next_at, claimed = OutboxEmail.next_attempt_at, OutboxEmail.claimed_until
    return and_(
        OutboxEmail.sent_at.is_(None),
        OutboxEmail.failed.is_(False),
        or_(next_at <= now, next_at > now + LONGEST_PAUSE + CLOCKS_DIFFER),
        or_(claimed.is_(None), claimed <= now, claimed > now + LEASE + CLOCKS_DIFFER),
    )


def _sent_lately(now: datetime) -> ColumnElement[bool]:
    sent_at = OutboxEmail.sent_at
    return and_(sent_at > now - HOUR, sent_at <= now + CLOCKS_DIFFER)


def next_due(session: Session, now: datetime, *, only_urgent: bool = False) -> int | None:
    """Return the id of the mail to send next; one statement on an index.

    Urgent ones first, then the one that has been due the longest.
    """
    return session.scalar(
        select(OutboxEmail.id)
        .where(is_due(now), OutboxEmail.urgent if only_urgent else true())
        .order_by(OutboxEmail.urgent.desc(), OutboxEmail.next_attempt_at, OutboxEmail.id)
        .limit(1)
    )


def is_void(session: Session, mail: OutboxEmail) -> bool:
    """Return whether something newer made the mail's link void; a statement for some kinds."""
    if mail.kind == "reset_password":  # a newer one was asked for, or somebody signed in
        newer = exists().where(
            OutboxEmail.about_id == mail.about_id,
            OutboxEmail.kind == mail.kind,
            OutboxEmail.id > mail.id,
        )
        key = select(User.reset_key).where(User.id == mail.about_id).scalar_subquery()
        return bool(session.scalar(select(or_(newer, key.is_(None)))))
    if mail.kind == "confirm_new_email":  # another address is wanted by now
        wanted = select(User.pending_email).where(User.id == mail.about_id)
        return session.scalar(wanted) != mail.recipient
    if mail.kind == REMINDER:  # the day is over, or its athlete wants no more of them
        minute = session.scalar(select(User.remind_at).where(User.id == mail.about_id))
        return minute is None or utc_now() - mail.created_at > REMINDER_LASTS
    return False


def count_this_hour(session: Session, now: datetime) -> int:
    """Count what was sent within the last hour or is being sent right now."""
    in_flight = and_(
        OutboxEmail.sent_at.is_(None),
        OutboxEmail.claimed_until > now,
        OutboxEmail.claimed_until <= now + LEASE + CLOCKS_DIFFER,
    )
    query = select(func.count()).where(or_(_sent_lately(now), in_flight))
    return session.scalar(query) or 0


def status(session: Session) -> MailStatus:
    """Return the outbox's state; three statements."""
    now = utc_now()
    waiting = and_(OutboxEmail.sent_at.is_(None), OutboxEmail.failed.is_(False))
    count, oldest = session.execute(
        select(func.count(), func.min(OutboxEmail.created_at)).where(waiting)
    ).one()
    last_error = session.scalar(
        select(OutboxEmail.last_error)
        .where(OutboxEmail.last_error.is_not(None), OutboxEmail.sent_at.is_(None))
        .order_by(OutboxEmail.next_attempt_at.desc())
        .limit(1)
    )
    due, failed, sent = session.execute(
        select(
            select(func.count()).where(is_due(now)).scalar_subquery(),
            select(func.count())
            .select_from(OutboxEmail)
            .where(OutboxEmail.failed)
            .scalar_subquery(),
            select(func.count()).where(_sent_lately(now)).scalar_subquery(),
        )
    ).one()
    return MailStatus(count, due, sent, failed, oldest, last_error)
