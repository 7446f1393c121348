"""Everything of the catalogue, at every route and every field of it; takes minutes."""

import pytest

from tests.integration.abuse.battery import ROWS, Battery
from tests.integration.abuse.surface import Place

pytestmark = pytest.mark.sweep

PLACES = [(row.endpoint, row.method) for row in ROWS]
POSTS = [place for place in PLACES if place[1] == "POST"]


@pytest.fixture(scope="module")
def thorough() -> bool:
    return True


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_everything_that_can_be_sent_is_answered(
    battery: Battery, twin: Battery | None, place: Place
) -> None:
    report = battery.attack(place)
    assert report.faults == []
    assert place[1] == "GET" or battery.stage.broken() == []
    if twin is not None:
        assert report.verdicts == twin.attack(place).verdicts


@pytest.mark.parametrize("place", POSTS, ids=" ".join)
def test_too_much_is_refused_everywhere(battery: Battery, place: Place) -> None:
    report = battery.overload(place)
    assert report.faults == []
    assert set(report.verdicts.values()) == {413}, report.verdicts
