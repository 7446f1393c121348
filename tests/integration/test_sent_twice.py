"""A button's form that arrives twice leaves what it left the first time."""

import pytest
from flask import Flask

from tests.integration.access_table import Scene
from tests.support.http import Site
from tests.support.make import Make
from tests.support.snapshot import changed_tables, snapshot

pytestmark = pytest.mark.integration

# The address, who presses, and what the button says. `{x}` is one of `Scene`'s things.
BUTTONS = [
    ("/workout/{workout_id}/toggle_done", "owner", {"done": "0"}),
    ("/workout/{from_template}/toggle_done", "owner", {"done": "1"}),
    ("/exercise/{exercise_id}/profile", "owner", {"shown": "yes"}),
    ("/exercise/{exercise_id}/profile", "owner", {"shown": "no"}),
    ("/exercise/{exercise_id}/delete", "owner", {}),
    ("/exercise/{exercise_id}/bring_back", "owner", {}),
    ("/follow/owner", "stranger", {}),
    ("/unfollow/owner", "follower", {}),
    ("/followers/follower/accept", "owner", {}),
    ("/followers/follower/remove", "owner", {}),
    ("/block/stranger", "owner", {}),
    ("/unblock/blocked", "owner", {}),
    ("/notifications/seen", "owner", {}),
    ("/auth/sessions/end_others", "owner", {}),
]
# Requests are counted, visits noted, and numbers of what is new counted again.
COUNTERS = {"rate_limit", "user", "user_session", "notification"}


@pytest.mark.parametrize(("path", "visitor", "says"), BUTTONS)
def test_the_second_time_changes_nothing(
    app: Flask, make: Make, path: str, visitor: str, says: dict[str, str]
) -> None:
    scene = Scene(make)
    presser = scene.visitors[visitor]
    assert presser is not None
    site = Site(app).sign_in(presser)
    data = {"csrf_token": site.csrf_token(), **says}
    site.client.post(path.format(**scene.things), data=data)
    before = snapshot(app)
    site.client.post(path.format(**scene.things), data=data)
    assert set(changed_tables(before, snapshot(app))) <= COUNTERS
