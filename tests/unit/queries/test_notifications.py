"""What an athlete is told about others."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import bindparam, select

from project.enums import NotificationName
from project.models import User
from project.queries import notifications as queries
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)


def test_all_that_is_told_comes_oldest_first_and_to_the_microsecond(
    make: Make, alice: User, bob: User
) -> None:
    statement = select(queries.told_to(bindparam("athlete")))
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        first = athlete.add_notification(NotificationName.NEW_FOLLOWERS, 1)
        second = athlete.add_notification(NotificationName.UNREAD_MESSAGES, 4)
        session.get_one(User, bob.id).add_notification(NotificationName.UNREAD_MESSAGES, 9)
        session.flush()
        told = queries.told(session.scalar(statement, {"athlete": alice.id}))
        assert [each[:2] for each in told] == [("new_followers", 1), ("unread_message_count", 4)]
        assert [each.timestamp for each in told] == pytest.approx(
            [first.timestamp, second.timestamp], rel=0, abs=1e-6
        )
        assert told[0].timestamp < told[1].timestamp
        nothing = session.scalar(statement, {"athlete": alice.id + bob.id})
    assert queries.told(nothing) == []


@pytest.mark.parametrize(
    "text", [None, "", '["a",1,2],["b"]', '["a"b",1,2]', '["a",,2]', '["a",1,2,3]', "7"]
)
def test_what_is_not_as_we_write_it_tells_nothing(text: str | None) -> None:
    assert queries.told(text) == []


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
