"""Many workouts at once, for imports and sample data: the rules of one, a few statements for all.

Workouts come as a stream and are looked up, checked and stored in chunks, so memory does not grow
with their number. Either all are stored or none.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import insert, select

from project.extensions import db
from project.models import Exercise, Set, User, Workout
from project.queries.library.editor_exercises import EditorExercise, editor_exercises
from project.rules.limits import MAX_ID
from project.rules.training.drafts import NewWorkout, WorkoutExerciseDraft
from project.services.account.locking import lock_athletes
from project.services.training import progression_upkeep
from project.services.training.workout_check import (
    check_workout,
    key_fault,
    moment_fault,
    refuse,
    set_columns,
)
from project.services.training.workouts import exercise_columns, own_exercises

CHUNK: Final = 200
"""Workouts that are in memory together."""

MOST_ERRORS: Final = 100
"""After that many the rest is not looked at: nobody reads more of them."""

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__


@dataclass(frozen=True)
class Logged:
    """The ids of the workouts in the order they came, how many are new, and what was done in those."""

    ids: Sequence[int]
    added: int
    touched: frozenset[int] = frozenset()


def log_workouts(
    athlete: User, workouts: Iterable[NewWorkout], *, standings_later: bool = False
) -> Logged:
    """Store many workouts (or templates) of one athlete; the caller commits.

    One that is stored already, known by its ``submit_key``, is not stored again. Raises
    `InvalidError` with everything that is wrong by path (``workouts.17.exercises.0.sets.2.reps``);
    nothing is stored then. Eight statements a chunk at most, more where somebody else's exercises
    are copied; in the end each exercise's standing is made anew once. With ``standings_later`` they
    are only forgotten, so that pages work them out from the log: who stores in many pieces makes
    them anew after the last one (`progression_upkeep.log_changed`).
    """
    lock_athletes(athlete.id)  # the same file sent twice at once is stored once
    bulk = _Bulk(athlete)
    with db.session.begin_nested():
        for chunk in _chunks(workouts):
            bulk.take(chunk)
            if len(bulk.errors) >= MOST_ERRORS:
                break
        refuse(bulk.errors)
    if standings_later:
        progression_upkeep.forget(bulk.touched)
    else:
        progression_upkeep.log_changed(athlete, bulk.touched)
    return Logged(bulk.ids, bulk.added, frozenset(bulk.touched))


def _chunks(workouts: Iterable[NewWorkout]) -> Iterator[list[NewWorkout]]:
    rest = iter(workouts)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


@dataclass
class _Bulk:
    """What is known from one chunk to the next."""

    athlete: User
    errors: dict[str, str] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    added: int = 0
    touched: set[int] = field(default_factory=set)
    taken: int = 0
    known: dict[int, EditorExercise] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    copies: dict[int, tuple[int, dict[str, int]]] = field(default_factory=dict)

    def take(self, chunk: Sequence[NewWorkout]) -> None:
        """Check a chunk, and store it unless something is wrong with it or with one before."""
        self._learn(chunk)
        checked = []
        for number, new in enumerate(chunk, self.taken):
            draft, errors = check_workout(
                new.draft,
                self.known,
                stood=new.stood,
                may_be_empty=new.stood is not None,
                may_lie_ahead=new.is_planned,
            )
            errors |= _faults(new)
            self.errors |= {f"workouts.{number}.{path}": text for path, text in errors.items()}
            checked.append((new, draft))
        self.taken += len(chunk)
        if self.errors:
            return
        keys = [new.submit_key or str(uuid.uuid4()) for new in chunk]
        stored = self._ids_of(keys)
        rows = {}
        exercises = {}
        for key, (new, draft) in zip(keys, checked, strict=True):
            if key not in stored and key not in rows:
                rows[key] = {
                    "user_id": self.athlete.id,
                    "submit_key": key,
                    "title": draft.title,
                    "timestamp": draft.timestamp,
                    "visibility": draft.visibility.value,
                    "note": draft.note,
                    "effort": draft.effort,
                    "timezone": None if new.is_template else new.timezone or self.athlete.timezone,
                    "is_template": new.is_template,
                    "is_planned": new.is_planned,
                    "is_done": new.is_done,
                    "started_at": new.started_at,
                    "finished_at": new.finished_at,
                    "paused": new.paused,
                    "last_set_at": new.last_set_at,
                    "length_confirmed": new.length_confirmed,
                    "is_deload": new.is_deload,
                }
                own = own_exercises(draft.exercises, self.known, self.athlete, self.copies)
                exercises[key] = own
                if not new.is_template:
                    self.touched |= {each.definition_id or 0 for each in own}
        if rows:
            db.session.execute(insert(_WORKOUTS), list(rows.values()))
            stored |= self._ids_of(list(rows))
            _store_exercises({stored[key]: own for key, own in exercises.items()})
        self.added += len(rows)
        self.ids += [stored[key] for key in keys]

    def _learn(self, chunk: Sequence[NewWorkout]) -> None:
        """Look up the exercises that did not occur before; one statement."""
        ids = {each.definition_id or 0 for new in chunk for each in new.draft.exercises}
        ids = {number for number in ids - self.known.keys() - self.unknown if 0 < number <= MAX_ID}
        self.known |= editor_exercises(ids, self.athlete.id)
        self.unknown |= ids - self.known.keys()

    def _ids_of(self, keys: Sequence[str]) -> dict[str, int]:
        """Return the athlete's workouts with these keys; locked, so that the newest are seen."""
        query = select(_WORKOUTS.c.submit_key, _WORKOUTS.c.id).where(
            _WORKOUTS.c.user_id == self.athlete.id, _WORKOUTS.c.submit_key.in_(keys)
        )
        rows = db.session.execute(query.with_for_update())
        return {row.submit_key: row.id for row in rows}


def _faults(new: NewWorkout) -> dict[str, str]:
    faults = {"submit_key": key_fault(new.submit_key)}
    for name in ("started_at", "finished_at"):
        moment = getattr(new, name)
        faults[name] = "" if moment is None else moment_fault(moment)
    return {path: text for path, text in faults.items() if text}


def _store_exercises(workouts: dict[int, list[WorkoutExerciseDraft]]) -> None:
    """Store what was done in these workouts; three statements."""
    rows: list[dict[str, Any]] = [
        {
            "workout_id": workout_id,
            "exercise_definition_id": draft.definition_id,
            **exercise_columns(draft, order),
        }
        for workout_id, drafts in workouts.items()
        for order, draft in enumerate(drafts, 1)
    ]
    if not rows:
        return
    db.session.execute(insert(_PERFORMED), rows)
    # Many rows at once come back without their ids on some databases: read by their places.
    places = (_PERFORMED.c.workout_id, _PERFORMED.c.exercise_order)
    stored = db.session.execute(
        select(_PERFORMED.c.id, *places).where(_PERFORMED.c.workout_id.in_(workouts))
    )
    sets = [
        {"exercise_id": number, **set_columns(row, place)}
        for number, workout_id, order in stored
        for place, row in enumerate(workouts[workout_id][order - 1].sets, 1)
    ]
    if sets:
        db.session.execute(insert(_SETS), sets)
