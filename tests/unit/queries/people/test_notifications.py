"""What an athlete is told about others."""

from datetime import UTC, datetime, timedelta

import pytest

from project.models import User
from project.queries.people import notifications as queries
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def test_events_are_followers_and_yeses_newest_first(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana, erik = make.user(username="dana"), make.user(username="erik")
    hours = [START + timedelta(hours=number) for number in range(5)]
    make.follow(bob, alice, created_at=hours[0])
    make.follow(alice, charlie, created_at=hours[0], accepted_at=hours[2])
    make.follow(dana, alice, created_at=hours[1], accepted_at=hours[3])  # I said yes myself
    make.follow(erik, alice, created_at=hours[4], accepted=False)
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        athlete.last_notification_read_time = hours[1]
        found = [(e.name, e.username, e.is_new) for e in queries.events(athlete, 10)]
        assert found == [("follow_accepted", "charlie", True), ("new_followers", "bob", False)]
        assert [e.username for e in queries.events(athlete, 1)] == ["charlie"]
        assert [w.username for w in queries.waiting(alice.id, 10)] == ["erik"]
        assert queries.new_followers(athlete) == 0
        assert queries.newly_accepted(athlete) == 1
        assert queries.requests(athlete) == 1
