"""Every route answers each kind of visitor as the table says, and a refusal changes nothing."""

from urllib.parse import urlsplit

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.integration.access_table import VISITORS, Row, Scene, rows
from tests.support.http import Site
from tests.support.make import Make
from tests.support.snapshot import changed_tables, snapshot

pytestmark = pytest.mark.integration

ROWS = list(rows())
STATIC = {"static", "bootstrap.static"}
# The owner comes last: only the owner's change is meant to last.
ORDER = sorted(VISITORS, key=lambda visitor: visitor == "owner")


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


def routes(app: Flask) -> dict[tuple[str, str], set[str]]:
    """Return the arguments of every route by endpoint and method."""
    return {
        (rule.endpoint, method): set(rule.arguments)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint not in STATIC
    }


def address(app: Flask, scene: Scene, row: Row) -> str:
    arguments = scene.arguments(row, routes(app)[row.endpoint, row.method])
    with app.test_request_context():
        return url_for(row.endpoint, **arguments)  # type: ignore[arg-type]  # numbers and names


def ask(app: Flask, scene: Scene, visitor: str, url: str, method: str) -> TestResponse:
    user = scene.visitors[visitor]
    site = Site(app).sign_in(user) if user else Site(app)
    data = {"csrf_token": site.csrf_token()} if method == "POST" else None
    return site.client.open(url, method=method, data=data)


def outcome(response: TestResponse, row: Row) -> str:
    """Return the answer in the table's words."""
    if response.status_code in {302, 303}:
        target = urlsplit(response.location).path
        if target == "/auth/login" and row.endpoint != "auth.logout":
            return "login"
        if target == "/auth/unconfirmed" and row.endpoint != "auth.resend_confirmation":
            return "confirm"
    return str(response.status_code)


def test_the_table_has_a_line_for_every_route_and_no_other(app: Flask) -> None:
    known = [(row.endpoint, row.method) for row in ROWS]
    assert len(known) == len(set(known))
    assert set(routes(app)) - set(known) == set(), "add lines to access_table.py"
    assert set(known) - set(routes(app)) == set(), "these routes are gone"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.endpoint}-{row.method}")
def test_each_visitor_gets_what_the_table_says(app: Flask, scene: Scene, row: Row) -> None:
    url = address(app, scene, row)
    got = {}
    for visitor in ORDER:
        before = snapshot(app)
        response = ask(app, scene, visitor, url, row.method)
        got[visitor] = outcome(response, row)
        if response.status_code >= 400 or got[visitor] in {"login", "confirm"}:
            changed = set(changed_tables(before, snapshot(app))) - {"user_session"}
            assert changed == set(), (visitor, got[visitor])
    assert got == row.gets


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.method == "GET"], ids=lambda row: str(row.endpoint)
)
def test_reading_changes_nothing(app: Flask, scene: Scene, row: Row) -> None:
    url = address(app, scene, row)
    for visitor in VISITORS:
        user = scene.visitors[visitor]
        site = Site(app).sign_in(user) if user else Site(app)
        before = snapshot(app)
        site.client.get(url)
        site.client.head(url)
        assert changed_tables(before, snapshot(app)) == [], visitor
