"""The feed, explore and profiles: pages of workouts that cost the same wherever they are.

Sorting everything a reader may see and cutting a page out of it costs more with every workout
(100 ms for 200 followed athletes with 200 workouts each); walking through everybody's workouts
until a page is full costs more with every athlete (10 ms for one followed among 2,000).

Here the workouts of one athlete with one visibility are a *stream*, which an index holds in order.
One step into the index finds where each stream begins; only those that begin first can be on the
page, at most as many as it has places, and each of them gives at most a page. That is one step for
each stream and 441 entries, whatever the site's size and wherever the page: on SQLite 0.3 ms for
20 followed athletes, 1.2 ms for 200. (MariaDB passes over a stream's newer entries on the way to a
deep page: 0.4 ms for every 1,000.)
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    false,
    or_,
    select,
    true,
    union_all,
)

from project.enums import Visibility
from project.extensions import db
from project.models import Block, Follower, User, Workout
from project.queries.training.cards import (
    CardPage,
    WorkoutCard,
    card_heads,
    head_statement,
    with_exercises,
)
from project.queries.training.cursor import Cursor, beyond

_WORKOUTS: Final = Workout.__table__
_FOLLOWERS: Final = Follower.__table__
_BLOCKS: Final = Block.__table__
_USERS: Final = User.__table__

_LATEST: Final = datetime(9999, 12, 30, tzinfo=UTC)

# How many of the public workouts explore looks at before it turns to streams.
_WALK: Final = 200


class Stream(NamedTuple):
    """The workouts of one athlete with one visibility, without templates and running ones."""

    user_id: int
    visibility: str


class Way(NamedTuple):
    """Where a page starts and which way it reads; ``older`` is from new to old."""

    start: Cursor
    older: bool


def feed(
    athlete_id: int, *, limit: int, before: Cursor | None = None, after: Cursor | None = None
) -> CardPage:
    """Return my workouts and those of accepted follows that I may see; three statements."""
    way = _way(before, after)
    streams = _streams(_feed_beginnings(older=way.older), way, limit, athlete=athlete_id)
    return _page(_merged(streams, way, limit), way, limit, begins=before is None)


def explore(
    athlete_id: int, *, limit: int, before: Cursor | None = None, after: Cursor | None = None
) -> CardPage:
    """Return public workouts of athletes I do not follow; two statements, five at the most.

    A short walk through the newest public workouts fills the page unless the list ends there, or
    nearly all of them are by those I follow; then it comes from the streams of the others.
    """
    way = _way(before, after)
    values = way.start.values | {"athlete": athlete_id, "most": limit + 1, "walk": _WALK}
    found = card_heads(_walk(older=way.older), values)
    if len(found) <= limit and db.session.scalar(_after_walk(older=way.older), values):
        streams = _streams(_explore_beginnings(older=way.older), way, limit, athlete=athlete_id)
        found = _merged(streams, way, limit)
    return _page(found, way, limit, begins=before is None)


def workouts_of(
    athlete_id: int,
    kinds: Sequence[Visibility],
    *,
    limit: int,
    before: Cursor | None = None,
    after: Cursor | None = None,
) -> CardPage:
    """Return the athlete's workouts of these visibilities; two statements."""
    way = _way(before, after)
    streams = [Stream(athlete_id, kind.value) for kind in kinds]
    return _page(_merged(streams, way, limit), way, limit, begins=before is None)


def _way(before: Cursor | None, after: Cursor | None) -> Way:
    if before is None and after is not None:
        return Way(after, older=False)
    return Way(before or Cursor(_LATEST, 0), older=True)


def _streams(statement: Select[Any], way: Way, limit: int, *, athlete: int) -> list[Stream]:
    """Return the streams that can be on the page; one statement."""
    values = way.start.values | {"athlete": athlete, "most": limit + 1}
    return [Stream(*row) for row in db.session.connection().execute(statement, values)]


def _merged(streams: Sequence[Stream], way: Way, limit: int) -> list[WorkoutCard]:
    """Return the page's cards and one more, newest first; one statement, or none."""
    if not streams:
        return []
    values: dict[str, Any] = way.start.values | {"most": limit + 1}
    for number, stream in enumerate(streams):
        values[f"user_{number}"], values[f"kind_{number}"] = stream
    return card_heads(_merge(len(streams), older=way.older), values)


def _page(found: list[WorkoutCard], way: Way, limit: int, *, begins: bool) -> CardPage:
    """Fill the page; a card more than ``limit`` says that the list goes on its way."""
    more = len(found) > limit
    cards = with_exercises(found[:limit] if way.older else found[-limit:])
    if not cards:
        return CardPage([], older=None, newer=None)
    oldest, newest = cards[-1].cursor, cards[0].cursor
    if way.older:
        return CardPage(cards, older=oldest if more else None, newer=None if begins else newest)
    return CardPage(cards, older=oldest, newer=newest if more else None)


# The statements. They are built once: that takes longer than to run them.


