"""Fill a SQLite file with athletes and their training, the same for the same seed.

    python -m bench.generate --size M --file instance/bench/M.sqlite

S: 50 athletes x 50 workouts, M: 500 x 200, L: 2,000 x 500 (1 million workouts, 20 million
sets), V: 25 x 5,000 (veterans). Each athlete has 20 definitions of 5 levels, follows 20, received 50 messages. Rows go in
by plain SQL, in bulk: seconds for S, a minute or two for M, half an hour at most for L.

`project.services.training.workout_bulk` is not used: it takes one athlete after the other, so their rows
would lie together, and lists would be read faster than on a site where everybody trains each day.
One call a day and athlete would take hours at L.
"""

import argparse
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from bench.app import app_on, token_hash_of
from project.cli import revisions
from project.extensions import db
from project.models import User, search_text, sort_key
from project.services.training import progression_upkeep

START: Final = 1_600_000_000  # seconds; when everybody registered
DAY: Final = 86_400
EVERY: Final = 2  # days between two workouts of an athlete
DEFINITIONS: Final = 20
LEVELS: Final = 5
EXERCISES: Final = 5
SETS: Final = 4
LEVEL_NAMES: Final = tuple(f"{order}. Stufe" for order in range(1, LEVELS + 1))
FOLLOWS: Final = 20
MESSAGES: Final = 50
EPOCH: Final = "0" * 32
NAMES: Final = (
    "Liegestütze", "Klimmzüge", "Dips", "Kniebeugen", "Rudern", "Handstand", "L-Sitz", "Planche",
    "Front Lever", "Back Lever", "Plank", "Brücke", "Nordic Curls", "Muscle-up", "Human Flag",
    "Ausfallschritte", "Hohlkörper", "Seitstütz", "Beinheben", "Wadenheben",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large the site is."""

    athletes: int
    workouts: int


SIZES: Final = {
    "S": Size(50, 50),
    "M": Size(500, 200),
    "L": Size(2_000, 500),
    "V": Size(25, 5_000),
}


def moment(seconds: float) -> str:
    """Return how SQLAlchemy stores a UTC moment in SQLite."""
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(seconds)) + ".000000"


def fill(connection: sqlite3.Connection, size: Size, seed: int) -> None:
    """Insert all rows in one transaction; indexes are made last, when the rows are there."""
    chance = random.Random(seed)
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN")
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    for table, rows in (
        ("user", _users(size)),
        ("user_session", _sessions(size)),
        ("followers", _followers(size, chance)),
        ("message", _messages(size, chance)),
        ("exercises", _definitions(size)),
        ("progression_levels", _levels(size)),
        ("workout", _workouts(size)),
        ("exercise", _exercises(size)),
        ("exercise_sets", _sets(size, chance)),
    ):
        _insert(connection, table, rows)
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    defaults = _defaults(connection, table, first)
    names = [*first, *defaults]
    sql = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
    rest = tuple(defaults.values())
    connection.execute(sql, (*first.values(), *rest))
    connection.executemany(sql, ((*row.values(), *rest) for row in rows))


def _defaults(connection: sqlite3.Connection, table: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return harmless values for required columns a later version may have added."""
    values: dict[str, Any] = {}
    for _, name, kind, required, default, key in connection.execute(
        f'PRAGMA table_info("{table}")'
    ):
        if required and default is None and not key and name not in given:
            values[name] = "" if "CHAR" in kind or kind == "TEXT" else 0
    return values


def _users(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.athletes + 1):
        name = f"athlet{number}"
        yield {
            "id": number, "username": name, "username_key": name,
            "email": f"{name}@example.org", "email_key": f"{name}@example.org",
            "password_hash": "!", "admin": 0, "confirmed": 1, "confirmed_on": moment(START),
            "about_me": "Ich trainiere im Park.", "image_file": "default.jpg",
            "last_seen": moment(START), "registered_on": moment(START),
            "session_epoch": EPOCH, "default_visibility": "all", "approves_followers": 0,
            "timezone": "Europe/Berlin",
        }  # fmt: skip


def _sessions(size: Size) -> Iterator[dict[str, Any]]:
    now = moment(time.time())  # one of later days is over: a wrong clock made it
    for number in range(1, size.athletes + 1):
        yield {
            "id": number, "user_id": number, "token_hash": token_hash_of(number),
            "created_at": now, "last_used_at": now, "user_agent": "bench", "remember": 1,
        }  # fmt: skip


def _followers(size: Size, chance: random.Random) -> Iterator[dict[str, Any]]:
    everybody = range(1, size.athletes + 1)
    for number in everybody:
        for other in chance.sample(everybody, FOLLOWS + 1)[:FOLLOWS]:
            if other != number:
                yield {
                    "follower_id": number, "followed_id": other,
                    "created_at": moment(START), "accepted": 1,
                }  # fmt: skip


def _messages(size: Size, chance: random.Random) -> Iterator[dict[str, Any]]:
    number = 0
    for recipient in range(1, size.athletes + 1):
        for nth in range(MESSAGES):
            number += 1
            sender = chance.randrange(1, size.athletes)
            yield {
                "id": number, "sender_id": sender + (sender >= recipient),
                "recipient_id": recipient, "body": "Wie lief dein Training heute?",
                "timestamp": moment(START + nth * DAY),
            }  # fmt: skip


def _definitions(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(size.athletes * DEFINITIONS):
        title = NAMES[number % DEFINITIONS]
        yield {
            "id": number + 1, "title": title, "title_key": title.casefold(),
            "title_sort": sort_key(title),
            "description": "Sauber und langsam.",
            "counting_type": "duration" if number % 4 == 3 else "reps",
            "date_created": moment(START), "user_id": number // DEFINITIONS + 1, "archived": 0,
            "rest_seconds": 90, "tracks_load": 0, "tracks_sides": 0, "tracks_rir": 0,
            "search_text": search_text(title, LEVEL_NAMES),
        }  # fmt: skip


def _levels(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(size.athletes * DEFINITIONS * LEVELS):
        order = number % LEVELS + 1
        yield {
            "id": number + 1, "exercise_definition_id": number // LEVELS + 1,
            "name": LEVEL_NAMES[order - 1], "level_order": order,
        }  # fmt: skip


def _workouts(size: Size) -> Iterator[dict[str, Any]]:
    """Ids grow by time, as they do on a real site: everybody's first, then everybody's second."""
    number = 0
    # The newest is of the day before yesterday: some pages look at the last weeks.
    oldest = time.time() // DAY * DAY - size.workouts * EVERY * DAY
    for nth in range(size.workouts):
        for athlete in range(1, size.athletes + 1):
            number += 1
            when = moment(oldest + nth * EVERY * DAY + athlete)
            yield {
                "id": number, "title": "Ganzkörper", "timestamp": when, "user_id": athlete,
                "is_template": 0, "is_done": nth % 2, "is_running": 0,
                "visibility": ("all", "all", "followers", "private")[(nth + athlete) % 4],
                "note": "", "created_at": when, "updated_at": when, "version": 1,
            }  # fmt: skip


def _exercises(size: Size) -> Iterator[dict[str, Any]]:
    for workout in range(size.athletes * size.workouts):
        athlete, nth = workout % size.athletes, workout // size.athletes
        for order in range(EXERCISES):
            definition = athlete * DEFINITIONS + (nth * 3 + order) % DEFINITIONS + 1
            yield {
                "id": workout * EXERCISES + order + 1, "exercise_order": order + 1,
                "workout_id": workout + 1, "exercise_definition_id": definition, "note": "",
            }  # fmt: skip


def _sets(size: Size, chance: random.Random) -> Iterator[dict[str, Any]]:
    number = 0
    for row in _exercises(size):
        definition = row["exercise_definition_id"]
        lasts = (definition - 1) % 4 == 3
        level = chance.randrange(1, LEVELS + 1)
        for order in range(1, SETS + 1):
            number += 1
            value = chance.randrange(20, 60) if lasts else chance.randrange(3, 15)
            yield {
                "id": number, "set_order": order, "exercise_id": row["id"],
                "progression": f"{level}. Stufe",
                "progression_level_id": (definition - 1) * LEVELS + level,
                "reps": None if lasts else value, "duration": value if lasts else None,
            }  # fmt: skip


def generate(file: Path, size: str, seed: int) -> None:
    """Make ``file`` anew with a site of ``size``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        old.unlink(missing_ok=True)
    app = app_on(file)
    with app.app_context():
        revisions.move_to("head")
        db.engine.dispose()
    connection = sqlite3.connect(file, isolation_level=None)
    started = time.perf_counter()
    fill(connection, SIZES[size], seed)
    connection.close()
    with app.app_context():
        for athlete in db.session.scalars(select(User)).all():
            progression_upkeep.rebuild(athlete)
            db.session.commit()
        db.engine.dispose()
    megabytes = os.path.getsize(file) / 1e6
    print(f"{size}: {megabytes:,.0f} MB in {time.perf_counter() - started:.0f} s")


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generate(arguments.file, arguments.size, arguments.seed)


if __name__ == "__main__":
    main()
