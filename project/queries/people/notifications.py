"""What an athlete is told about others: the rows a browser asks for, and the page behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    false,
    func,
    literal,
    select,
    true,
    union_all,
)

from project.enums import NotificationName
from project.extensions import db
from project.models import Follower, User


@dataclass(frozen=True)
class Event:
    """Somebody began to follow the athlete, or said yes to them."""

    name: NotificationName
    username: str
    image_file: str
    timestamp: datetime
    is_new: bool


@dataclass(frozen=True)
class FollowRequest:
    """Somebody who waits for the athlete's yes."""

    id: int
    username: str
    image_file: str
    timestamp: datetime


def new_followers(athlete: User) -> int:
    """Count those who began to follow since the athlete last looked; accepted requests are known."""
    return _count(
        Follower.followed_id == athlete.id,
        Follower.accepted == true(),
        Follower.accepted_at.is_(None),
        _since(Follower.created_at, athlete.last_notification_read_time),
    )


def requests(athlete: User) -> int:
    """Count those who wait for the athlete's yes."""
    return _count(Follower.followed_id == athlete.id, Follower.accepted == false())


def newly_accepted(athlete: User) -> int:
    """Count those who said yes since the athlete last looked."""
    return _count(
        Follower.follower_id == athlete.id,
        Follower.accepted == true(),
        Follower.accepted_at.is_not(None),
        _since(Follower.accepted_at, athlete.last_notification_read_time),
    )


def _since(column: Any, seen: datetime | None) -> ColumnElement[bool]:  # noqa: ANN401  SQLAlchemy's attribute types differ
    newer: ColumnElement[bool] = true() if seen is None else column > seen
    return newer


def _count(*where: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Follower).where(and_(*where))) or 0


def waiting(athlete_id: int, limit: int) -> list[FollowRequest]:
    """Return the newest requests to follow the athlete; one statement."""
    query = (
        select(User.id, User.username, User.image_file, Follower.created_at)
        .join(Follower, Follower.follower_id == User.id)
        .where(Follower.followed_id == athlete_id, Follower.accepted == false())
        .order_by(Follower.created_at.desc(), User.id.desc())
        .limit(limit)
    )
    return [FollowRequest(*row) for row in db.session.execute(query)]


def waiting_ids(athlete_id: int) -> list[int]:
    """Return who waits for the athlete's yes; one statement."""
    query = select(Follower.follower_id).where(
        Follower.followed_id == athlete_id, Follower.accepted == false()
    )
    return list(db.session.scalars(query))


def events(athlete: User, limit: int) -> list[Event]:
    """Return the newest followers and the newest yeses, newest first; one statement.

    Blocks need no look: a block ends every follow between the two.
    """
    began = (
        select(
            literal(NotificationName.NEW_FOLLOWERS.value).label("name"),
            Follower.follower_id.label("other_id"),
            Follower.created_at.label("timestamp"),
        )
        .where(
            Follower.followed_id == athlete.id,
            Follower.accepted == true(),
            Follower.accepted_at.is_(None),
        )
        .order_by(Follower.created_at.desc())
        .limit(limit)
        .subquery()
    )
    agreed = (
        select(
            literal(NotificationName.FOLLOW_ACCEPTED.value).label("name"),
            Follower.followed_id.label("other_id"),
            Follower.accepted_at.label("timestamp"),
        )
        .where(
            Follower.follower_id == athlete.id,
            Follower.accepted == true(),
            Follower.accepted_at.is_not(None),
        )
        .order_by(Follower.accepted_at.desc())
        .limit(limit)
        .subquery()
    )
    both = union_all(select(began), select(agreed)).subquery()
    rows = db.session.execute(
        select(both.c.name, User.username, User.image_file, both.c.timestamp)
        .join_from(both, User, User.id == both.c.other_id)
        .order_by(both.c.timestamp.desc(), User.id.desc())
        .limit(limit)
    )
    seen = athlete.last_notification_read_time
    return [
        Event(NotificationName(name), username, image_file, timestamp, not seen or timestamp > seen)
        for name, username, image_file, timestamp in rows
    ]
