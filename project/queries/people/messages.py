"""Messages as one athlete sees them: without those they deleted, and nothing across a block."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from project.extensions import db
from project.models import Message, User, UtcDateTime
from project.queries.account.blocks import hidden_from
from project.rules.limits import MAX_ID

_MESSAGES: Final = Message.__table__
_USERS: Final = User.__table__
_EVER: Final = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Conversation:
    """The newest message with one athlete and how many of theirs are unread."""

    username: str
    image_file: str
    message_id: int
    body: str
    is_mine: bool
    timestamp: datetime
    unread: int


@dataclass(frozen=True)
class MessageLine:
    id: int
    body: str
    is_mine: bool
    timestamp: datetime


@dataclass(frozen=True)
class Thread:
    """A part of a conversation, oldest first, and the ids between which its neighbours begin."""

    lines: Sequence[MessageLine]
    older: int | None
    newer: int | None


@dataclass(frozen=True)
class Inbox:
    """A page of conversations, newest first; the next one begins below the id ``older``."""

    conversations: Sequence[Conversation]
    older: int | None


def inbox(athlete: User, *, limit: int, before: int | None = None) -> Inbox:
    """Return the athlete's conversations by their newest message; one statement.

    It reads the athlete's own messages, not the site's. Unread is what came since the inbox was
    last opened.
    """
    values = {
        "athlete": athlete.id,
        "seen": athlete.last_message_read_time or _EVER,
        "before": MAX_ID if before is None else before,
        "most": limit + 1,
    }
    rows = [Conversation(*row) for row in db.session.execute(_INBOX, values)]
    shown = rows[:limit]
    return Inbox(shown, shown[-1].message_id if len(rows) > limit else None)


def _inbox_statement() -> Select[*tuple[Any, ...]]:
    """Return the statement with its parameters open: to build it takes longer than to run it."""
    athlete: BindParameter[int] = bindparam("athlete")
    mine = select(_MESSAGES.c.recipient_id.label("partner_id"), _MESSAGES.c.id).where(
        _MESSAGES.c.sender_id == athlete, _MESSAGES.c.deleted_by_sender == false()
    )
    theirs = select(_MESSAGES.c.sender_id, _MESSAGES.c.id).where(
        _MESSAGES.c.recipient_id == athlete, _MESSAGES.c.deleted_by_recipient == false()
    )
    both = union_all(mine, theirs).subquery()
    newest = (
        select(both.c.partner_id, func.max(both.c.id).label("message_id"))
        .where(both.c.partner_id.not_in(hidden_from(athlete)))
        .group_by(both.c.partner_id)
        .subquery()
    )
    unread = (
        select(_MESSAGES.c.sender_id, func.count().label("messages"))
        .where(
            _MESSAGES.c.recipient_id == athlete,
            _MESSAGES.c.timestamp > bindparam("seen", type_=UtcDateTime()),
            _MESSAGES.c.deleted_by_recipient == false(),
        )
        .group_by(_MESSAGES.c.sender_id)
        .subquery()
    )
    return (
        select(
            _USERS.c.username,
            _USERS.c.image_file,
            newest.c.message_id,
            _MESSAGES.c.body,
            (_MESSAGES.c.sender_id == athlete).label("is_mine"),
            _MESSAGES.c.timestamp,
            func.coalesce(unread.c.messages, 0).label("unread"),
        )
        .join_from(newest, _MESSAGES, _MESSAGES.c.id == newest.c.message_id)
        .join(_USERS, _USERS.c.id == newest.c.partner_id)
        .outerjoin(unread, unread.c.sender_id == newest.c.partner_id)
        .where(newest.c.message_id < bindparam("before"))
        .order_by(newest.c.message_id.desc())
        .limit(bindparam("most"))
    )


_INBOX: Final = _inbox_statement()


def _since(seen: datetime | None) -> ColumnElement[bool]:
    newer: ColumnElement[bool] = true() if seen is None else Message.timestamp > seen
    return newer


def thread(
    athlete_id: int,
    partner_id: int,
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
) -> Thread:
    """Return the newest part of a conversation, or what lies beyond an id; one statement.

    Each direction of the conversation is read along an index, at most a page of it.
    """
    older = before is not None or after is None
    sides = [
        _side(Message.deleted_by_sender, athlete_id, partner_id),
        _side(Message.deleted_by_recipient, partner_id, athlete_id),
    ]
    order = Message.id.desc() if older else Message.id.asc()
    if before is not None:
        sides = [side.where(Message.id < before) for side in sides]
    elif after is not None:
        sides = [side.where(Message.id > after) for side in sides]
    parts = [side.order_by(order).limit(limit + 1).subquery() for side in sides]
    both = union_all(*(select(part) for part in parts)).subquery()
    rows = db.session.execute(
        select(both.c.id, both.c.body, both.c.sender_id == athlete_id, both.c.timestamp)
        .order_by(both.c.id.desc() if older else both.c.id.asc())
        .limit(limit + 1)
    ).all()
    more = len(rows) > limit
    lines = sorted((MessageLine(*row) for row in rows[:limit]), key=lambda line: line.id)
    if not lines:
        return Thread((), None, None)
    if older:
        return Thread(
            lines, lines[0].id if more else None, None if before is None else lines[-1].id
        )
    return Thread(lines, lines[0].id, lines[-1].id if more else None)


def _side(
    deleted: InstrumentedAttribute[bool], sender_id: int, recipient_id: int
) -> Select[*tuple[Any, ...]]:
    return select(Message.id, Message.body, Message.sender_id, Message.timestamp).where(
        Message.sender_id == sender_id, Message.recipient_id == recipient_id, deleted == false()
    )


def unread_senders(athlete: User) -> set[int]:
    """Return whose messages the athlete has not read yet."""
    query = (
        select(Message.sender_id)
        .where(
            Message.recipient_id == athlete.id,
            Message.deleted_by_recipient == false(),
            _since(athlete.last_message_read_time),
            Message.sender_id.not_in(hidden_from(athlete.id)),
        )
        .distinct()
    )
    return set(db.session.scalars(query))


def own_message(athlete_id: int, message_id: int) -> Message | None:
    """Return a message the athlete wrote or received and has not deleted."""
    return db.session.scalar(
        select(Message).where(
            Message.id == message_id,
            or_(
                and_(Message.sender_id == athlete_id, Message.deleted_by_sender == false()),
                and_(Message.recipient_id == athlete_id, Message.deleted_by_recipient == false()),
            ),
        )
    )
