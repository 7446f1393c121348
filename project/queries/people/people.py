"""Athletes as others see them. Who is blocked by, or blocks, the viewer does not exist for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    and_,
    exists,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from project.extensions import db
from project.models import Block, Follower, GivenUpName, ProgressionLevel, User, fold, utc_now
from project.queries.account.blocks import hidden_from
from project.queries.training.cursor import Cursor
from project.rules.limits import USERNAME_LENGTH

_ME: Final = aliased(Follower)
# How long links with an old name lead to its athlete.
FORWARDED_FOR: Final = timedelta(days=30)
# Sorts behind every character that a folded user name has.
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True)
class Person:
    """An athlete in a list; ``cursor`` says where the list goes on."""

    id: int
    username: str
    image_file: str
    about_me: str
    follow: bool | None
    since: datetime

    @property
    def cursor(self) -> Cursor:
        """Where the row stands in a list by time."""
        return Cursor(self.since, self.id)


@dataclass(frozen=True)
class PeoplePage:
    """A page of people and where the next one begins, if there is one."""

    people: Sequence[Person]
    older: Cursor | None


def is_blocked(one: int, other: int) -> bool:
    """Return whether one of the two blocks the other; one statement."""
    query = select(
        exists().where(
            or_(
                and_(Block.blocker_id == one, Block.blocked_id == other),
                and_(Block.blocker_id == other, Block.blocked_id == one),
            )
        )
    )
    return bool(db.session.scalar(query))


def find(who: str | int, viewer_id: int) -> User | None:
    """Return the confirmed athlete whom the viewer may know of, by name, ignoring case, or by id."""
    return db.session.scalar(
        select(User).where(
            _is(who), User.confirmed == true(), User.id.not_in(hidden_from(viewer_id))
        )
    )


def find_to_unblock(who: str | int, athlete_id: int) -> User | None:
    """Return the athlete whom this one blocks, or may know of anyway; by name or id as above."""
    mine = select(Block.blocked_id).where(Block.blocker_id == athlete_id)
    return db.session.scalar(
        select(User).where(
            _is(who),
            User.confirmed == true(),
            or_(User.id.in_(mine), User.id.not_in(hidden_from(athlete_id))),
        )
    )


def _is(who: str | int) -> ColumnElement[bool]:
    return (
        User.username_key == fold(who[:USERNAME_LENGTH]) if isinstance(who, str) else User.id == who
    )


def renamed(username: str, viewer_id: int) -> str | None:
    """Return what the athlete who lately had this name is called now; one statement.

    None for whom the viewer may not know of.
    """
    return db.session.scalar(
        select(User.username)
        .join(GivenUpName, GivenUpName.user_id == User.id)
        .where(
            GivenUpName.name_key == fold(username[:USERNAME_LENGTH]),
            GivenUpName.given_up_at >= utc_now() - FORWARDED_FOR,
            User.confirmed == true(),
            User.id.not_in(hidden_from(viewer_id)),
        )
    )


def followers_of(
    athlete_id: int, viewer_id: int, *, limit: int, before: Cursor | None = None
) -> PeoplePage:
    """Return who follows the athlete, newest first; one statement that walks along an index."""
    query = _linked(Follower.followed_id, Follower.follower_id, athlete_id, viewer_id)
    return _page(_from(query, before), limit)


def followed_by(
    athlete_id: int, viewer_id: int, *, limit: int, before: Cursor | None = None
) -> PeoplePage:
    """Return whom the athlete follows, newest first; one statement that walks along an index."""
    query = _linked(Follower.follower_id, Follower.followed_id, athlete_id, viewer_id)
    return _page(_from(query, before), limit)


def _linked(whose: Any, others: Any, athlete_id: int, viewer_id: int) -> Select[*tuple[Any, ...]]:  # noqa: ANN401  SQLAlchemy's attribute types differ
    return (
        _people(viewer_id, Follower.created_at.label("since"))
        .join(Follower, others == User.id)
        .where(whose == athlete_id, Follower.accepted == true())
        .order_by(Follower.created_at.desc(), User.id.desc())
    )


def _from(query: Select[*tuple[Any, ...]], before: Cursor | None) -> Select[*tuple[Any, ...]]:
    if before is None:
        return query
    return query.where(
        Follower.created_at <= before.timestamp,
        or_(Follower.created_at < before.timestamp, User.id < before.id),
    )


def search(text: str, viewer_id: int, *, limit: int) -> Sequence[Person]:
    """Return athletes whose name begins with ``text``, ignoring case, by name; one statement."""
    key = fold(text)
    query = (
        _people(viewer_id, User.registered_on.label("since"))
        .where(
            User.confirmed == true(),
            User.id != viewer_id,
            User.username_key >= key,
            User.username_key < key + _LAST,
        )
        .order_by(User.username_key)
    )
    return _page(query, limit).people


def blocked_by(athlete_id: int, limit: int) -> Sequence[Person]:
    """Return whom the athlete blocks, newest first; nobody else ever sees this."""
    query = (
        select(
            User.id,
            User.username,
            User.image_file,
            User.about_me,
            null().label("follow"),
            Block.created_at.label("since"),
        )
        .join(Block, Block.blocked_id == User.id)
        .where(Block.blocker_id == athlete_id)
        .order_by(Block.created_at.desc(), User.id.desc())
    )
    return _page(query, limit).people


def _people(viewer_id: int, since: Label[datetime]) -> Select[*tuple[Any, ...]]:
    """Select athletes whom the viewer may know of, with whether the viewer follows them."""
    return (
        select(
            User.id,
            User.username,
            User.image_file,
            User.about_me,
            _ME.accepted.label("follow"),
            since,
        )
        .outerjoin(_ME, and_(_ME.follower_id == viewer_id, _ME.followed_id == User.id))
        .where(User.id.not_in(hidden_from(viewer_id)))
    )


def _page(query: Select[*tuple[Any, ...]], limit: int) -> PeoplePage:
    people = [Person(*row) for row in db.session.execute(query.limit(limit + 1))]
    shown = people[:limit]
    return PeoplePage(shown, shown[-1].cursor if len(people) > limit else None)


def used_pictures() -> set[str]:
    """Return the names of all pictures that belong to an athlete or a level."""
    of_levels = select(ProgressionLevel.picture).where(ProgressionLevel.picture != "")
    return set(db.session.scalars(select(User.image_file).union(of_levels)))
