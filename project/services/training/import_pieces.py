"""What an import stores, and its undo takes back, piece by piece.

A piece is one transaction: what it stores and how far the import is are committed together, so a process that is
killed leaves whole pieces, and whoever comes next goes on: the page, its athlete, or cron. Pieces
end when a couple of seconds are over, far within what a host allows a request. Workouts are there
as they come; standings are worked out by whoever asks meanwhile, and made anew after the last piece.
"""

import json
import time
from typing import Final

from sqlalchemy import delete, select, update

from project.enums import ImportState
from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    ImportedWorkout,
    TrainingImport,
    User,
    Workout,
    utc_now,
)
from project.services.account.locking import lock_athletes
from project.services.training import import_files as files
from project.services.training import progression_upkeep
from project.services.training.import_levels import as_made
from project.services.training.import_storing import StoredPart

PATIENCE: Final = 2.0
"""Seconds after which a piece ends."""

UNDONE_AT_ONCE: Final = 200
STANDINGS_AT_ONCE: Final = 10

_SOURCES: Final = ImportedWorkout.__table__
_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__


def go_on(training_import: TrainingImport, athlete: User, *, patience: float = PATIENCE) -> None:
    """Store, or take back, the next piece; the caller commits.

    At least one part of it, then more until ``patience`` is over. Nothing happens where nothing is left to do.
    """
    lock_athletes(athlete.id)
    db.session.refresh(training_import, with_for_update=True)
    piece = _Piece(training_import, athlete, time.monotonic() + patience)
    match training_import.state:
        case ImportState.STORING:
            piece.store()
        case ImportState.UNDOING:
            piece.take_back()


class _Piece:
    """A piece of an import that is held."""

    def __init__(self, training_import: TrainingImport, athlete: User, until: float) -> None:
        self._import = training_import
        self._athlete = athlete
        self._until = until
        self._waiting: set[int] = set(json.loads(training_import.waiting))

    def store(self) -> None:
        """Store parts of the workouts, then make standings anew; the last one ends the import."""
        storing = StoredPart(self._import, self._athlete, self._waiting)
        while self._import.part < self._import.parts:
            storing.take(files.read_work(self._import.id, self._import.part))
            self._import.part += 1
            if self._is_over():
                return
        if self._made_standings():
            files.forget(self._import.id)
            self._end(ImportState.DONE)

    def take_back(self) -> None:
        """Delete workouts that nobody changed, then exercises that nobody needs; the last one ends it."""
        while self._took_back_some():
            if self._is_over():
                return
        if self._made_standings():
            self._drop_exercises()
            self._end(ImportState.UNDONE)

    def _end(self, state: ImportState) -> None:
        self._import.state = state.value
        self._import.open_owner_id = None
        self._import.finished_at = utc_now()

    def _is_over(self) -> bool:
        """Say whether the time is over, and write down whose standings wait."""
        self._import.waiting = json.dumps(sorted(self._waiting))
        return time.monotonic() >= self._until

    def _made_standings(self) -> bool:
        """Make standings anew until the time is over; say whether all are made."""
        while self._waiting:
            some = sorted(self._waiting)[:STANDINGS_AT_ONCE]
            progression_upkeep.log_changed(self._athlete, some)
            self._waiting.difference_update(some)
            if self._is_over():
                return False
        self._import.waiting = "[]"
        return True

    def _took_back_some(self) -> bool:
        rows = db.session.execute(
            select(_SOURCES.c.id, _SOURCES.c.workout_id, _SOURCES.c.version, _WORKOUTS.c.version)
            .join(_WORKOUTS, _WORKOUTS.c.id == _SOURCES.c.workout_id)
            .where(_SOURCES.c.import_id == self._import.id)
            .order_by(_SOURCES.c.id)
            .limit(UNDONE_AT_ONCE)
        ).all()
        if not rows:
            return False
        same = [(source, workout) for source, workout, then, now in rows if then == now]
        changed = [source for source, _, then, now in rows if then != now]
        workouts = [workout for _, workout in same]
        performed_in = _PERFORMED.c.workout_id.in_(workouts)
        touched = db.session.scalars(
            select(_PERFORMED.c.exercise_definition_id).where(performed_in).distinct()
        ).all()
        db.session.execute(delete(_SOURCES).where(_SOURCES.c.id.in_([each for each, _ in same])))
        db.session.execute(delete(_WORKOUTS).where(_WORKOUTS.c.id.in_(workouts)))
        db.session.execute(
            update(_SOURCES).where(_SOURCES.c.id.in_(changed)).values(import_id=None)
        )
        progression_upkeep.forget(touched)
        self._waiting.update(touched)
        self._import.part = min(self._import.part + len(rows), self._import.parts)
        self._import.workouts_kept += len(changed)
        return True

    def _drop_exercises(self) -> None:
        """Delete the exercises that were made for the import, unless somebody uses or changed them."""
        # What its athlete deleted stays deleted when the file comes again.
        db.session.execute(
            update(_SOURCES).where(_SOURCES.c.import_id == self._import.id).values(import_id=None)
        )
        stay = []
        for made in json.loads(self._import.made):
            definition = db.session.get(ExerciseDefinition, made["id"])
            if definition is None:
                continue
            used = select(_PERFORMED.c.id).where(_PERFORMED.c.exercise_definition_id == made["id"])
            if as_made(definition) == made and db.session.scalar(used.limit(1)) is None:
                db.session.execute(
                    delete(ExerciseDefinition).where(ExerciseDefinition.id == made["id"])
                )
            else:
                stay.append(definition.title)
        summary = json.loads(self._import.summary)
        self._import.summary = json.dumps({**summary, "stayed": stay})
