"""Imports: what an athlete's are, and what names and files are held against."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from sqlalchemy import case, false, func, select

from project.enums import ImportState
from project.extensions import db
from project.models import (
    ExerciseDefinition,
    ImportColumn,
    ImportedWorkout,
    ImportName,
    ProgressionLevel,
    TrainingImport,
    Workout,
    utc_now,
)
from project.queries.library import starter_library as starter
from project.rules.library.starter_library import starter_library
from project.rules.training.transfer.matching import LEFT_OUT, Choice, Library, OwnLevel

KEEP_OPEN: Final = timedelta(hours=24)
"""A file that nobody went on with is gone after that long."""

UNDO_WITHIN: Final = timedelta(days=30)
AT_ONCE: Final = 500
LISTED: Final = 20

_SOURCES: Final = ImportedWorkout.__table__
_WORKOUTS: Final = Workout.__table__
_LEVELS: Final = ProgressionLevel.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__


@dataclass(frozen=True, slots=True)
class KnownWorkout:
    """A workout that an import brought; ``workout_id`` is None when its athlete deleted it."""

    id: int
    source_key: str
    moment: str
    workout_id: int | None
    version: int
    set_keys: frozenset[str]


def last_imports(user_id: int) -> Sequence[TrainingImport]:
    """Return the athlete's newest imports; one statement."""
    return db.session.scalars(
        select(TrainingImport)
        .where(TrainingImport.user_id == user_id)
        .order_by(TrainingImport.created_at.desc(), TrainingImport.id.desc())
        .limit(LISTED)
    ).all()


def open_import(user_id: int) -> TrainingImport | None:
    """Return the import that is not over yet."""
    return db.session.scalar(select(TrainingImport).where(TrainingImport.open_owner_id == user_id))


def waiting_imports() -> Sequence[tuple[int, int]]:
    """Return the imports that are being stored or undone, with their athletes; oldest first."""
    rows = db.session.execute(
        select(TrainingImport.id, TrainingImport.user_id)
        .where(TrainingImport.state.in_([ImportState.STORING.value, ImportState.UNDOING.value]))
        .order_by(TrainingImport.id)
    )
    return [(row.id, row.user_id) for row in rows]


def can_be_undone(training_import: TrainingImport) -> bool:
    """Return whether it was done, lately enough."""
    at = training_import.finished_at
    return (
        training_import.state == ImportState.DONE
        and at is not None
        and at > utc_now() - UNDO_WITHIN
    )


def undo_counts(training_import: TrainingImport) -> tuple[int, int]:
    """Return how many workouts of an import would go, and how many stay as they were changed since."""
    same = _SOURCES.c.version == _WORKOUTS.c.version
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(case((same, 1), else_=0)), 0))
        .select_from(_SOURCES)
        .join(_WORKOUTS, _WORKOUTS.c.id == _SOURCES.c.workout_id)
        .where(_SOURCES.c.import_id == training_import.id)
    ).one()
    every, unchanged = row
    return int(unchanged), every - int(unchanged)


def library_of(user_id: int) -> Library:
    """Return what names are held against: levels, ladders and last choices; three statements."""
    rows = db.session.execute(
        select(
            _DEFINITIONS.c.id,
            _DEFINITIONS.c.title,
            _LEVELS.c.id,
            _LEVELS.c.name,
            _DEFINITIONS.c.counting_type,
        )
        .join(_LEVELS, _LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id)
        .where(_DEFINITIONS.c.user_id == user_id, _DEFINITIONS.c.archived == false())
        .order_by(_DEFINITIONS.c.title_sort, _DEFINITIONS.c.id, _LEVELS.c.level_order)
    )
    levels = [OwnLevel(*row) for row in rows]
    known = {(level.exercise_id, level.level_id) for level in levels}
    last = {}
    for name_key, exercise_id, level_id in db.session.execute(
        select(ImportName.name_key, ImportName.exercise_id, ImportName.level_id).where(
            ImportName.user_id == user_id
        )
    ):
        if exercise_id is None:
            last[name_key] = LEFT_OUT
        elif (exercise_id, level_id) in known:
            last[name_key] = Choice(exercise_id, level_id)
    return Library(levels, starter.owned(user_id, starter_library()), last)


def columns_of(user_id: int) -> dict[str, str]:
    """Return what the athlete said columns mean, by their header."""
    rows = db.session.execute(
        select(ImportColumn.header_key, ImportColumn.meaning).where(ImportColumn.user_id == user_id)
    )
    return {row.header_key: row.meaning for row in rows}


def known_workouts(user_id: int, moments: Iterable[str]) -> dict[str, list[KnownWorkout]]:
    """Return what imports brought before of these moments; a statement for each few hundred."""
    found: dict[str, list[KnownWorkout]] = {}
    rest = iter(moments)
    while some := list(islice(rest, AT_ONCE)):
        rows = db.session.execute(
            select(
                _SOURCES.c.id,
                _SOURCES.c.source_key,
                _SOURCES.c.moment,
                _SOURCES.c.workout_id,
                _SOURCES.c.version,
                _SOURCES.c.set_keys,
            ).where(_SOURCES.c.user_id == user_id, _SOURCES.c.moment.in_(some))
        )
        for number, key, moment, workout_id, version, set_keys in rows:
            keys = frozenset(set_keys.split())
            known = KnownWorkout(number, key, moment, workout_id, version, keys)
            found.setdefault(known.moment, []).append(known)
    return found


def the_known(
    key: str, set_keys: Collection[str], of_moment: Iterable[KnownWorkout]
) -> KnownWorkout | None:
    """Return the workout that this one is: by its key, or by a set where it was called otherwise."""
    candidates = list(of_moment)
    same = (each for each in candidates if each.source_key == key)
    wanted = set(set_keys)
    alike = (each for each in candidates if wanted & each.set_keys)
    return next(same, None) or next(alike, None)


def number_of_workouts(user_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(
                _WORKOUTS.c.user_id == user_id, _WORKOUTS.c.is_template == false()
            )
        )
        or 0
    )
