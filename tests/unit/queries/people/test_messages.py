"""Inbox and conversations as one athlete sees them."""

import pytest

from project.models import User, utc_now
from project.queries.people import messages as queries
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]


def inbox(make: Make, athlete: User) -> list[tuple[str, str, bool, int]]:
    with make.session() as session:
        found = queries.inbox(session.get_one(User, athlete.id), limit=10)
        return [(c.username, c.body, c.is_mine, c.unread) for c in found.conversations]


def test_the_inbox_has_one_line_for_each_conversation_newest_first(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    make.message(bob, alice, "eins")
    make.message(charlie, alice, "zwei")
    make.message(alice, charlie, "drei")
    make.message(bob, charlie, "nicht für mich")
    make.message(bob, alice, "vier")
    assert inbox(make, alice) == [("bob", "vier", False, 2), ("charlie", "drei", True, 1)]


def test_unread_is_what_came_since_the_inbox_was_opened(make: Make, alice: User, bob: User) -> None:
    make.message(bob, alice, "alt")
    with make.session() as session:
        session.get_one(User, alice.id).last_message_read_time = utc_now()
    assert inbox(make, alice) == [("bob", "alt", False, 0)]
    make.message(bob, alice, "neu")
    assert inbox(make, alice) == [("bob", "neu", False, 1)]


def test_deleted_messages_and_blocked_athletes_are_not_in_the_inbox(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    dana = make.user(username="dana")
    make.message(bob, alice, "bleibt")
    make.message(bob, alice, "gelöscht", deleted_by_recipient=True)
    make.message(alice, charlie, "gelöscht", deleted_by_sender=True)
    make.message(dana, alice, "blockiert")
    make.block(dana, alice)
    assert inbox(make, alice) == [("bob", "bleibt", False, 1)]
    assert inbox(make, charlie) == [("alice", "gelöscht", False, 1)]
    assert inbox(make, dana) == []


def test_the_inbox_is_paged(make: Make, alice: User) -> None:
    for number in range(5):
        make.message(make.user(username=f"u{number}"), alice)
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        first = queries.inbox(athlete, limit=3)
        assert [c.username for c in first.conversations] == ["u4", "u3", "u2"]
        second = queries.inbox(athlete, limit=3, before=first.older)
        assert [c.username for c in second.conversations] == ["u1", "u0"]
        assert second.older is None


def test_a_conversation_is_read_in_parts_both_ways(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    ids = []
    for number in range(7):
        one, other = (alice, bob) if number % 3 else (bob, alice)
        ids.append(make.message(one, other, str(number)).id)
        make.message(charlie, alice)
    with make.session():
        newest = queries.thread(alice.id, bob.id, limit=3)
        assert [line.id for line in newest.lines] == ids[4:]
        assert [line.is_mine for line in newest.lines] == [True, True, False]
        assert newest.newer is None
        middle = queries.thread(alice.id, bob.id, limit=3, before=newest.older)
        assert [line.id for line in middle.lines] == ids[1:4]
        oldest = queries.thread(alice.id, bob.id, limit=3, before=middle.older)
        assert [line.id for line in oldest.lines] == ids[:1]
        assert oldest.older is None
        back = queries.thread(alice.id, bob.id, limit=3, after=oldest.newer)
        assert [line.id for line in back.lines] == ids[1:4]
        assert (back.older, back.newer) == (ids[1], ids[3])
        end = queries.thread(alice.id, bob.id, limit=3, after=back.newer)
        assert [line.id for line in end.lines] == ids[4:]
        assert end.newer is None
        assert queries.thread(alice.id, bob.id, limit=3, before=1).lines == ()


def test_a_conversation_holds_for_each_what_they_have_not_deleted(
    make: Make, alice: User, bob: User
) -> None:
    mine = make.message(alice, bob, deleted_by_sender=True)
    theirs = make.message(bob, alice, deleted_by_recipient=True)
    with make.session():
        assert queries.thread(alice.id, bob.id, limit=5).lines == ()
        found = queries.thread(bob.id, alice.id, limit=5).lines
        assert [line.id for line in found] == [mine.id, theirs.id]


def test_whose_messages_are_unread(make: Make, alice: User, bob: User, charlie: User) -> None:
    make.message(bob, alice)
    make.message(bob, alice)
    make.message(charlie, alice, deleted_by_recipient=True)
    dana = make.user(username="dana")
    make.message(dana, alice)
    make.block(alice, dana)
    with make.session() as session:
        assert queries.unread_senders(session.get_one(User, alice.id)) == {bob.id}


@pytest.mark.parametrize("messages", [1, 3])
def test_inbox_and_conversation_cost_one_statement_each(
    make: Make, alice: User, bob: User, count_queries: QueryCounter, messages: int
) -> None:
    for _ in range(messages):
        make.message(bob, alice)
        make.message(alice, make.user())
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        with count_queries.expect(1):
            queries.inbox(athlete, limit=10)
        with count_queries.expect(1):
            queries.thread(alice.id, bob.id, limit=10)
