"""A clock that ran ahead leaves nothing behind that outlives itself, and a little is forgiven."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from PIL import Image

from project.extensions import db
from project.models import GivenUpName, Notification, OutboxEmail, RateLimit, User, UserSession
from project.queries.site import mail as mail_queries
from project.services.account.picture_store import PictureFolder
from project.services.account.pictures import save_picture, sweep
from project.services.people import following, messages
from project.services.site import housekeeping, mail
from project.services.site.counters import count
from tests.integration.account.test_signing_in import is_signed_in, log_in
from tests.support.http import Site
from tests.support.mails import last_mail
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

NOON = datetime(2026, 9, 12, 12, tzinfo=UTC)
AHEAD = NOON + timedelta(days=40)
SECOND = timedelta(seconds=1)
FORGIVEN = timedelta(minutes=2)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that is 40 days ahead."""
    with time_machine.travel(AHEAD, tick=False) as traveller:
        yield traveller


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def hits(app: Flask, *, window: int = 60) -> int:
    with app.app_context(), db.engine.begin() as connection:
        return count(connection, "key", amount=1, window=window, now=time.time()).hits


def test_a_counter_ends_with_its_own_window(app: Flask, clock: time_machine.Traveller) -> None:
    assert [hits(app), hits(app)] == [1, 2]
    clock.move_to(NOON)
    assert hits(app) == 1
    clock.move_to(NOON - FORGIVEN)
    assert hits(app) == 2, "machines whose clocks differ by a little count together"


def test_the_sweep_forgets_counters_of_a_wrong_clock(
    app: Flask, make: Make, clock: time_machine.Traveller
) -> None:
    hits(app)
    clock.move_to(NOON)
    with app.app_context():
        housekeeping.sweep(db.session())
        db.session.commit()
    assert make.count(RateLimit) == 0


def put_mail(make: Make, **columns: object) -> None:
    with make.session() as session:
        row = OutboxEmail(recipient="a@example.org", subject="", text="", html="", **columns)
        session.add(row)


def claim(app: Flask, per_hour: int = 1) -> mail.OutgoingMail | None:
    with app.app_context():
        letter = mail.claim_next(db.session(), "sender", per_hour)
        db.session.commit()
    return letter


def test_a_mail_that_was_refused_ahead_waits_no_longer_than_any(
    app: Flask, make: Make, clock: time_machine.Traveller
) -> None:
    put_mail(make)
    letter = claim(app)
    assert letter is not None
    clock.move_to(NOON)
    assert claim(app) is not None, "a claim ends with its lease"
    clock.move_to(AHEAD)
    with app.app_context():
        mail.mark_refused(db.session(), letter, "sender", "450 later")
        db.session.commit()
    clock.move_to(NOON)
    assert claim(app) is not None


def test_mails_sent_ahead_use_up_nobodys_hour_and_are_forgotten(
    app: Flask, make: Make, clock: time_machine.Traveller
) -> None:
    put_mail(make, sent_at=AHEAD)
    clock.move_to(NOON)
    put_mail(make)
    assert claim(app) is not None
    with app.app_context():
        assert mail_queries.status(db.session()).sent_this_hour == 0
        mail.forget_old(db.session())
        db.session.commit()
    assert make.count(OutboxEmail) == 1


def test_a_mail_of_a_wrong_clock_is_given_up_after_three_days(
    app: Flask, make: Make, clock: time_machine.Traveller
) -> None:
    put_mail(make)
    moment = NOON
    while moment <= NOON + mail.GIVE_UP_AFTER:
        clock.move_to(moment)
        letter = claim(app, per_hour=99)
        assert letter is not None
        with app.app_context():
            mail.mark_refused(db.session(), letter, "sender", "450 later")
            db.session.commit()
        moment += timedelta(hours=12)
    assert make.count(OutboxEmail, failed=True) == 1


@pytest.mark.parametrize("back", [SECOND, FORGIVEN])
def test_a_clock_that_is_put_back_a_little_signs_nobody_out(
    site: Site, dora: User, clock: time_machine.Traveller, back: timedelta
) -> None:
    log_in(site)
    clock.move_to(AHEAD - back)
    assert is_signed_in(site)


def test_a_session_of_a_wrong_clock_is_over(
    site: Site, make: Make, dora: User, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON)
    log_in(site, remember_me="y")
    with make.session() as session:
        session.query(UserSession).one().last_used_at = AHEAD
    assert not is_signed_in(site)
    with make.session() as session:
        housekeeping.sweep(session)
    assert make.count(UserSession) == 0


@pytest.mark.parametrize(
    ("back", "status"), [(SECOND, 200), (FORGIVEN, 200), (FORGIVEN + SECOND, 404)]
)
@pytest.mark.usefixtures("dora")
def test_a_link_signed_a_little_ahead_is_good(
    site: Site, make: Make, clock: time_machine.Traveller, back: timedelta, status: int
) -> None:
    site.submit(site.open("/auth/forgot"), {"email": "dora@example.org"})
    clock.move_to(AHEAD - back)
    site.open(last_mail(make).path, status=status)


def test_what_comes_after_a_wrong_clock_is_unread_and_mailed(
    make: Make, alice: User, bob: User, clock: time_machine.Traveller
) -> None:
    with make.session() as session:
        athlete = session.get_one(User, bob.id)
        athlete.mails_about_messages = True
        athlete.last_message_mail_at = AHEAD
        messages.mark_read(athlete)
        athlete.last_notification_read_time = AHEAD
    clock.move_to(NOON)
    with make.session() as session:
        assert messages.send_message(alice.id, bob.id, "Hallo").mail_due
        following.follow(alice.id, bob.id)
        session.flush()
        told = {row.name: row.get_data() for row in _told(make, bob)}
        assert told == {"unread_message_count": 1, "new_followers": 1}


def _told(make: Make, athlete: User) -> list[Notification]:
    with make.session() as session:
        return session.query(Notification).filter_by(user_id=athlete.id).all()


def test_an_account_of_a_wrong_clock_waits_a_month_for_its_confirmation(
    app: Flask, make: Make, clock: time_machine.Traveller
) -> None:
    make.user(username="eve", confirmed=False, registered_on=AHEAD)

    def left(moment: datetime) -> int:
        clock.move_to(moment)
        with make.session() as session:
            housekeeping.sweep(session)
        return make.count(User)

    assert left(NOON) == 1
    assert left(NOON + timedelta(days=29)) == 1
    assert left(NOON + timedelta(days=31)) == 0


def test_a_name_given_up_ahead_is_kept_no_longer_than_any(
    make: Make, clock: time_machine.Traveller
) -> None:
    with make.session() as session:
        session.add(GivenUpName(name_key="ben", given_up_at=AHEAD))

    def left(moment: datetime) -> int:
        clock.move_to(moment)
        with make.session() as session:
            housekeeping.sweep(session)
        return make.count(GivenUpName)

    assert left(NOON) == 1
    assert left(NOON + timedelta(days=89)) == 1
    assert left(NOON + timedelta(days=91)) == 0


def test_a_picture_nobody_has_goes_also_when_it_is_dated_ahead(tmp_path: Path) -> None:
    store = PictureFolder(tmp_path)
    picture = BytesIO()
    Image.new("RGB", (30, 30)).save(picture, "PNG")
    picture.seek(0)
    save_picture(picture, store)
    ahead = time.time() + 40 * 86_400
    for file in store.stored():
        os.utime(tmp_path / file.name, (ahead, ahead))
    assert sweep(store, []) == 2
