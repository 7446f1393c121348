"""What is exported is what is documented."""

import json
from typing import Any

import pytest

from project.models import User
from project.rules.training.transfer.own import MARKS, NEWEST_FORMAT
from tests.integration.account.test_deletion import fill
from tests.integration.account.test_export import content, download
from tests.support.export_schema import SCHEMA, faults, schema, written
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def test_the_documented_schema_is_that_of_the_exporter() -> None:
    text = SCHEMA.read_text(encoding="utf-8")
    assert text == written(), "python -m tests.support.export_schema writes it anew"


def test_the_file_keeps_to_the_schema(site: Site, make: Make, dora: User, alice: User) -> None:
    fill(make, dora, [alice])
    data = content(download(site))
    rule = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert faults(data, rule) == []
    assert data["format"] == NEWEST_FORMAT
    assert list(data)[:3] == ["format", "product", "exported_at"]
    assert data.keys() >= MARKS


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": 1}, ".format: 1"),
        ({"exported_at": "2026-01-01T00:00:00"}, ".exported_at: '2026-01-01T00:00:00'"),
        ({"more": []}, ".more: unknown"),
        ({"workout": [1]}, ".workout[0]: 1"),
        ({"exercise_categories": [{"category_id": 1}]},
         ".exercise_categories[0].exercise_definition_id: missing"),
        ({"exercise_categories": [{"category_id": True, "exercise_definition_id": None}]},
         ".exercise_categories[0].category_id: True"),
    ],
)  # fmt: skip
def test_another_file_breaks_the_schema(change: dict[str, Any], fault: str) -> None:
    rule = schema()
    empty: dict[str, Any] = {name: [] for name in rule["required"]}
    head = {"format": NEWEST_FORMAT, "product": rule["properties"]["product"]["const"]}
    plain = {**empty, **head, "exported_at": "2026-01-01T00:00:00+00:00"}
    assert faults(plain, rule) == []
    assert fault in faults({**plain, **change}, rule)
