"""The numbers an athlete's badge shows."""

import pytest
from sqlalchemy import bindparam, select

from project.enums import NotificationName
from project.models import User
from project.queries.account.badge import badge_entries, badge_of
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


def test_all_that_is_told_comes_oldest_first_and_to_the_microsecond(
    make: Make, alice: User, bob: User
) -> None:
    statement = select(badge_of(bindparam("athlete")))
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        first = athlete.add_notification(NotificationName.NEW_FOLLOWERS, 1)
        second = athlete.add_notification(NotificationName.UNREAD_MESSAGES, 4)
        session.get_one(User, bob.id).add_notification(NotificationName.UNREAD_MESSAGES, 9)
        session.flush()
        told = badge_entries(session.scalar(statement, {"athlete": alice.id}))
        assert [each[:2] for each in told] == [("new_followers", 1), ("unread_message_count", 4)]
        assert [each.timestamp for each in told] == pytest.approx(
            [first.timestamp, second.timestamp], rel=0, abs=1e-6
        )
        assert told[0].timestamp < told[1].timestamp
        nothing = session.scalar(statement, {"athlete": alice.id + bob.id})
    assert badge_entries(nothing) == []


@pytest.mark.parametrize(
    "text", [None, "", '["a",1,2],["b"]', '["a"b",1,2]', '["a",,2]', '["a",1,2,3]', "7"]
)
def test_what_is_not_as_we_write_it_tells_nothing(text: str | None) -> None:
    assert badge_entries(text) == []
