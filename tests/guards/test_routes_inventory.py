"""The list of addresses changes only on purpose: links and bookmarks point at them."""

from pathlib import Path

import pytest
from flask import Flask

pytestmark = pytest.mark.integration

LIST = Path(__file__).parent.parent / "routes.txt"


def test_routes_are_those_of_the_list(app: Flask) -> None:
    routes = set()
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        routes.add(f"{rule.endpoint} {methods} {rule.rule}")
    lines = LIST.read_text().splitlines()
    assert sorted(routes - set(lines)) == [], "new: add these lines to tests/routes.txt"
    assert sorted(set(lines) - routes) == [], "gone: on purpose?"
    assert lines == sorted(lines)
