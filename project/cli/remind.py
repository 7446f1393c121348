"""``flask remind``: mail what is due to athletes who want to hear of it; for cron, every 15 minutes."""

import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from project.cli.probes import REMIND_STAMP
from project.database import expecting, is_conflict
from project.extensions import db
from project.mailing.training_mails import reminder
from project.models import User, utc_now
from project.queries.training.reminders import Reminded, athletes_after
from project.rules.training.reminders import is_time
from project.services.training import reminders
from project.web.maintenance import switch_of

TRIES: Final = 5


@click.command("remind")
@with_appcontext
def remind_command() -> None:
    """Mail athletes what is due today, at the hour they chose; for cron, every 15 minutes.

    Each athlete is told once a day at most, however many of these run at once and whenever one is stopped. The mails leave with the next `flask mail send`.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    if not sys.stdin.isatty():
        _leave_stamp(app)
    if switch_of(app).exists():  # the tables may be half-way to a new version
        click.echo("The site is closed for maintenance; nobody is reminded.")
        return
    count = sum(_remind(athlete) for athlete in _waiting())
    click.echo(f"{count} reminded")


def _waiting() -> Iterator[Reminded]:
    """Yield whose minute has come and who was not told today."""
    last = 0
    while True:
        with expecting(writes=False):
            athletes = athletes_after(last)
            db.session.rollback()
        now = utc_now()
        for athlete in athletes:
            today = athlete.calendar.day_of(now)
            told = athlete.reminded_on is not None and athlete.reminded_on >= today
            if not told and is_time(athlete.calendar, athlete.remind_at, now):
                yield athlete
        if not athletes:
            return
        last = athletes[-1].id


def _remind(athlete: Reminded) -> bool:
    """Remind one athlete, in a transaction of their own; it is run again when it loses."""
    today = athlete.calendar.day_of(utc_now())
    with expecting(writes=False):
        due = reminders.due_days(athlete.id, athlete.calendar, today)
        db.session.rollback()
    if not due:
        return False
    for left in reversed(range(TRIES)):
        try:
            with expecting(writes=True):
                user = db.session.get(User, athlete.id)
                reminded = user is not None and reminders.claim(athlete.id, today)
                if user is not None and reminded:
                    reminder(user, due)
                db.session().info.clear()  # a thread of ours would end with this process
                db.session.commit()
        except DBAPIError as error:
            db.session.rollback()
            if not left or not is_conflict(error):
                raise
            time.sleep(0.1)
        else:
            return reminded
    raise AssertionError  # the last try returns or raises


def _leave_stamp(app: Flask) -> None:
    """Let `flask doctor` see that cron runs this."""
    stamp = Path(app.instance_path) / REMIND_STAMP
    with suppress(OSError):
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()
