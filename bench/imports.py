"""How long a file of another app takes: read, stored, and sent again.

    python -m bench.imports --database sqlite:////tmp/bench.sqlite

The database must be empty: its tables are made here, and dropped in the end.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, ClassVar

from project import create_app
from project.config import TestConfig
from project.enums import ImportState
from project.extensions import db
from project.models import Base, Set, TrainingImport, User, Workout
from project.rules.training.transfer.types import Answers, WeightUnit
from project.services.training import import_pieces, imports
from project.services.training.import_row import FileAnswers
from project.settings import database_url, engine_options

NAMES = (
    "Push Up",
    "Knee Push Up",
    "Diamond Push Up",
    "Pull Up",
    "Chin Up",
    "Dip",
    "Bodyweight Squat",
    "Hanging Leg Raise",
    "Inverted Row",
    "Pike Push Up",
    "Bench Press (Barbell)",
    "Squat (Barbell)",
)


def strong_file(workouts: int, sets: int) -> bytes:
    """Return a file as Strong writes it, with so many workouts and about so many sets."""
    return "\n".join(_lines(workouts, sets)).encode()


def _lines(workouts: int, sets: int) -> Iterator[str]:
    chance = Random(7)
    yield (
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
        "Workout Notes,RPE"
    )
    first = datetime(2026, 1, 1, 18, tzinfo=UTC) - timedelta(days=workouts)
    a_workout = sets // workouts
    for number in range(workouts):
        day = first + timedelta(days=number)
        names = chance.sample(NAMES, max(1, a_workout // 5))
        for name in names:
            for place in range(1, a_workout // len(names) + 1):
                load = chance.randint(20, 90) if "(Barbell)" in name else 0
                reps = chance.randint(3, 14)
                yield f"{day:%Y-%m-%d %H:%M:%S},Evening,45m,{name},{place},{load},{reps},0,0,,,8"


def main() -> None:
    """Measure, and print a line for each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--workouts", type=int, default=5_000)
    parser.add_argument("--sets", type=int, default=50_000)
    wanted = parser.parse_args()
    url = database_url(wanted.database, Path())

    class BenchConfig(TestConfig):
        SQLALCHEMY_DATABASE_URI = url
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(url)

    app = create_app(BenchConfig)
    content = strong_file(wanted.workouts, wanted.sets)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        try:
            db.session.add(User(username="bench", email="bench@example.org", password_hash="!"))
            db.session.commit()
            print(f"{len(content) / 1e6:.1f} MB; idle {_memory():.0f} MB")
            for name in ("first", "second"):
                _measure(name, content)
            rows = (db.session.query(Workout).count(), db.session.query(Set).count())
            print(f"{rows[0]} workouts, {rows[1]} sets; at most {_memory():.0f} MB")
        finally:
            db.session.remove()
            Base.metadata.drop_all(db.engine)


def _measure(name: str, content: bytes) -> None:
    athlete = db.session.query(User).one()
    used, began = time.process_time(), time.perf_counter()
    made = imports.begin(athlete, imports.read_upload(athlete, "strong.csv", content))
    db.session.commit()
    uploaded = time.perf_counter()
    answers = Answers(unit=WeightUnit.KG)
    asked = FileAnswers(answers, athlete.timezone)
    imports.answer(made, athlete, asked, imports.read_again(made, athlete, asked))
    db.session.commit()
    answered = time.perf_counter()
    imports.start(made, athlete, imports.prepare(made, athlete))
    db.session.commit()
    started = time.perf_counter()
    pieces = []
    while db.session.get_one(TrainingImport, made.id).state == ImportState.STORING:
        before = time.perf_counter()
        import_pieces.go_on(made, athlete)
        db.session.commit()
        pieces.append(time.perf_counter() - before)
    ended = time.perf_counter()
    print(
        f"{name}: read {uploaded - began:.1f} s, asked {answered - uploaded:.1f} s,"
        f" prepared {started - answered:.1f} s, stored {ended - started:.1f} s in {len(pieces)}"
        f" pieces of at most {max(pieces):.1f} s; all {ended - began:.1f} s"
        f" ({time.process_time() - used:.1f} s of processor time);"
        f" {made.workouts_added} workouts new"
    )


def _memory() -> float:
    """Return the most this process ever took, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main()
