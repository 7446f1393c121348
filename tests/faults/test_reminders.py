"""A reminder comes once, whatever happens to the processes that send it."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select

from project.models import Enrolment, OutboxEmail, Program, ProgramDay, User
from tests.faults.test_mail import wait_until
from tests.support.gunicorn import run_flask, start_flask, write_app
from tests.support.make import Make

pytestmark = [pytest.mark.faults, pytest.mark.database]

ATHLETES = 1_000


def everybody(make: Make, count: int = ATHLETES) -> list[str]:
    """Make athletes who all want to hear of a program now; return their addresses.

    Where they live it is noon, so that no day ends while they are told.
    """
    hour = datetime.now(UTC).hour
    zone = f"Etc/GMT{hour - 12:+d}" if hour != 12 else "UTC"
    noon = 12 * 60
    with make.session() as session:
        names = [f"athlete{number:04d}" for number in range(count)]
        session.add_all(
            User(
                username=name,
                email=f"{name}@example.org",
                password_hash="!",
                confirmed=True,
                timezone=zone,
                remind_at=noon,
            )
            for name in names
        )
        session.flush()
        ids = list(session.scalars(select(User.id).order_by(User.id)))
        session.add_all(Program(user_id=each, title="Im Park", days_a_week=3) for each in ids)
        session.flush()
        programs = session.execute(select(Program.id, Program.user_id)).all()
        session.execute(
            insert(ProgramDay),
            [{"program_id": each.id, "day_order": 1, "title": "Ziehen"} for each in programs],
        )
        session.execute(
            insert(Enrolment),
            [
                {
                    "user_id": each.user_id,
                    "program_id": each.id,
                    "running_program_id": each.id,
                    "slot": 1,
                }
                for each in programs
            ],
        )
    return [f"{name}@example.org" for name in names]


def told(make: Make) -> Counter[str]:
    with make.session() as session:
        return Counter(session.scalars(select(OutboxEmail.recipient)))


def test_two_crons_at_once_one_of_them_killed_tell_each_of_a_thousand_once(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    addresses = everybody(make)
    write_app(tmp_path, database)
    first, second = (start_flask(tmp_path, "remind") for _ in range(2))
    wait_until(lambda: len(told(make)) > 50, seconds=60)
    first.kill()
    first.communicate(timeout=60)
    said, _ = second.communicate(timeout=300)
    assert said.endswith(" reminded\n")
    third = run_flask(tmp_path, "remind")
    assert third.endswith(" reminded\n")
    assert told(make) == Counter(addresses)
    assert run_flask(tmp_path, "remind") == "0 reminded\n"


def test_all_that_are_killed_lose_nobody(
    app: Flask, database: str, make: Make, tmp_path: Path
) -> None:
    addresses = everybody(make, 200)
    write_app(tmp_path, database)
    processes = [start_flask(tmp_path, "remind") for _ in range(2)]
    wait_until(lambda: bool(told(make)), seconds=60)
    for process in processes:
        process.kill()
        process.communicate(timeout=60)
    run_flask(tmp_path, "remind")
    assert told(make) == Counter(addresses)
