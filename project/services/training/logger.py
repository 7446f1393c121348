"""What a phone changes in a workout while it logs: sets and exercises, each stored at once.

Each change states the whole of one thing, so storing it twice changes nothing; the later arrival
wins. Every change begins with `touch`, which makes the changes of one workout come one after the
other. A workout that was finished meanwhile still takes them, because a set that was done in a
cellar without network must not be lost.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from sqlalchemy import and_, case, delete, exists, insert, select, update

from project.exceptions import DomainError
from project.extensions import db
from project.i18n import gettext
from project.models import Exercise, Set, User, Workout, utc_now
from project.queries.training import logger as queries
from project.queries.training.progression import exercises_of
from project.rules.limits import MAX_EXERCISES, MAX_REST, MAX_SETS
from project.rules.training.drafts import SetDraft
from project.services.library.exercises import exercise_for_logging
from project.services.training import progression_upkeep
from project.services.training.workout_check import (
    LoggableLevels,
    check_set,
    refuse,
    set_columns,
    superset_fault,
)

_WORKOUTS: Final = Workout.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__


@dataclass(frozen=True)
class SetChange:
    """A set as it shall be, and where; one that is not ``done`` is only planned, and not stored.

    ``order`` says where it stands among those of its exercise.
    """

    key: str
    exercise_id: int | None
    exercise_key: str
    draft: SetDraft
    order: int
    done: bool


@dataclass(frozen=True)
class ExerciseChange:
    """An exercise of the workout as it shall be; ``order`` counts from 1, the others make room."""

    key: str
    exercise_id: int | None
    definition_id: int
    order: int
    superset: int | None
    rest_seconds: int | None
    tracks_load: bool = False
    """Added weight shall be asked for from now on; it is switched off in the exercise's form."""


class GoneError(DomainError):
    """What a phone wants to change is not there any more."""

    status = 404


def touch(workout_id: int, athlete: User, set_key: str | None = None) -> None:
    """Raise the version of the athlete's own workout and hold it; raises `GoneError`.

    ``set_key`` is the set that is about to be stored. While the workout runs and has none of this
    key, its last set was done now, for when nobody ends it. One statement.
    """
    now = utc_now()
    changes: dict[str, Any] = {"version": _WORKOUTS.c.version + 1, "updated_at": now}
    if set_key is not None:
        is_new = and_(_WORKOUTS.c.is_running, queries.is_without(set_key))
        changes["last_set_at"] = case((is_new, now), else_=_WORKOUTS.c.last_set_at)
    touched = db.session.execute(
        update(_WORKOUTS)
        .where(
            _WORKOUTS.c.id == workout_id,
            _WORKOUTS.c.user_id == athlete.id,
            _WORKOUTS.c.is_template.is_(False),
        )
        .values(changes)
    )
    if not touched.rowcount:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise GoneError(gettext("Dieses Training gibt es nicht mehr."))


def follow_late_change(
    workout_id: int, athlete: User, state: queries.WorkoutState, before: Sequence[int] = ()
) -> None:
    """Let the ladders follow a change that came when the workout was over; else nothing.

    ``before`` are the exercises of the library that were in it before the change.
    """
    if not state.is_running:
        progression_upkeep.log_changed(athlete, {*before, *exercises_of(workout_id)})


def record_set(place: queries.SetSlot, change: SetChange) -> dict[str, Any] | None:
    """Store a set under its key; return it as pages know it, None for one that is not done.

    One statement; one more when another set stands in its place. A set that comes a second time,
    or corrected, or moved to another exercise of the workout, stays the same row.
    """
    if not change.done:
        delete_set(place.set_id)
        return None
    columns = {
        "exercise_id": place.exercise_id,
        **set_columns(_checked(place, change), change.order),
    }
    if place.set_id is None:
        if place.sets >= MAX_SETS:
            raise DomainError(gettext("Das sind zu viele Sätze für eine Übung."))
        if place.occupant_id is not None:
            columns["set_order"] = place.last_order + 1
        db.session.execute(insert(_SETS).values(client_key=change.key, **columns))
    else:
        if place.occupant_id not in {None, place.set_id}:
            # A phone that moves a set says the new places of all, one after the other. The one
            # that is pushed to the end here gets its own place by its own change.
            _update_set(place.occupant_id, {"set_order": place.last_order + 1})
        _update_set(place.set_id, columns)
    return queries.wire_set(change.key, columns)


def _checked(place: queries.SetSlot, change: SetChange) -> SetDraft:
    """Check the set by the rules of every set; raises `InvalidError`.

    The level comes from where the set goes: an id may be one of the exercise that was copied. One
    that left the ladder stays as the name it is logged by.
    """
    draft = replace(change.draft, level_id=place.level_id)
    names = {} if place.level_id is None else {place.level_id: place.level_name or ""}
    rungs = LoggableLevels(names, logged={draft.level: None} if place.was_level else {})
    checked, errors = check_set(draft, place.counting_type, rungs)
    refuse(errors)
    return checked


def _update_set(set_id: int | None, columns: Mapping[str, Any]) -> None:
    db.session.execute(update(_SETS).where(_SETS.c.id == set_id).values(columns))


