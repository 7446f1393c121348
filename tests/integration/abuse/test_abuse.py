"""Every route answers everything that can be sent to it, and stores nothing that it refuses.

The routes are those of the table of access, which is that of the URL map; what they read is learnt
by watching them. So a new route or field is attacked without a word here.
"""

import pytest

from tests.integration.abuse.battery import ROWS, Battery
from tests.integration.abuse.surface import Place

pytestmark = [pytest.mark.integration, pytest.mark.database]

PLACES = [(row.endpoint, row.method) for row in ROWS]
SAMPLE = {"main.add_workout", "main.log_set", "auth.login"}
POSTS = [
    pytest.param(place, marks=() if place[0] in SAMPLE else pytest.mark.sweep)
    for place in PLACES
    if place[1] == "POST"
]


@pytest.mark.parametrize("place", PLACES, ids=" ".join)
def test_nothing_that_is_sent_breaks_a_route_or_is_half_stored(
    battery: Battery, twin: Battery | None, place: Place
) -> None:
    report = battery.attack(place)
    assert report.faults == []
    assert place[1] == "GET" or battery.stage.broken() == []
    if twin is not None:
        assert report.verdicts == twin.attack(place).verdicts


@pytest.mark.parametrize("place", POSTS, ids=" ".join)
def test_too_much_is_refused(battery: Battery, place: Place) -> None:
    report = battery.overload(place)
    assert report.faults == []
    assert set(report.verdicts.values()) == {413}, report.verdicts


def test_what_routes_read_is_known_before_they_are_attacked(battery: Battery) -> None:
    targets = battery.targets
    assert {"wtitle", "reps1", "version"} <= targets["main.edit_workout", "POST"].fields
    assert {"q", "category"} <= targets["main.all_exercises", "GET"].query
    assert {"key", "level_id"} <= targets["main.log_set", "POST"].members
    assert {"exercises.key"} <= targets["main.order_logged_exercises", "POST"].members
