"""Addresses of files, and methods that no route has."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.integration.abuse.battery import ROWS
from tests.integration.abuse.catalogue import PATHS
from tests.integration.access_table import Scene
from tests.integration.test_access_matrix import address
from tests.support.http import Site
from tests.support.make import Make
from tests.support.snapshot import changed_tables, snapshot

pytestmark = pytest.mark.integration

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND")
OUTSIDE = (
    "../config.py",
    "%2e%2e/%2e%2e/.env",
    "..%5c..%5c.env",
    "%5c%5cevil.example%5cx",
    "/etc/passwd",
    "css/",
    "./././",
    "",
)


@pytest.mark.parametrize("folder", ["static", "bootstrap/static"])
def test_no_file_but_the_sites_own_is_served(client: FlaskClient, folder: str) -> None:
    answers = {
        bad: client.get(f"/{folder}/{bad}", follow_redirects=True) for bad in (*PATHS, *OUTSIDE)
    }
    found = {bad: answer.status_code for bad, answer in answers.items()}
    assert set(found.values()) == {404}, found


def test_a_method_that_a_route_does_not_have_changes_nothing(app: Flask, make: Make) -> None:
    scene = Scene(make)
    owner = scene.visitors["owner"]
    assert owner is not None
    site = Site(app).sign_in(owner)
    headers = {"X-CSRFToken": site.csrf_token()}
    before = snapshot(app)
    known = {(address(app, scene, row), row.method) for row in ROWS}
    for url in sorted({url for url, _ in known}):
        for method in METHODS:
            if (url, method) not in known:
                answer = site.client.open(url, method=method, headers=headers)
                assert answer.status_code == 405, (url, method, answer.status_code)
    assert changed_tables(before, snapshot(app)) == []