def _order(source: FromClause, *, older: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if older:
        return source.c.timestamp.desc(), source.c.id.desc()
    return source.c.timestamp.asc(), source.c.id.asc()


def _shown(workouts: FromClause, kind: Any) -> ColumnElement[bool]:  # noqa: ANN401  a value or a parameter
    return and_(
        workouts.c.visibility == kind,
        workouts.c.is_template == false(),
        workouts.c.is_running == false(),
    )


def _beginning(owner: Any, kind: Visibility, *, older: bool) -> ColumnElement[int]:  # noqa: ANN401  a column or a parameter
    """Select the first workout of a stream beyond the start."""
    workouts = _WORKOUTS.alias()
    outer = owner.table if hasattr(owner, "table") else None
    return (
        select(workouts.c.id)
        .where(
            workouts.c.user_id == owner,
            _shown(workouts, kind.value),
            beyond(workouts, older=older),
        )
        .order_by(*_order(workouts, older=older))
        .limit(1)
        .correlate(outer)
        .scalar_subquery()
    )


def _first_streams(beginnings: Sequence[Select[Any]], *, older: bool) -> Select[*tuple[Any, ...]]:
    """Select the streams that begin first, as many as the page has places."""
    found = union_all(*beginnings).subquery()
    return (
        select(_WORKOUTS.c.user_id, _WORKOUTS.c.visibility)
        .join_from(found, _WORKOUTS, _WORKOUTS.c.id == found.c.id)
        .order_by(*_order(_WORKOUTS, older=older))
        .limit(bindparam("most"))
    )


def _blocked(other: ColumnElement[int]) -> ColumnElement[bool]:
    athlete: BindParameter[int] = bindparam("athlete")
    return or_(
        exists().where(_BLOCKS.c.blocker_id == athlete, _BLOCKS.c.blocked_id == other),
        exists().where(_BLOCKS.c.blocker_id == other, _BLOCKS.c.blocked_id == athlete),
    )


def _followed(other: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(
        _FOLLOWERS.c.follower_id == bindparam("athlete"),
        _FOLLOWERS.c.followed_id == other,
        _FOLLOWERS.c.accepted == true(),
    )


@lru_cache
def _feed_beginnings(*, older: bool) -> Select[*tuple[Any, ...]]:
    parts: list[Select[Any]] = []
    for kind in (Visibility.ALL, Visibility.FOLLOWERS):
        link = _FOLLOWERS.alias()
        first = _beginning(link.c.followed_id, kind, older=older)
        parts.append(
            select(first.label("id")).where(
                link.c.follower_id == bindparam("athlete"),
                link.c.accepted == true(),
                ~_blocked(link.c.followed_id),
            )
        )
    parts += [
        select(_beginning(bindparam("athlete"), kind, older=older).label("id"))
        for kind in Visibility
    ]
    return _first_streams(parts, older=older)


@lru_cache
def _explore_beginnings(*, older: bool) -> Select[*tuple[Any, ...]]:
    others = _USERS.alias()
    first = _beginning(others.c.id, Visibility.ALL, older=older)
    part = select(first.label("id")).where(
        others.c.id != bindparam("athlete"),
        ~_followed(others.c.id),
        ~_blocked(others.c.id),
    )
    return _first_streams([part], older=older)


def _public(workouts: FromClause, *columns: ColumnElement[Any], older: bool) -> Select[Any]:
    """Select public workouts in the order of the walk."""
    return (
        select(*columns)
        .where(_shown(workouts, Visibility.ALL.value), beyond(workouts, older=older))
        .order_by(*_order(workouts, older=older))
    )


@lru_cache
def _after_walk(*, older: bool) -> Select[tuple[int]]:
    """Select the first workout that the walk does not look at, in its index."""
    workouts = _WORKOUTS.alias()
    return _public(workouts, workouts.c.id, older=older).offset(bindparam("walk")).limit(1)


@lru_cache
def _walk(*, older: bool) -> Select[*tuple[Any, ...]]:
    """Select the cards of explore out of the public workouts closest to the start."""
    workouts = _WORKOUTS.alias()
    columns = (workouts.c.id, workouts.c.timestamp, workouts.c.user_id)
    closest = _public(workouts, *columns, older=older).limit(bindparam("walk")).subquery()
    page = (
        select(closest.c.id)
        .where(
            closest.c.user_id != bindparam("athlete"),
            ~_followed(closest.c.user_id),
            ~_blocked(closest.c.user_id),
        )
        .order_by(*_order(closest, older=older))
        .limit(bindparam("most"))
    )
    return head_statement(page)


@lru_cache(maxsize=256)
def _merge(streams: int, *, older: bool) -> Select[*tuple[Any, ...]]:
    """Select the page's cards out of so many streams."""
    parts = []
    for number in range(streams):
        workouts = _WORKOUTS.alias()
        stream = (
            select(workouts.c.id, workouts.c.timestamp)
            .where(
                workouts.c.user_id == bindparam(f"user_{number}"),
                _shown(workouts, bindparam(f"kind_{number}")),
                beyond(workouts, older=older),
            )
            .order_by(*_order(workouts, older=older))
            .limit(bindparam("most"))
            .subquery()
        )
        parts.append(select(stream))
    merged = union_all(*parts).subquery()
    page = select(merged.c.id).order_by(*_order(merged, older=older)).limit(bindparam("most"))
    return head_statement(page)
