"""Messages between two athletes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update

from project.enums import NotificationName
from project.exceptions import RefusedError, UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.models import CLOCKS_DIFFER, Message, User, utc_now
from project.queries.people import messages as queries
from project.queries.people import people
from project.services.account.locking import lock_athletes
from project.services.people.notifications import is_news_to, tell_unread

MAIL_PAUSE: Final = timedelta(hours=1)


@dataclass(frozen=True)
class SentMessage:
    """A message on its way; ``mail_due`` says that its recipient wants to hear of it by mail."""

    message: Message
    recipient: User
    mail_due: bool


def send_message(
    sender_id: int, recipient_id: int, body: str, may_mail: Callable[[], bool] = lambda: True
) -> SentMessage:
    """Write to somebody and count their unread messages anew.

    ``body`` has 1 to ``MESSAGE_LENGTH`` characters. Refuses oneself; the recipient is unknown when one of the
    two blocks the other. The message's time is taken while the recipient's row is held: an inbox
    that is opened at the same moment has either shown it or not yet reached its time. Where a mail
    is due, ``may_mail`` is asked whether the sender may cause one more.
    """
    if sender_id == recipient_id:
        raise RefusedError(gettext("Dir selbst kannst du nicht schreiben."))
    _, recipient = lock_athletes(sender_id, recipient_id)
    if people.is_blocked(sender_id, recipient_id):
        raise UnknownAthleteError
    now = utc_now()
    message = Message(sender_id=sender_id, recipient_id=recipient_id, body=body, timestamp=now)
    db.session.add(message)
    is_news_to(recipient, now)
    tell_unread(recipient)
    return SentMessage(message, recipient, _mail_is_due(recipient, now, may_mail))


def _mail_is_due(recipient: User, now: datetime, may_mail: Callable[[], bool]) -> bool:
    """Return whether to mail the recipient, who asked for it, and note that it happens now."""
    last = recipient.last_message_mail_at
    lately = last is not None and -CLOCKS_DIFFER <= now - last < MAIL_PAUSE
    if not recipient.mails_about_messages or lately or not may_mail():
        return False
    recipient.last_message_mail_at = now
    return True


def mark_read(athlete: User) -> None:
    """Note that the athlete, whose row is held, has opened the inbox: nothing is unread.

    What is shown is read after the row is held: a message that is being sent has either come or
    gets a later time.
    """
    athlete.last_message_read_time = utc_now()
    athlete.add_notification(NotificationName.UNREAD_MESSAGES, 0)


def delete_message(athlete_id: int, message_id: int) -> int | None:
    """Delete a message for this athlete; it goes for good once both have deleted it.

    Returns with whom the conversation is, or None when the athlete has no such message.
    """
    message = queries.own_message(athlete_id, message_id)
    if message is None:
        return None
    is_mine = message.sender_id == athlete_id
    partner_id = message.recipient_id if is_mine else message.sender_id
    athlete, _ = lock_athletes(athlete_id, partner_id)
    if queries.own_message(athlete_id, message_id) is None:  # deleted while we waited
        return None
    if is_mine:
        message.deleted_by_sender = True
    else:
        message.deleted_by_recipient = True
    _sweep(athlete_id, partner_id)
    tell_unread(athlete)
    return partner_id


def delete_conversation(athlete_id: int, partner_id: int) -> None:
    """Delete all messages between the two for this athlete."""
    athlete, _ = lock_athletes(athlete_id, partner_id)
    db.session.execute(
        update(Message)
        .where(Message.sender_id == athlete_id, Message.recipient_id == partner_id)
        .values(deleted_by_sender=True)
    )
    db.session.execute(
        update(Message)
        .where(Message.sender_id == partner_id, Message.recipient_id == athlete_id)
        .values(deleted_by_recipient=True)
    )
    _sweep(athlete_id, partner_id)
    tell_unread(athlete)


def _sweep(one: int, other: int) -> None:
    """Remove the messages between two athletes that both have deleted."""
    for sender, recipient in ((one, other), (other, one)):
        db.session.execute(
            delete(Message).where(
                Message.sender_id == sender,
                Message.recipient_id == recipient,
                Message.deleted_by_sender,
                Message.deleted_by_recipient,
            )
        )
