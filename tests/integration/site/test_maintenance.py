"""While the site is being worked on it says so, and leaves the database alone."""

from collections.abc import Iterator

import pytest
from flask import Flask

from project.models import User
from project.web.maintenance import switch_of
from tests.support.http import Site
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


@pytest.fixture
def closed(app: Flask) -> Iterator[None]:
    switch = switch_of(app)
    switch.parent.mkdir(parents=True, exist_ok=True)
    switch.touch()
    yield
    switch.unlink()


@pytest.mark.parametrize("path", ["/", "/workouts", "/auth/login", "/nowhere"])
def test_every_page_says_that_we_will_be_back(
    site: Site, alice: User, count_queries: QueryCounter, closed: None, path: str
) -> None:
    visitor = site.sign_in(alice)
    with count_queries.watching() as statements:
        page = visitor.open(path, status=503)
    assert page.heading == "Gleich wieder da"
    assert "Wir arbeiten gerade an der Seite." in page.text
    assert page.response.headers["Retry-After"] == "300"
    assert statements == []


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("path", ["/auth/login", "/logger/sets", "/add_workout"])
def test_nothing_is_taken(
    *,
    app: Flask,
    site: Site,
    alice: User,
    count_queries: QueryCounter,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    """Not even counted, and a missing token is not held against anybody."""
    visitor = site.sign_in(alice)
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", True)
    with count_queries.watching() as statements:
        answer = visitor.client.post(path, data={"username": "alice"})
    assert answer.status_code == 503
    assert statements == []


def test_monitors_and_assets_are_still_answered(site: Site, closed: None) -> None:
    assert site.client.get("/healthz").status_code == 200
    assert site.client.get("/readyz").status_code in {200, 503}
