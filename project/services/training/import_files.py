"""What an import keeps while it is not over: the file, and the workouts in pieces, compressed.

Both lie in the database, so that every process and machine finds them, and what is stored of a
piece and how far the import is are one transaction. They are written in letters, in rows of a size
that every host takes.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from project.extensions import db
from project.models import ImportPart
from project.rules.training.transfer import keys
from project.rules.training.transfer.matching import name_key
from project.rules.training.transfer.types import (
    ImportedExercise,
    ImportedSet,
    ImportedWorkout,
    Reading,
    SetKind,
    SourceApp,
)

FILE: Final = "file"
WORK: Final = "workouts"
ROW: Final = 256 * 1024
"""Letters in a row of the file."""

WORKOUTS_A_PART: Final = 100

_PARTS: Final = ImportPart.__table__
_C: Final = _PARTS.c


@dataclass(frozen=True, slots=True)
class PackedSet:
    """A set to be stored: ``key`` is given by its source, ``name`` says what was chosen for it."""

    key: str
    name: str
    kind: SetKind
    reps: int | None
    seconds: int | None
    load_kg: Decimal | None
    side: str | None
    rir: int | None


@dataclass(frozen=True, slots=True)
class PackedExercise:
    """What was done of one foreign exercise."""

    superset: int | None
    note: str
    sets: tuple[PackedSet, ...]


@dataclass(frozen=True, slots=True)
class PackedWorkout:
    """A workout to be stored; ``moment`` is the file's own, ``start`` that of the world."""

    key: str
    moment: str
    start: datetime
    length: int | None
    title: str
    note: str
    exercises: tuple[PackedExercise, ...]


def store_file(import_id: int, content: bytes) -> None:
    """Keep the uploaded file."""
    letters = _letters(content)
    pieces = [letters[start : start + ROW] for start in range(0, len(letters), ROW)]
    for number, body in enumerate(pieces):  # one by one: a host may take no larger statement
        db.session.execute(
            insert(_PARTS).values(import_id=import_id, kind=FILE, number=number, body=body)
        )


def read_file(import_id: int) -> bytes:
    """Return the uploaded file; empty when it is gone."""
    rows = db.session.scalars(
        select(_C.body).where(_C.import_id == import_id, _C.kind == FILE).order_by(_C.number)
    )
    letters = "".join(rows)
    return _content(letters) if letters else b""


def forget(import_id: int) -> None:
    """Drop everything that was kept."""
    db.session.execute(delete(_PARTS).where(_C.import_id == import_id))


def pack(app: SourceApp, reading: Reading, zone: ZoneInfo) -> Iterator[str]:
    """Yield the workouts of a file in pieces, as they are kept; naive moments are the zone's."""
    packed = (_packed(app, workout, zone) for workout in reading.workouts)
    while some := list(islice(packed, WORKOUTS_A_PART)):
        yield _letters(json.dumps(some, ensure_ascii=False, separators=(",", ":")).encode())


def store_work(import_id: int, pieces: Iterable[str]) -> None:
    """Keep the workouts to be stored."""
    for number, body in enumerate(pieces):
        db.session.execute(
            insert(_PARTS).values(import_id=import_id, kind=WORK, number=number, body=body)
        )


def read_work(import_id: int, number: int) -> list[PackedWorkout]:
    """Return one piece of the workouts."""
    body = db.session.scalar(
        select(_C.body).where(_C.import_id == import_id, _C.kind == WORK, _C.number == number)
    )
    return [] if body is None else [_unpacked(each) for each in json.loads(_content(body))]


def moment_of(app: SourceApp, workout: ImportedWorkout) -> str:
    """Return the source with the file's own moment: what a workout is looked up by."""
    start = workout.start
    if start.tzinfo is not None:
        start = start.astimezone(UTC)
    return f"{app.value} {start.isoformat(timespec='seconds')}"


def set_keys_of(app: SourceApp, workout: ImportedWorkout) -> Iterator[str]:
    """Yield the keys of all sets of a workout."""
    for exercise in workout.exercises:
        for one in exercise.sets:
            yield _short(keys.set_key(app, workout, exercise, one))


def _short(key: str) -> str:
    return key.replace("-", "")


def _packed(app: SourceApp, workout: ImportedWorkout, zone: ZoneInfo) -> list[Any]:
    start = workout.start
    if start.tzinfo is None:
        start = start.replace(tzinfo=zone)
    return [
        keys.workout_key(app, workout),
        moment_of(app, workout),
        start.astimezone(UTC).isoformat(),
        workout.length,
        workout.title,
        workout.note,
        [
            [
                exercise.superset,
                exercise.note,
                [_packed_set(app, workout, exercise, one) for one in exercise.sets],
            ]
            for exercise in workout.exercises
        ],
    ]


def _packed_set(
    app: SourceApp, workout: ImportedWorkout, exercise: ImportedExercise, one: ImportedSet
) -> list[Any]:
    return [
        _short(keys.set_key(app, workout, exercise, one)),
        name_key(exercise.name, one.level),
        one.kind.value,
        one.reps,
        one.seconds,
        None if one.load_kg is None else str(one.load_kg),
        None if one.side is None else one.side.value,
        one.rir,
    ]


def _unpacked(plain: list[Any]) -> PackedWorkout:
    key, moment, start, length, title, note, exercises = plain
    return PackedWorkout(
        key=key,
        moment=moment,
        start=datetime.fromisoformat(start),
        length=length,
        title=title,
        note=note,
        exercises=tuple(
            PackedExercise(superset, said, tuple(map(_unpacked_set, sets)))
            for superset, said, sets in exercises
        ),
    )


def _unpacked_set(plain: list[Any]) -> PackedSet:
    key, name, kind, reps, seconds, load, side, rir = plain
    load_kg = None if load is None else Decimal(load)
    return PackedSet(key, name, SetKind(kind), reps, seconds, load_kg, side, rir)


def _letters(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 6)).decode()


def _content(letters: str) -> bytes:
    return zlib.decompress(base64.b64decode(letters))
