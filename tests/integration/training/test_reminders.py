"""Reminders: chosen on a page, mailed once a day on days on which something is due, stopped by one click."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask

from project.enums import DayKind
from project.extensions import db
from project.mailing.delivery import send_due
from project.models import Enrolment, OutboxEmail, Program, User
from project.token import generate_stop_token
from tests.integration.site.test_delivery import AppMaker, mail_app
from tests.support.http import Site
from tests.support.make import Make
from tests.support.smtp import mail_server

pytestmark = [pytest.mark.integration, pytest.mark.database]
__all__ = ["mail_app"]

MORNING = datetime(2026, 3, 23, 6, 5, tzinfo=UTC)  # a Monday, 07:05 in Berlin
SEVEN = 7 * 60


@pytest.fixture
def anna(make: Make) -> User:
    """She follows a program, on Mondays and Thursdays, and wants to hear of it at seven."""
    anna = make.user(username="anna", timezone="Europe/Berlin", remind_at=SEVEN)
    follow(make, anna)
    return anna


def follow(make: Make, athlete: User, **columns: Any) -> Program:
    program = make.program(owner=athlete, title="Im Park", days=[DayKind.TRAINING])
    given: dict[str, Any] = {"weekdays": "14", "started_at": MORNING - timedelta(days=3), **columns}
    make.enrolment(program=program, **given)
    return program


def remind(app: Flask, at: datetime = MORNING) -> str:
    with time_machine.travel(at, tick=False):
        result = app.test_cli_runner().invoke(args=["remind"])
    assert result.exit_code == 0, result.output
    return result.output.strip()


def mails(make: Make) -> list[OutboxEmail]:
    with make.session() as session:
        return session.query(OutboxEmail).order_by(OutboxEmail.id).all()


def test_a_day_that_is_due_is_mailed_once(app: Flask, make: Make, anna: User) -> None:
    assert remind(app) == "1 reminded"
    assert remind(app) == "0 reminded"
    assert remind(app, MORNING + timedelta(minutes=15)) == "0 reminded"
    (mail,) = mails(make)
    assert (mail.recipient, mail.subject) == ("anna@example.org", "Heute dran: Tag 1")
    assert "Tag 1 (Im Park)" in mail.text
    assert remind(app, MORNING + timedelta(days=1)) == "0 reminded"
    assert remind(app, MORNING + timedelta(days=3)) == "1 reminded"


def test_two_programs_are_one_mail(app: Flask, make: Make, anna: User) -> None:
    second = make.program(owner=anna, title="Handstand", days=[DayKind.TRAINING])
    make.enrolment(program=second, slot=2, weekdays="1", started_at=MORNING)
    assert remind(app) == "1 reminded"
    (mail,) = mails(make)
    assert "(Im Park)" in mail.text
    assert "(Handstand)" in mail.text


def test_who_wants_none_pauses_or_follows_nothing_gets_none(app: Flask, make: Make) -> None:
    make.user(remind_at=SEVEN)
    follow(make, make.user())
    follow(make, make.user(remind_at=SEVEN, confirmed=False))
    ended = follow(make, make.user(remind_at=SEVEN))
    with make.session() as session:
        session.query(Enrolment).filter_by(program_id=ended.id).update(
            {"slot": None, "running_program_id": None, "ended_at": MORNING}
        )
    assert remind(app) == "0 reminded"
    assert mails(make) == []


def test_the_hour_is_chosen_on_a_page_and_one_that_is_over_is_tomorrows(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    noon = datetime(2026, 3, 23, 11, tzinfo=UTC)
    with time_machine.travel(noon):
        site.sign_in(alice)
        page = site.open("/settings/reminders")
        site.submit(page, {"remind_at": str(SEVEN)}, action="/settings/reminders")
        stored = make.fresh(alice)
    assert stored is not None
    assert (stored.remind_at, stored.reminded_on) == (SEVEN, date(2026, 3, 23))
    with time_machine.travel(noon):
        page = site.submit(
            site.open("/settings/reminders"), {"remind_at": ""}, action="/settings/reminders"
        )
        stored = make.fresh(alice)
    assert stored is not None
    assert stored.remind_at is None


def test_an_hour_that_there_is_not_is_refused(site: Site, make: Make, alice: User) -> None:
    page = site.sign_in(alice).open("/settings/reminders")
    page = site.submit(page, {"remind_at": "61"}, action="/settings/reminders", status=422)
    assert page.error("remind_at")


def test_the_mail_has_a_header_that_stops_them_with_one_post_and_no_account(
    app: Flask, mail_app: AppMaker, make: Make, anna: User
) -> None:
    with time_machine.travel(MORNING):
        remind(app)
        with mail_server() as server:
            sender = mail_app(server.port)
            with sender.app_context():
                assert send_due(sender).sent == 1
    (mail,) = server.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(mail["List-Unsubscribe"])
    assert address.startswith("<http")
    assert address.endswith(">")
    path = urlsplit(address.strip("<>")).path
    stranger = Site(app)
    page = stranger.open(path)
    assert "Keine Erinnerungen mehr" in page.text
    assert make.fresh(anna).remind_at == SEVEN, "opening it stops nothing"  # type: ignore[union-attr]  # anna is there
    answer = stranger.client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert make.fresh(anna).remind_at is None  # type: ignore[union-attr]  # as above
    assert stranger.client.post(path).status_code == 200, "a second time does no harm"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours_stops_nobody(
    app: Flask, make: Make, anna: User, method: str
) -> None:
    with app.app_context():
        token = generate_stop_token(anna.id)
    for wrong in (token[:-2], f"x{token}", "1", "a" * 3000):
        assert getattr(Site(app).client, method)(f"/stop_reminders/{wrong}").status_code == 404
    assert make.fresh(anna).remind_at == SEVEN  # type: ignore[union-attr]  # she is there


def test_a_mail_that_waits_is_dropped_when_it_is_stopped_or_its_day_is_over(
    app: Flask, mail_app: AppMaker, make: Make, anna: User
) -> None:
    remind(app)
    with mail_server() as server, time_machine.travel(MORNING + timedelta(hours=13)):
        sender = mail_app(server.port)
        with sender.app_context():
            assert send_due(sender).sent == 0
    assert mails(make) == []
    remind(app, MORNING + timedelta(days=3))
    with make.session() as session:
        session.query(User).filter_by(id=anna.id).update({"remind_at": None})
    with mail_server() as server, time_machine.travel(MORNING + timedelta(days=3)):
        sender = mail_app(server.port)
        with sender.app_context():
            assert send_due(sender).sent == 0
    assert mails(make) == []


def test_it_is_written_in_the_athletes_language(app: Flask, make: Make, anna: User) -> None:
    with app.app_context():
        db.session.get_one(User, anna.id).language = "en"
        db.session.commit()
    remind(app)
    (mail,) = mails(make)
    assert mail.subject == "Due today: Tag 1"