def delete_set(set_id: int | None) -> None:
    """Delete a set; one that is gone already is no fault."""
    if set_id is not None:
        db.session.execute(delete(_SETS).where(_SETS.c.id == set_id))


def forget_planned(workout_id: int, key: str) -> None:
    """Take an open row out of the plan, so that no device shows it again."""
    rows = db.session.execute(
        select(_PERFORMED.c.id, _PERFORMED.c.plan_json).where(
            _PERFORMED.c.workout_id == workout_id,
            _PERFORMED.c.plan_json.contains(f'"{key}"', autoescape=True),
        )
    ).all()
    for exercise_id, plan in rows:
        kept = [row for row in json.loads(plan) if row["key"] != key]
        db.session.execute(
            update(_PERFORMED)
            .where(_PERFORMED.c.id == exercise_id)
            .values(plan_json=json.dumps(kept, ensure_ascii=False))
        )


def save_exercise(workout_id: int, athlete: User, change: ExerciseChange) -> tuple[int, bool]:
    """Add an exercise to the workout or change it; return its id and whether it is as it was sent.

    It is not when somebody else's exercise was copied into the library first. A chosen rest,
    and that it is done with weight, is kept with the exercise of the library, for the next time too.
    """
    refuse(_faults(change))
    definition = exercise_for_logging(change.definition_id, athlete)
    if definition is None:
        raise GoneError(gettext("Diese Übung gibt es nicht mehr."))
    if change.rest_seconds is not None:
        definition.rest_seconds = change.rest_seconds
    if change.tracks_load:
        definition.tracks_load = True
    db.session.flush()  # what follows are plain statements
    as_sent = definition.id == change.definition_id
    ids = queries.exercise_ids(workout_id)
    known = queries.exercise_id_of(workout_id, change.exercise_id, change.key)
    if known is not None and not _is_with(known, definition.id):
        if _has_sets(known):
            # Another device did sets of it while this one chose another exercise: both stay.
            _update_exercise(known, {"client_key": None, "plan_json": None})
            known, as_sent = None, False
        else:
            _update_exercise(
                known, {"exercise_definition_id": definition.id, "plan_json": None, "note": ""}
            )
    if known is None:
        known = _add(workout_id, definition.id, change.key, len(ids))
    else:
        ids.remove(known)
    _update_exercise(known, {"superset": change.superset})
    ids.insert(change.order - 1, known)
    _arrange(workout_id, ids)
    return known, as_sent


def _faults(change: ExerciseChange) -> dict[str, str]:
    rest = change.rest_seconds
    faults = {
        "superset": superset_fault(change.superset),
        "rest_seconds": ""
        if rest is None or 0 <= rest <= MAX_REST
        else gettext("Eine Zahl von %(low)s bis %(high)s.", low=0, high=MAX_REST),
    }
    return {name: text for name, text in faults.items() if text}


def _add(workout_id: int, definition_id: int, key: str, others: int) -> int:
    if others >= MAX_EXERCISES:
        raise DomainError(gettext("Das sind zu viele Übungen für ein Training."))
    added = db.session.execute(
        insert(_PERFORMED).values(
            workout_id=workout_id,
            exercise_order=queries.last_exercise_order(workout_id) + 1,
            exercise_definition_id=definition_id,
            client_key=key,
        )
    )
    return cast("int", added.inserted_primary_key[0])  # type: ignore[attr-defined]  # an INSERT's result has it


def _is_with(exercise_id: int, definition_id: int) -> bool:
    current = select(_PERFORMED.c.exercise_definition_id).where(_PERFORMED.c.id == exercise_id)
    return db.session.scalar(current) == definition_id


def _has_sets(exercise_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(_SETS.c.exercise_id == exercise_id))))


def _update_exercise(exercise_id: int, columns: Mapping[str, Any]) -> None:
    db.session.execute(update(_PERFORMED).where(_PERFORMED.c.id == exercise_id).values(columns))


def delete_exercise(workout_id: int, exercise_id: int | None, key: str) -> None:
    """Take an exercise and its sets out of the workout; one that is gone is no fault."""
    known = queries.exercise_id_of(workout_id, exercise_id, key)
    if known is not None:
        db.session.execute(delete(_PERFORMED).where(_PERFORMED.c.id == known))


def order_exercises(workout_id: int, wanted: Sequence[tuple[int | None, str]]) -> None:
    """Put the exercises, named by id and key, into this order; others follow in their own."""
    names = queries.exercise_names(workout_id)
    first = [names.by_key.get(key) or names.by_id.get(number or 0) for number, key in wanted]
    ids = list(dict.fromkeys(found for found in first if found is not None))
    _arrange(workout_id, [*ids, *(each for each in names.in_order if each not in ids)])


def _arrange(workout_id: int, ids: Sequence[int]) -> None:
    """Give the exercises new numbers; places are unique, so all step aside below zero first."""
    if list(ids) == queries.exercise_ids(workout_id):
        return
    mine = _PERFORMED.c.workout_id == workout_id
    db.session.execute(
        update(_PERFORMED).where(mine).values(exercise_order=-_PERFORMED.c.exercise_order)
    )
    for order, exercise_id in enumerate(ids, 1):
        _update_exercise(exercise_id, {"exercise_order": order})
