"""Who is signed in, as plain values and as the athlete's object."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import inspect

from project.extensions import db
from project.models import Enrolment, Program, User, UserSession, utc_now
from project.queries.account.signed_in import Account, athlete_of, find_sign_in
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

HASH = "a" * 64


@contextmanager
def signed_in(make: Make, athlete: User) -> Iterator[Account]:
    with make.session() as session:
        session.add(UserSession(user_id=athlete.id, token_hash=HASH))
    with make.session():
        row = find_sign_in(athlete.id, athlete.session_epoch, "secret", HASH)
        assert row is not None
        yield row.account


def test_it_is_told_whether_a_program_runs(make: Make, alice: User) -> None:
    with make.session() as session:
        session.add(UserSession(user_id=alice.id, token_hash=HASH))
        program = Program(user_id=alice.id, title="Kraft", days_a_week=3)
        session.add(program)
        session.flush()
        enrolment = Enrolment(
            user_id=alice.id, program_id=program.id, running_program_id=program.id, slot=1
        )
    for change in ("nothing", "begun", "ended"):
        with make.session() as session:
            if change == "begun":
                session.add(enrolment)
            if change == "ended":
                enrolment.ended_at = utc_now()
                enrolment.slot = enrolment.running_program_id = None
                session.merge(enrolment)
        with make.session():
            row = find_sign_in(alice.id, alice.session_epoch, "secret", HASH)
            assert row is not None
            assert row.follows_program is (change == "begun")


def test_the_object_is_made_of_the_same_row(
    make: Make, alice: User, count_queries: QueryCounter
) -> None:
    with signed_in(make, alice) as account:
        with count_queries.expect(0):
            athlete = athlete_of(account)
        made = {column.key: getattr(athlete, column.key) for column in inspect(User).columns}
        assert athlete.session_token == "secret"
        assert athlete_of(account) is athlete
        db.session.expunge(athlete)
        loaded = db.session.get_one(User, alice.id)
        assert made == {column.key: getattr(loaded, column.key) for column in inspect(User).columns}


def test_what_is_changed_in_it_is_stored(make: Make, alice: User) -> None:
    with signed_in(make, alice) as account:
        athlete_of(account).about_me = "Im Park"
    with make.session() as session:
        assert session.get_one(User, alice.id).about_me == "Im Park"


def test_after_its_transaction_it_is_read_again(
    make: Make, alice: User, count_queries: QueryCounter
) -> None:
    with signed_in(make, alice) as account:
        db.session.rollback()
        with count_queries.expect(1):
            athlete = athlete_of(account)
            assert athlete.username == account.username


def test_an_object_that_is_there_already_is_taken(make: Make, alice: User) -> None:
    with signed_in(make, alice) as account:
        loaded = db.session.get_one(User, alice.id)
        assert athlete_of(account) is loaded


def test_no_secret_is_in_what_is_printed_of_it(make: Make, alice: User) -> None:
    with signed_in(make, alice) as account:
        printed = repr(account)
    assert "username='alice'" in printed
    assert [each for each in ("secret", alice.password_hash, alice.email) if each in printed] == []
