"""A page is closed until a list of its blueprint opens it, and each list says what the table says."""

import pytest
from flask import Flask, session
from flask.typing import ResponseReturnValue

from project import create_app
from project.config import TestConfig
from project.decorators import GuardedBlueprint
from project.models import User
from tests.integration.access_table import rows
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

TABLE = list(rows())


@pytest.fixture
def grown(app: Flask, config: type[TestConfig]) -> Flask:
    """The app with a room of new pages, of which two have an entry."""
    bp = GuardedBlueprint(
        "new", __name__, public=frozenset({"open"}), unconfirmed=frozenset({"half_open"})
    )

    @bp.route("/new/closed", methods=["GET", "POST"])
    @bp.route("/new/closed_too", methods=["GET", "POST"])
    def closed() -> ResponseReturnValue:
        session["was_here"] = True
        return "closed"

    @bp.get("/new/half_open")
    def half_open() -> ResponseReturnValue:
        return "half open"

    def for_everybody() -> ResponseReturnValue:
        return "open"

    bp.add_url_rule("/new/open", "open", for_everybody)
    bp.add_url_rule("/new/closed_twin", "closed_twin", for_everybody)
    app = create_app(config)
    app.register_blueprint(bp)
    return app


@pytest.mark.parametrize("address", ["/new/closed", "/new/closed_too", "/new/closed_twin"])
def test_a_new_page_without_an_entry_is_refused_to_visitors(grown: Flask, address: str) -> None:
    site = Site(grown)
    page = site.client.get(address)
    assert (page.status_code, page.location) == (303, f"/auth/login?next={address}")
    script = site.client.get(address, headers={"Accept": "application/json"})
    assert (script.status_code, script.is_json) == (401, True)
    with site.client.session_transaction() as cookie:
        assert "was_here" not in cookie, "the view did not run"


def test_what_visitors_send_to_a_new_page_waits_in_the_sign_in_page(grown: Flask) -> None:
    site = Site(grown)
    data = {"csrf_token": site.csrf_token(), "title": "Klimmzüge"}
    answer = site.client.post("/new/closed", data=data)
    assert answer.status_code == 401
    with site.client.session_transaction() as cookie:
        assert "was_here" not in cookie


def test_a_new_page_without_an_entry_is_for_the_confirmed(
    grown: Flask, make: Make, alice: User
) -> None:
    eve = make.user(username="eve", confirmed=False)
    held = Site(grown).sign_in(eve).client.get("/new/closed")
    assert (held.status_code, held.location) == (303, "/auth/unconfirmed")
    assert Site(grown).sign_in(alice).client.get("/new/closed").text == "closed"


def test_an_entry_opens_a_page_and_no_more_than_it(grown: Flask, make: Make) -> None:
    eve = make.user(username="eve", confirmed=False)
    assert Site(grown).client.get("/new/open").text == "open"
    assert Site(grown).client.get("/new/half_open").status_code == 303
    assert Site(grown).sign_in(eve).client.get("/new/half_open").text == "half open"


def test_every_page_is_in_a_blueprint_that_guards(app: Flask) -> None:
    closed = {name for name, bp in app.blueprints.items() if isinstance(bp, GuardedBlueprint)}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {
        "static",
        "bootstrap.static",
    }
    assert {name for name in endpoints if name.partition(".")[0] not in closed} == set()


def test_the_lists_open_what_the_table_of_access_says_and_nothing_else(app: Flask) -> None:
    public, unconfirmed = set(), set()
    for name, bp in app.blueprints.items():
        if isinstance(bp, GuardedBlueprint):
            public |= {f"{name}.{endpoint}" for endpoint in bp.public}
            unconfirmed |= {f"{name}.{endpoint}" for endpoint in bp.unconfirmed}
    assert public == {row.endpoint for row in TABLE if row.gets["anonymous"] != "login"}
    assert (
        unconfirmed
        == {row.endpoint for row in TABLE if row.gets["unconfirmed"] != "confirm"} - public
    )
