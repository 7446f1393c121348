"""Messages: who may write to whom, what is unread, what deleting does."""

from datetime import timedelta

import pytest
import time_machine

from project.exceptions import RefusedError, UnknownAthleteError
from project.models import Message, Notification, User, utc_now
from project.services.people import blocking, messages
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


def unread(make: Make, athlete: User) -> tuple[int, object]:
    """What is counted, and what the browser is told."""
    with make.session() as session:
        row = session.query(Notification).filter_by(user_id=athlete.id, name="unread_message_count")
        told = row.one_or_none()
        return session.get_one(User, athlete.id).new_messages(), told and told.get_data()


def send(make: Make, sender: User, recipient: User, body: str = "Hallo") -> int:
    with make.session() as session:
        sent = messages.send_message(sender.id, recipient.id, body)
        session.flush()
        return sent.message.id


def test_a_sent_message_is_stored_and_counted_for_its_recipient(
    make: Make, alice: User, bob: User
) -> None:
    send(make, alice, bob, "Morgen Klimmzüge?")
    with make.session() as session:
        row = session.query(Message).one()
        assert (row.sender_id, row.recipient_id) == (alice.id, bob.id)
        assert row.body == "Morgen Klimmzüge?"
    send(make, alice, bob)
    assert unread(make, bob) == (2, 2)
    assert unread(make, alice) == (0, None)


def test_opening_the_inbox_marks_everything_read(make: Make, alice: User, bob: User) -> None:
    send(make, alice, bob)
    with make.session() as session:
        messages.mark_read(session.get_one(User, bob.id))
    assert unread(make, bob) == (0, 0)
    send(make, alice, bob)
    assert unread(make, bob) == (1, 1)


def test_nobody_writes_to_themself(make: Make, alice: User) -> None:
    with make.session(), pytest.raises(RefusedError):
        messages.send_message(alice.id, alice.id, "Hallo")
    assert make.count(Message) == 0


@pytest.mark.parametrize("mine", [True, False])
def test_a_block_forbids_messages_both_ways(make: Make, alice: User, bob: User, mine: bool) -> None:
    make.block(*((alice, bob) if mine else (bob, alice)))
    for one, other in ((alice, bob), (bob, alice)):
        with make.session(), pytest.raises(UnknownAthleteError):
            messages.send_message(one.id, other.id, "Hallo")
    assert make.count(Message) == 0


def test_a_block_takes_messages_out_of_the_count_and_unblocking_brings_them_back(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    send(make, alice, bob)
    send(make, charlie, bob)
    with make.session():
        blocking.block(bob.id, alice.id)
    assert unread(make, bob) == (1, 1)
    with make.session():
        blocking.unblock(bob.id, alice.id)
    assert unread(make, bob) == (2, 2)


def test_a_deleted_message_is_gone_for_one_side_only(make: Make, alice: User, bob: User) -> None:
    key = send(make, alice, bob)
    with make.session():
        assert messages.delete_message(bob.id, key) == alice.id
    assert unread(make, bob) == (0, 0)
    with make.session():
        assert messages.delete_message(bob.id, key) is None
    assert make.count(Message, id=key, deleted_by_recipient=True, deleted_by_sender=False) == 1


def test_a_message_that_both_deleted_is_gone_for_good(make: Make, alice: User, bob: User) -> None:
    key = send(make, alice, bob)
    for athlete, other in ((alice, bob), (bob, alice)):
        with make.session():
            assert messages.delete_message(athlete.id, key) == other.id
    assert make.count(Message) == 0


def test_a_stranger_cannot_delete_a_message(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    key = send(make, alice, bob)
    with make.session():
        assert messages.delete_message(charlie.id, key) is None
    assert make.count(Message, deleted_by_recipient=False, deleted_by_sender=False) == 1


def test_a_conversation_is_deleted_for_one_side_and_then_for_both(
    make: Make, alice: User, bob: User, charlie: User
) -> None:
    send(make, alice, bob)
    send(make, bob, alice)
    other = send(make, charlie, bob)
    with make.session():
        messages.delete_conversation(bob.id, alice.id)
    assert unread(make, bob) == (1, 1)
    assert make.count(Message) == 3
    with make.session():
        messages.delete_conversation(alice.id, bob.id)
    with make.session() as session:
        assert [row.id for row in session.query(Message)] == [other]


def test_mails_are_due_only_when_wished_and_once_an_hour(make: Make, alice: User) -> None:
    dana = make.user(username="dana", mails_about_messages=True)
    start = utc_now().replace(microsecond=0)

    def due(minutes: float, recipient: User) -> bool:
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False), make.session():
            return messages.send_message(alice.id, recipient.id, "Hallo").mail_due

    assert [due(minutes, dana) for minutes in (0, 1, 59.9, 60, 61, 120)] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]
    assert due(0, make.user(username="erik")) is False
