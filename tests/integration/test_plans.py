"""No page reads a table from end to end that grows with the site, on any of the databases."""

from typing import Any, Final

import pytest
from flask import Flask, url_for
from sqlalchemy import Engine, event

from project.extensions import db
from project.queries.training.cursor import Cursor
from tests.integration.access_table import Scene, rows
from tests.support.crowd import FIRST, START, crowd
from tests.support.http import Site
from tests.support.make import Make
from tests.support.plans import scanned, update_statistics

pytestmark = [pytest.mark.integration, pytest.mark.database]

BIG: Final = {
    "workout",
    "exercise",
    "exercise_sets",
    "message",
    "followers",
    "exercises",
    "progression_levels",
    "user",
    "notification",
}
PAGES: Final = [row for row in rows() if row.method == "GET" and row.gets["owner"] == "200"]
DEEP: Final = ("main.index", "main.explore", "main.workouts", "main.messages")


def addresses(app: Flask, scene: Scene) -> list[str]:
    """Return every page the owner can open, lists also from their middle in both directions."""
    rules = {
        rule.endpoint: rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    middle = str(Cursor(START, FIRST + 20))
    with app.test_request_context():
        found = [
            url_for(row.endpoint, **scene.arguments(row, rules[row.endpoint].arguments))  # type: ignore[arg-type]  # numbers and names
            for row in PAGES
        ]
        found += [f"{url_for(name)}?{way}={middle}" for name in DEEP for way in ("before", "after")]
        return [*found, url_for("main.user", username=f"crowd{FIRST}"), "/people?q=crowd"]


def engine_of(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def test_a_read_of_a_whole_table_is_noticed(app: Flask, make: Make) -> None:
    crowd(make)
    with engine_of(app).connect() as connection:
        update_statistics(connection)
        whole = "SELECT s.id FROM exercise_sets AS s WHERE s.reps > 3"
        assert scanned(connection, whole, ()) == {"exercise_sets"}
        assert scanned(connection, "SELECT id FROM workout WHERE id = 10007", ()) == set()


def test_pages_find_what_they_show_by_an_index(app: Flask, make: Make) -> None:
    scene = Scene(make)
    crowd(make)
    seen: dict[str, tuple[str, Any]] = {}
    page = ""

    def note(_c: Any, _k: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            seen.setdefault(statement, (page, parameters))

    engine = engine_of(app)
    owner = scene.visitors["owner"]
    assert owner is not None
    site = Site(app).sign_in(owner)
    event.listen(engine, "before_cursor_execute", note)
    try:
        for page in addresses(app, scene):
            assert site.client.get(page).status_code == 200, page
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(seen) > 40
    with engine.connect() as connection:
        update_statistics(connection)
        scans = [
            (page, tables, statement)
            for statement, (page, parameters) in seen.items()
            if (tables := scanned(connection, statement, parameters) & BIG)
        ]
    assert not scans
