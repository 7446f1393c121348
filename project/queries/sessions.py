"""Signed-in sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
)

from project.enums import NotificationName
from project.extensions import db
from project.models import Notification, User, UserSession, Workout, utc_now

# How long a session lives without being used: with "Angemeldet bleiben", and without.
REMEMBERED: Final = timedelta(days=30)
UNREMEMBERED: Final = timedelta(days=2)

# What the page of notifications tells; messages have a place of their own.
NEWS: Final = (
    NotificationName.NEW_FOLLOWERS.value,
    NotificationName.FOLLOW_REQUESTS.value,
    NotificationName.FOLLOW_ACCEPTED.value,
)


@dataclass(frozen=True)
class SessionRow:
    """A session with its athlete and what the frame of every page shows."""

    user: User
    session_id: int
    last_used_at: datetime
    unread_json: str | None
    news_json: str | None
    running_workout_id: int | None


def is_over() -> ColumnElement[bool]:
    """Return the condition of sessions that were not used for too long."""
    now = utc_now()
    return or_(
        UserSession.last_used_at <= now - REMEMBERED,
        and_(UserSession.remember.is_(False), UserSession.last_used_at <= now - UNREMEMBERED),
    )


def _find_statement() -> Select[Any]:
    """Select a live session with its athlete; made once, every request begins with it."""
    user_id: BindParameter[int] = bindparam("user_id")
    unread = (
        select(Notification.payload_json)
        .where(
            Notification.user_id == user_id,
            Notification.name == NotificationName.UNREAD_MESSAGES.value,
        )
        .scalar_subquery()
    )
    news = (
        select(func.aggregate_strings(Notification.payload_json, ","))
        # Not IN: a list of values is put into the statement anew each time.
        .where(Notification.user_id == user_id, or_(*(Notification.name == name for name in NEWS)))
        .scalar_subquery()
    )
    running = select(Workout.id).where(Workout.running_owner_id == user_id).scalar_subquery()
    return (
        select(User, UserSession.id, UserSession.last_used_at, unread, news, running)
        .join(UserSession, UserSession.user_id == User.id)
        .where(
            UserSession.token_hash == bindparam("token_hash"),
            User.id == user_id,
            User.session_epoch == bindparam("epoch"),
            or_(
                UserSession.last_used_at > bindparam("unremembered"),
                and_(UserSession.remember, UserSession.last_used_at > bindparam("remembered")),
            ),
        )
    )


_FIND: Final = _find_statement()


def find(user_id: int, epoch: str, token_hash: str) -> SessionRow | None:
    """Return the live session with this secret of this athlete in this epoch; one statement."""
    now = utc_now()
    values = {
        "user_id": user_id,
        "epoch": epoch,
        "token_hash": token_hash,
        "remembered": now - REMEMBERED,
        "unremembered": now - UNREMEMBERED,
    }
    row = db.session.execute(_FIND, values).one_or_none()
    return None if row is None else SessionRow(*row)


@dataclass(frozen=True)
class Place:
    """Where an athlete is signed in."""

    id: int
    user_agent: str
    created_at: datetime
    last_used_at: datetime


def places_of(user_id: int) -> list[Place]:
    """Return where the athlete is signed in, last used first; one statement."""
    query = (
        select(
            UserSession.id,
            UserSession.user_agent,
            UserSession.created_at,
            UserSession.last_used_at,
        )
        .where(UserSession.user_id == user_id, not_(is_over()))
        .order_by(UserSession.last_used_at.desc(), UserSession.id.desc())
    )
    return [Place(*row) for row in db.session.execute(query)]
