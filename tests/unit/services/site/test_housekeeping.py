"""What nobody needs any more is forgotten, and nothing else."""

import time
from datetime import timedelta

import pytest
from flask import Flask

from project.extensions import db
from project.models import GivenUpName, OutboxEmail, RateLimit, User, UserSession, utc_now
from project.services.site import housekeeping
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


def sweep(app: Flask) -> None:
    with app.app_context():
        housekeeping.sweep(db.session())
        db.session.commit()


def test_sessions_that_are_over_go(app: Flask, make: Make, alice: User) -> None:
    def put(token: str, *, days: float, remember: bool) -> None:
        with make.session() as session:
            row = UserSession(user_id=alice.id, token_hash=token, remember=remember)
            row.last_used_at = utc_now() - timedelta(days=days)
            session.add(row)

    put("fresh", days=1.9, remember=False)
    put("over", days=2.1, remember=False)
    put("remembered", days=29, remember=True)
    put("forgotten", days=31, remember=True)
    sweep(app)
    with make.session() as session:
        left = {row.token_hash for row in session.query(UserSession)}
    assert left == {"fresh", "remembered"}


def test_counters_that_ran_out_go(app: Flask, make: Make) -> None:
    with make.session() as session:
        session.add(RateLimit(key="over", hits=1, expires_at=time.time() - 1))
        session.add(RateLimit(key="running", hits=1, expires_at=time.time() + 60))
    sweep(app)
    with make.session() as session:
        assert [row.key for row in session.query(RateLimit)] == ["running"]


def test_accounts_that_were_never_confirmed_go_after_a_month(app: Flask, make: Make) -> None:
    long_ago = utc_now() - timedelta(days=31)
    make.user(username="forgotten", confirmed=False, registered_on=long_ago)
    make.user(username="waiting", confirmed=False)
    make.user(username="admin", confirmed=False, registered_on=long_ago, admin=True)
    make.user(username="member", registered_on=long_ago)
    make.workout(athlete=make.user(username="odd", confirmed=False, registered_on=long_ago))
    sweep(app)
    with make.session() as session:
        kept = {user.username for user in session.query(User)}
    assert kept == {"waiting", "member", "odd", "admin"}


def test_names_that_were_given_up_long_ago_are_forgotten(app: Flask, make: Make) -> None:
    for name, days in (("lately", 89.9), ("once", 90.1)):
        with make.session() as session:
            given_up_at = utc_now() - timedelta(days=days)
            session.add(GivenUpName(name_key=name, given_up_at=given_up_at))
    sweep(app)
    with make.session() as session:
        assert [row.name_key for row in session.query(GivenUpName)] == ["lately"]


def test_mails_that_were_sent_long_ago_go(app: Flask, make: Make) -> None:
    with make.session() as session:
        for subject, days in (("old", 8), ("new", 1)):
            mail = OutboxEmail(recipient="a@b.de", subject=subject, html="", text="")
            mail.sent_at = utc_now() - timedelta(days=days)
            session.add(mail)
    sweep(app)
    with make.session() as session:
        assert [mail.subject for mail in session.query(OutboxEmail)] == ["new"]
