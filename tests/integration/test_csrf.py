"""No change without the token of the session, whoever asks and however the data is sent."""

import pytest
from flask import Flask

from tests.integration.access_table import Row, Scene
from tests.integration.test_access_matrix import ROWS, address
from tests.support.http import Site
from tests.support.make import Make
from tests.support.snapshot import changed_tables, snapshot

pytestmark = pytest.mark.integration

# What mail programs send without having seen a page (RFC 8058): its address is signed, and it
# stops reminders and nothing else.
ONE_CLICK = {"main.stop_reminders"}
POSTS = [row for row in ROWS if row.method == "POST" and row.endpoint not in ONE_CLICK]


@pytest.fixture
def scene(make: Make) -> Scene:
    return Scene(make)


@pytest.mark.parametrize("row", POSTS, ids=lambda row: str(row.endpoint))
def test_a_post_without_a_token_is_refused_and_changes_nothing(
    app: Flask, scene: Scene, row: Row
) -> None:
    url = address(app, scene, row)
    for visitor in ("anonymous", "unconfirmed", "owner"):
        user = scene.visitors[visitor]
        site = Site(app).sign_in(user) if user else Site(app)
        before = snapshot(app)
        plain = site.client.post(url, data={"title": "x"})
        json = site.client.post(url, json={"title": "x"}, headers={"Accept": "application/json"})
        foreign = site.client.post(url, data={"csrf_token": Site(app).csrf_token()})
        assert [plain.status_code, json.status_code, foreign.status_code] == [400] * 3, visitor
        assert json.is_json
        assert changed_tables(before, snapshot(app)) == [], visitor


def test_there_is_something_to_protect() -> None:
    assert len(POSTS) > 5
