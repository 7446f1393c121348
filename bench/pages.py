"""What is measured, and the budget of each page."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from bench.app import KEY, cookie_of
from bench.load import Request
from project.extensions import db
from project.main.pages.training.logger import snapshot
from project.models import User
from project.queries.training.cursor import Cursor
from project.queries.training.enrolments import running_rows
from project.queries.training.workouts import detail
from project.rules.training.ready_made.programs import ready_made_programs
from project.services.training import running
from project.services.training.enrolments import enrol
from project.services.training.ready_made import add_ready_made

ATHLETE: Final = 7
WRITER: Final = 9
"""Who saves workouts, again and again; the pages of the other do not change by it."""
LOGGING_ATHLETE: Final = 8
"""Somebody else: a workout that runs shows on every page of its athlete."""

FOLLOWER_OF_PROGRAMS: Final = 6
PROGRAMS: Final = 3

JSON: Final = ("Content-Type", "application/json")
LIST_STATEMENTS: Final = 6
STATEMENTS: Final = 8


@dataclass(frozen=True)
class Page:
    """A request with its budget: statements, and time as a multiple of a floor's median."""

    name: str
    request: Request
    statements: int
    floor: str = ""
    times_floor: float = 0.0
    milliseconds: float = 0.0
    kilobytes: float = 0.0


def pages(app: Flask, file: Path) -> list[Page]:
    """Return every page that is measured, signed in as one athlete of the generated site."""
    connection = sqlite3.connect(file)
    cookie = cookie_of(app, ATHLETE)
    headers = (("Cookie", cookie),)
    own = _cursor(connection, "user_id = ?", ATHLETE)
    everybody = _cursor(connection, "visibility = 'all' AND user_id <> ?", ATHLETE)
    feed = _cursor(
        connection,
        "user_id IN (SELECT followed_id FROM followers WHERE follower_id = ?)",
        ATHLETE,
    )
    workout = connection.execute(
        "SELECT id FROM workout WHERE user_id = ? ORDER BY id DESC LIMIT 1", (ATHLETE,)
    ).fetchone()[0]
    connection.close()

    def get(path: str) -> Request:
        return Request(path, headers=headers)

    lists = [
        Page(name, get(path), LIST_STATEMENTS, "list", 2.6)
        for name, path in (
            ("workouts", "/workouts"),
            ("workouts, deepest", f"/workouts?before={own}"),
            ("feed, deepest", f"/?before={feed}"),
            ("explore", "/explore"),
            ("explore, deepest", f"/explore?before={everybody}"),
        )
    ]
    return [
        *lists,
        Page("today with feed", get("/"), STATEMENTS, "list", 3.0),
        Page("today with programs", _programs(app, "/"), STATEMENTS, "list", 3.0),
        Page("plan", _programs(app, "/plan"), STATEMENTS + 1),
        Page("profile", get("/user/athlet8"), STATEMENTS, "list", 3.0),
        Page("workout", get(f"/workout/{workout}"), STATEMENTS),
        Page("editor", get("/add_workout"), STATEMENTS, milliseconds=10, kilobytes=60),
        Page("edit", get(f"/workout/{workout}/edit"), STATEMENTS, milliseconds=10, kilobytes=60),
        Page("library", get("/exercises"), STATEMENTS),
        Page("library of all", get("/exercises?user=all"), STATEMENTS),
        Page("exercise", get(f"/exercises/{(ATHLETE - 1) * 20 + 1}"), STATEMENTS, "list", 3.5),
        Page("progress", get("/progress"), STATEMENTS, "list", 3.5),
        Page("inbox", get("/messages"), STATEMENTS),
        Page("notifications", get("/notifications?since=0"), 3, "hello", 4.0),
        Page("save a workout", _save(cookie_of(app, WRITER)), 12),
        Page("log a set", _log(app), 5, "bare", milliseconds=25),
    ]


def floors() -> list[Page]:
    """Return the pages of the floor that the others are compared with."""
    headers = (("Cookie", f"athlete={ATHLETE}"),)
    return [
        Page("list", Request("/workouts", headers=headers), 3),
        Page("hello", Request("/hello", headers=headers), 0),
        Page("bare", Request("/bare", "POST", json.dumps({"reps": 8}), (JSON,)), 0),
    ]


def _cursor(connection: sqlite3.Connection, where: str, *values: int) -> str:
    """Return the cursor that leads to the last full page of a list."""
    row = connection.execute(
        f"SELECT timestamp, id FROM workout WHERE is_template = 0 AND {where}"
        " ORDER BY timestamp, id LIMIT 1 OFFSET 20",
        values,
    ).fetchone()
    return str(Cursor(datetime.fromisoformat(row[0]).replace(tzinfo=UTC), row[1]))


def csrf_of(app: Flask, cookie: str) -> str:
    """Return a CSRF token for the session in ``cookie``."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the interface is Flask's own
    session = serializer.loads(cookie.partition("=")[2])
    token: str = URLSafeTimedSerializer(KEY, salt="wtf-csrf-token").dumps(session["csrf_token"])
    return token


def _programs(app: Flask, path: str) -> Request:
    """Return the GET of somebody who follows three programs, which begin here unless they run."""
    athlete = db.session.get_one(User, FOLLOWER_OF_PROGRAMS)
    if not running_rows(athlete):
        for program in ready_made_programs()[:PROGRAMS]:
            enrol(athlete, add_ready_made(athlete, program).program)
        db.session.commit()
    return Request(path, headers=(("Cookie", cookie_of(app, FOLLOWER_OF_PROGRAMS)),))


def _save(cookie: str) -> Request:
    """Return the POST of a workout of five exercises with four sets each."""
    from flask import current_app  # noqa: PLC0415  pages are made inside an app context

    fields: list[tuple[str, str]] = [
        ("csrf_token", csrf_of(current_app, cookie)),
        ("wtitle", "Ganzkörper"),
        ("exercise_count", "5"),
        ("visibility", "private"),
    ]
    for number in range(1, 6):
        definition = (WRITER - 1) * 20 + number
        lasts = (definition - 1) % 4 == 3
        fields.append((f"exercise{number}", str(definition)))
        for value in range(4):
            fields.append((f"progression{number}", "2. Stufe"))
            field = "duration" if lasts else "reps"
            fields.append((f"{field}{number}", f"0:3{value}" if lasts else str(8 + value)))
    return Request(
        "/add_workout",
        "POST",
        urlencode(fields),
        (("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")),
    )


def _log(app: Flask) -> Request:
    """Return the POST of a set in a running workout, which is started here unless it runs."""
    cookie = cookie_of(app, LOGGING_ATHLETE)
    athlete = db.session.get_one(User, LOGGING_ATHLETE)
    workout = running.start(athlete, detail(LOGGING_ATHLETE, athlete.id)).workout
    db.session.commit()
    exercise = snapshot(workout.id, athlete)["exercises"][0]
    row = {**exercise["sets"][0], "exercise_id": exercise["id"], "exercise_key": exercise["key"]}
    return Request(
        f"/workout/{workout.id}/log/sets",
        "POST",
        json.dumps({**row, "done": True}),
        (("Cookie", cookie), JSON, ("X-CSRFToken", csrf_of(app, cookie))),
    )
