"""Lists of the library: filters, search and pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, false, or_, true

from project.extensions import db
from project.models import ExerciseDefinition, exercise_categories, search_key
from project.queries.blocks import hidden_from
from project.queries.exercises import ExerciseRow, filled, rows_for

SEARCHED_WORDS: Final = 8
"""Further words of a search do not narrow it down."""


@dataclass(frozen=True)
class Filters:
    """What a search looks for; ``categories`` must all match, and so must all words of ``words``.

    ``everybody``: also other athletes' exercises. ``archived``: the athlete's own archived ones
    instead.
    """

    everybody: bool = False
    categories: tuple[int, ...] = ()
    words: str = ""
    archived: bool = False


@dataclass(frozen=True)
class Place:
    """A place in a list ordered by title and id."""

    title_key: str
    id: int


@dataclass(frozen=True)
class LibraryPage:
    """A page of a list; ``before`` and ``after`` are where its neighbours are looked for."""

    rows: Sequence[ExerciseRow]
    before: Place | None = None
    after: Place | None = None


def page_of(
    athlete_id: int,
    filters: Filters,
    *,
    limit: int,
    after: Place | None = None,
    before: Place | None = None,
) -> LibraryPage:
    """Return the first page of a search, or the one on one side of a place; three statements.

    Three more where nothing full is left before the place: then it is the first page again.
    """
    if before is not None:
        rows = search(athlete_id, filters, limit=limit + 1, before=before)
        if len(rows) > limit:
            return LibraryPage(rows[1:], before=_place(rows[1]), after=_place(rows[-1]))
        after = None
    rows = search(athlete_id, filters, limit=limit + 1, after=after)
    more = len(rows) > limit
    rows = rows[:limit]
    first = _place(rows[0]) if rows else after
    return LibraryPage(
        rows,
        before=None if after is None else first,
        after=_place(rows[-1]) if more else None,
    )


def search(
    athlete_id: int,
    filters: Filters,
    *,
    limit: int,
    after: Place | None = None,
    before: Place | None = None,
) -> list[ExerciseRow]:
    """Return up to ``limit`` exercises by title: the first, or the next on one side of a place.

    Three statements for any number of rows: exercises with owner, their levels, their categories.
    Lists without words are read from an index in their order (mine: user and title; everybody's:
    archived and title), on the last page as on the first. A search for words is not answered from
    an index: athletes look for parts of words ("stütz" in "Liegestütze"), and the databases share
    no index for these. Mine are few; of everybody's, rows are read in their order until a page is
    full, in the worst case all of them.
    """
    order: list[ColumnElement[Any]] = [
        ExerciseDefinition.__table__.c.title_key,
        ExerciseDefinition.__table__.c.id,
    ]
    query = rows_for(athlete_id).where(*_matching(athlete_id, filters)).limit(limit)
    if before is not None:
        key, number = before.title_key, before.id
        query = query.where(order[0] <= key, or_(order[0] < key, order[1] < number))
        query = query.order_by(*(column.desc() for column in order))
    else:
        query = query.order_by(*order)
        if after is not None:
            key, number = after.title_key, after.id
            query = query.where(order[0] >= key, or_(order[0] > key, order[1] > number))
    rows = list(db.session.execute(query))
    if before is not None:
        rows.reverse()
    return filled(rows)


def _matching(athlete_id: int, filters: Filters) -> list[ColumnElement[bool]]:
    # "=" and not "IS", for which MariaDB would not use the index.
    conditions = [ExerciseDefinition.archived == (true() if filters.archived else false())]
    if filters.everybody and not filters.archived:
        conditions.append(ExerciseDefinition.user_id.not_in(hidden_from(athlete_id)))
    else:
        conditions.append(ExerciseDefinition.user_id == athlete_id)
    conditions += [
        exists().where(
            exercise_categories.c.exercise_definition_id == ExerciseDefinition.id,
            exercise_categories.c.category_id == category_id,
        )
        for category_id in filters.categories
    ]
    # "L-Sitz" stays together: it is looked for as "l sitz", not as two words anywhere.
    words = [search_key(word) for word in filters.words.split()]
    conditions += [
        ExerciseDefinition.search_text.contains(word, autoescape=True)
        for word in dict.fromkeys(words[:SEARCHED_WORDS])
        if word
    ]
    return conditions


def _place(row: ExerciseRow) -> Place:
    return Place(row.title_key, row.id)
