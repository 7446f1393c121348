"""The library of a large site."""

import pytest
from sqlalchemy import insert

from project.models import ExerciseDefinition, ProgressionLevel, User, fold, search_text, sort_key
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


def test_a_large_site_costs_as_little_as_a_small_one(
    site: Site, make: Make, alice: User, bob: User, count_queries: QueryCounter
) -> None:
    """300 own exercises and 10,000 of others: the same statements, pages of the same size."""
    mine = make.exercise(owner=alice, title="Dips")
    paths = [
        "/exercises",
        "/exercises?user=all",
        "/exercises?user=all&after=1-%C3%BCbung",
        "/exercises?user=all&q=schwer",
        f"/exercises/{mine.id}",
        "/add_exercise",
        f"/exercise/{mine.id}/update",
    ]
    site.sign_in(alice)
    _library(make, alice, 20, "klein")
    _library(make, bob, 20, "auch klein")
    small = {path: _cost(site, count_queries, path) for path in paths}
    _library(make, alice, 280, "meine")
    _library(make, bob, 9_980, "fremde")
    large = {path: _cost(site, count_queries, path) for path in paths}
    for path in paths:
        statements, length = large[path]
        assert statements == small[path][0] <= 8, path
        assert length < min(1.2 * small[path][1], 60_000), path


def _library(make: Make, owner: User, size: int, word: str) -> None:
    titles = [f"Übung {word} {number:05}" for number in range(size)]
    with make.session() as session:
        ids = session.scalars(
            insert(ExerciseDefinition).returning(ExerciseDefinition.id),
            [
                {
                    "title": title,
                    "title_key": fold(title),
                    "title_sort": sort_key(title),
                    "user_id": owner.id,
                    "search_text": search_text(title, ["Leicht", "Schwer"]),
                }
                for title in titles
            ],
        ).all()
        session.execute(
            insert(ProgressionLevel),
            [
                {"exercise_definition_id": number, "name": name, "level_order": order}
                for number in ids
                for order, name in enumerate(["Leicht", "Schwer"], 1)
            ],
        )


def _cost(site: Site, count_queries: QueryCounter, path: str) -> tuple[int, int]:
    with count_queries.watching() as sent:
        page = site.open(path)
    return len(sent), len(page.response.get_data())
