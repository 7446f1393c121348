"""What an athlete is told about others: the rows a browser asks for, and the page behind them."""

import json
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    ScalarSelect,
    String,
    Table,
    and_,
    false,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy import cast as cast_to

from project.enums import NotificationName
from project.extensions import db
from project.models import Follower, Notification, User

_NEWS: Final = cast("Table", Notification.__table__)
# A timestamp travels as a whole number of these: as text, a double is cut off by some databases.
_MICROSECONDS: Final = 1_000_000
_AGE: Final = attrgetter("timestamp")


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

    username: str
    image_file: str
    timestamp: datetime


class News(NamedTuple):
    """The newest word on a subject; ``data`` is any JSON, ``timestamp`` epoch seconds."""

    name: str
    data: Any
    timestamp: float


def told_to(user_id: BindParameter[int]) -> ScalarSelect[str]:
    """Select all that is told to an athlete, as the text that `told` reads.

    The database joins it, there are as many rows as there are subjects; so the statement every
    page begins with answers the badge, too.
    """
    text = [literal_column(f"'{part}'", String) for part in ('["', '",', ",", "]")]
    stamp = cast_to(cast_to(_NEWS.c.timestamp * _MICROSECONDS, BigInteger), String)
    row = text[0] + _NEWS.c.name + text[1] + _NEWS.c.payload_json + text[2] + stamp + text[3]
    # A parameter as separator would be put into the statement anew each time.
    comma: Any = literal_column("','")
    joined = func.aggregate_strings(row, comma)
    return select(joined).where(_NEWS.c.user_id == user_id).scalar_subquery()


def told(text: str | None) -> list[News]:
    """Return what `told_to` selected, oldest first.

    Nothing where a row is not as we write them: a page without its badge is better than none.
    """
    try:
        rows = json.loads(f"[{text or ''}]")
        news = [News(name, data, stamp / _MICROSECONDS) for name, data, stamp in rows]
    except (TypeError, ValueError):
        return []
    return sorted(news, key=_AGE)


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
        select(User.username, User.image_file, Follower.created_at)
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
