"""Many other athletes with their training, put in by a few bulk inserts: a second on any database."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert

from project.models import Base
from tests.support.make import Make

FIRST: Final = 1_000_000  # ids of the crowd begin here: more than all tests make in one database
ATHLETES: Final = 40
EACH: Final = 30
"""Workouts of an athlete; the size is what makes planners prefer an index to a scan."""
START: Final = datetime(2026, 1, 1, tzinfo=UTC)

Rows = list[dict[str, Any]]


def crowd(make: Make) -> None:
    """Insert the athletes, who follow and write to each other, and what they trained."""
    with make.session() as session:
        for name, rows in _tables():
            session.execute(insert(Base.metadata.tables[name]), rows)


def _tables() -> list[tuple[str, Rows]]:
    athletes = range(FIRST, FIRST + ATHLETES)
    workouts = range(FIRST, FIRST + ATHLETES * EACH)
    performed = range(FIRST, FIRST + len(workouts) * 3)
    return [
        ("user", [_athlete(key) for key in athletes]),
        ("followers", [_follow(key, nth) for key in athletes for nth in range(1, 11)]),
        ("message", [_message(key) for key in workouts]),
        ("exercises", [_definition(key) for key in range(FIRST, FIRST + ATHLETES * 5)]),
        ("progression_levels", [_level(key) for key in range(FIRST, FIRST + ATHLETES * 15)]),
        ("workout", [_workout(key) for key in workouts]),
        ("exercise", [_performed(key) for key in performed]),
        ("exercise_sets", [_set(key) for key in range(FIRST, FIRST + len(performed) * 3)]),
    ]


def _athlete(key: int) -> dict[str, Any]:
    name = f"crowd{key}"
    return {
        "id": key, "username": name, "username_key": name, "email": f"{name}@example.org",
        "email_key": f"{name}@example.org", "password_hash": "!", "confirmed": True,
    }  # fmt: skip


def _follow(key: int, nth: int) -> dict[str, Any]:
    other = FIRST + (key - FIRST + nth) % ATHLETES
    return {"follower_id": key, "followed_id": other, "accepted": True}


def _message(key: int) -> dict[str, Any]:
    sender = FIRST + key % ATHLETES
    recipient = FIRST + (key + 1) % ATHLETES
    return {"id": key, "sender_id": sender, "recipient_id": recipient, "body": "Hallo"}


def _definition(key: int) -> dict[str, Any]:
    title = f"Übung {key}"
    return {
        "id": key, "title": title, "title_key": title.casefold(),
        "title_sort": title.casefold(), "search_text": title,
        "user_id": FIRST + (key - FIRST) // 5,
    }  # fmt: skip


def _level(key: int) -> dict[str, Any]:
    order = (key - FIRST) % 3 + 1
    definition = FIRST + (key - FIRST) // 3
    return {
        "id": key, "exercise_definition_id": definition, "name": f"{order}.", "level_order": order,
    }  # fmt: skip


def _workout(key: int) -> dict[str, Any]:
    nth, athlete = divmod(key - FIRST, ATHLETES)
    return {
        "id": key, "user_id": FIRST + athlete, "title": "Training",
        "timestamp": START + timedelta(days=nth, seconds=athlete), "visibility": "all",
    }  # fmt: skip


def _performed(key: int) -> dict[str, Any]:
    workout, nth = divmod(key - FIRST, 3)
    return {
        "id": key, "workout_id": FIRST + workout, "exercise_order": nth + 1,
        "exercise_definition_id": FIRST + workout % ATHLETES * 5 + nth,
    }  # fmt: skip


def _set(key: int) -> dict[str, Any]:
    performed, nth = divmod(key - FIRST, 3)
    definition = FIRST + performed // 3 % ATHLETES * 5 + performed % 3
    return {
        "id": key, "exercise_id": FIRST + performed, "set_order": nth + 1, "progression": "1.",
        "progression_level_id": FIRST + (definition - FIRST) * 3, "reps": 8,
    }  # fmt: skip
