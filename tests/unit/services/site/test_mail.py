"""Who sends a mail, when it is tried again, and when it is given up."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from project.extensions import db
from project.mailing import account_mails
from project.models import OutboxEmail, User, utc_now
from project.queries.site import mail as queries
from project.services.site import mail
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]

NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)
MANY = 1000


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def put(make: Make, **columns: object) -> OutboxEmail:
    with make.session() as session:
        row = OutboxEmail(
            recipient="alice@example.org", subject="Hallo", text="Text", html="<p>", **columns
        )
        session.add(row)
    return row


def claim(app: Flask, sender: str = "a", per_hour: int = MANY) -> mail.OutgoingMail | None:
    with app.app_context():
        letter = mail.claim_next(db.session(), sender, per_hour)
        db.session.commit()
        return letter


def refuse(app: Flask, letter: mail.OutgoingMail, sender: str = "a") -> None:
    with app.app_context():
        mail.mark_refused(db.session(), letter, sender, "550 no such person")
        db.session.commit()


def mark_sent(app: Flask, letter: mail.OutgoingMail, sender: str = "a") -> None:
    with app.app_context():
        mail.mark_sent(db.session(), letter, sender)
        db.session.commit()


def test_a_mail_is_claimed_by_one_sender_only(app: Flask, make: Make) -> None:
    row = put(make)
    letter = claim(app, "a")
    assert letter is not None
    assert letter.id == row.id
    assert claim(app, "b") is None


def test_the_mail_that_is_due_the_longest_goes_first(app: Flask, make: Make) -> None:
    put(make)
    older = put(make, next_attempt_at=NOON - timedelta(minutes=1))
    put(make, next_attempt_at=NOON + timedelta(minutes=1))
    letter = claim(app)
    assert letter is not None
    assert letter.id == older.id


def test_a_claim_ends_with_its_lease(app: Flask, make: Make, noon: time_machine.Traveller) -> None:
    put(make)
    assert claim(app, "a") is not None
    noon.shift(queries.LEASE)
    assert claim(app, "b") is not None


def test_a_late_sender_does_not_touch_what_another_one_took_over(
    app: Flask, make: Make, noon: time_machine.Traveller
) -> None:
    row = put(make)
    letter = claim(app, "a")
    assert letter is not None
    noon.shift(queries.LEASE)
    assert claim(app, "b") is not None
    refuse(app, letter, "a")
    mark_sent(app, letter, "a")
    stored = make.fresh(row)
    assert stored is not None
    assert (stored.claimed_by, stored.sent_at, stored.last_error) == ("b", None, None)


def test_a_sent_mail_is_never_claimed_again(
    app: Flask, make: Make, noon: time_machine.Traveller
) -> None:
    row = put(make)
    letter = claim(app)
    assert letter is not None
    mark_sent(app, letter)
    noon.shift(timedelta(days=1))
    assert claim(app) is None
    stored = make.fresh(row)
    assert stored is not None
    assert stored.sent_at == NOON


def test_every_try_waits_longer_until_three_days_are_over(
    app: Flask, make: Make, noon: time_machine.Traveller
) -> None:
    row = put(make)
    pauses = []
    while (letter := claim(app)) is not None:
        refuse(app, letter)
        stored = make.fresh(row)
        assert stored is not None
        pause = stored.next_attempt_at - utc_now()
        pauses.append(int(pause.total_seconds()))
        noon.shift(pause)
    assert pauses[:9] == [30, 60, 120, 300, 600, 1800, 3600, 3600, 7200]
    assert set(pauses[9:]) == {7200}
    stored = make.fresh(row)
    assert stored is not None
    assert stored.failed
    assert stored.last_error == "550 no such person"
    assert timedelta(days=3) <= utc_now() - NOON < timedelta(days=3, hours=4)


def test_no_more_mails_are_claimed_than_the_host_allows_in_an_hour(
    app: Flask, make: Make, noon: time_machine.Traveller
) -> None:
    for _ in range(4):
        put(make)
    first = claim(app, per_hour=2)
    assert first is not None
    mark_sent(app, first)
    assert claim(app, per_hour=2) is not None, "one is sent, one may be under way"
    assert claim(app, per_hour=2) is None
    noon.shift(timedelta(hours=1))
    assert claim(app, per_hour=2) is not None


def test_an_urgent_mail_waits_behind_no_other(app: Flask, make: Make) -> None:
    put(make, next_attempt_at=NOON - timedelta(minutes=5))
    urgent = put(make, urgent=True)
    letter = claim(app)
    assert letter is not None
    assert letter.id == urgent.id


def test_mails_that_somebody_waits_for_are_urgent_and_know_how_long(
    app: Flask, make: Make, noon: time_machine.Traveller
) -> None:
    alice, eve = make.user(username="alice"), make.user(username="eve", confirmed=False)
    bob = make.user(username="bob", pending_email="new@example.org")
    with app.app_context():
        for athlete in (eve, bob):
            account_mails.confirmation(athlete)
        account_mails.reset(alice)
        account_mails.password_changed(alice)
        db.session.commit()
    with make.session() as session:
        found = {row.kind: (row.urgent, row.useful_until) for row in session.query(OutboxEmail)}
    soon = (True, NOON + timedelta(minutes=54))
    links = ("confirm_email", "confirm_new_email", "reset_password")
    assert found == {**dict.fromkeys(links, soon), "password_changed": (False, None)}


def test_a_quarter_of_the_hour_is_kept_for_urgent_mails(app: Flask, make: Make) -> None:
    for _ in range(8):
        put(make)
    letters = [claim(app, per_hour=8) for _ in range(8)]
    assert [letter is not None for letter in letters] == [True] * 6 + [False] * 2
    put(make, urgent=True)
    put(make, urgent=True)
    put(make, urgent=True)
    letters = [claim(app, per_hour=8) for _ in range(3)]
    assert [letter is not None for letter in letters] == [True] * 2 + [False]


def test_a_mail_whose_link_died_waiting_is_given_up(
    app: Flask, make: Make, noon: time_machine.Traveller
) -> None:
    dead = put(make, useful_until=NOON + timedelta(minutes=54))
    other = put(make)
    noon.shift(timedelta(minutes=54))
    letter = claim(app)
    assert letter is not None
    assert letter.id == other.id
    stored = make.fresh(dead)
    assert stored is not None
    assert (stored.failed, stored.text, stored.claimed_by) == (True, "", None)
    assert stored.last_error == mail.DEAD_LINK


def test_of_two_resets_that_wait_the_newer_is_sent(app: Flask, make: Make) -> None:
    alice = make.user(username="alice", reset_key="key")
    older, newer = (put(make, kind="reset_password", about_id=alice.id) for _ in range(2))
    letter = claim(app)
    assert letter is not None
    assert letter.id == newer.id
    assert make.fresh(older) is None


def test_a_reset_is_not_sent_after_a_sign_in(app: Flask, make: Make) -> None:
    put(make, kind="reset_password", about_id=make.user(username="alice").id)
    assert claim(app) is None
    assert make.count(OutboxEmail) == 0


def test_an_address_that_is_no_longer_wanted_is_not_asked(app: Flask, make: Make) -> None:
    alice = make.user(username="alice", pending_email="alice@example.org")
    put(make, kind="confirm_new_email", about_id=alice.id)
    assert claim(app) is not None
    with make.session() as session:
        session.get_one(User, alice.id).pending_email = "other@example.org"
    put(make, kind="confirm_new_email", about_id=alice.id)
    assert claim(app) is None


def test_status_tells_what_waits_and_why(app: Flask, make: Make) -> None:
    put(make, sent_at=NOON - timedelta(minutes=5))
    put(make, sent_at=NOON - timedelta(hours=2))
    put(make, failed=True)
    put(make, next_attempt_at=NOON + timedelta(hours=1), created_at=NOON - timedelta(hours=2))
    put(make)
    letter = claim(app)
    assert letter is not None
    refuse(app, letter)
    with app.app_context():
        status = queries.status(db.session())
    assert status == queries.MailStatus(
        waiting=2,
        due=0,
        sent_this_hour=1,
        failed=1,
        oldest_waiting=NOON - timedelta(hours=2),
        last_error="550 no such person",
    )


def test_old_mails_are_forgotten(app: Flask, make: Make) -> None:
    week, month = timedelta(days=8), timedelta(days=31)
    put(make, sent_at=NOON - week)
    put(make, failed=True, created_at=NOON - month)
    kept = [
        put(make, sent_at=NOON - timedelta(days=6)),
        put(make, failed=True, created_at=NOON - week),
        put(make, created_at=NOON - week),
    ]
    with app.app_context():
        assert mail.forget_old(db.session()) == 2
        db.session.commit()
    assert all(make.fresh(row) for row in kept)
