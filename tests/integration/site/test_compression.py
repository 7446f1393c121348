"""Pages come compressed to those who can read that, and say the same."""

import gzip

import pytest

from project.models import User
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration


@pytest.fixture
def reader(site: Site, make: Make, alice: User) -> Site:
    for _ in range(5):
        make.workout(athlete=alice, exercises=[(make.exercise(owner=alice), [("Knie", 8)])])
    return site.sign_in(alice)


def test_a_page_is_compressed_for_who_accepts_it(reader: Site) -> None:
    packed = reader.client.get("/workouts", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding, Cookie"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < 8_000
    assert ">Training</h1>" in gzip.decompress(packed.data).decode()


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0, identity"])
def test_nobody_else_gets_it_compressed(reader: Site, accepted: str) -> None:
    plain = reader.client.get("/workouts", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert b">Training</h1>" in plain.data


def test_what_is_short_is_sent_as_it_is(reader: Site) -> None:
    answer = reader.client.get("/notifications", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.json == []


def test_a_refusal_is_compressed_too(reader: Site) -> None:
    answer = reader.client.get("/workout/99999", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 404
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</h1>" in gzip.decompress(answer.data)
