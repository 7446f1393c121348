"""Rules of workouts and templates: they are stored whole, once, and keep what they are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, insert, not_, select, update
from sqlalchemy.exc import IntegrityError

from project.enums import Visibility
from project.exceptions import DomainError, FieldError, StaleVersionError
from project.extensions import db
from project.i18n import format_date, gettext, zone
from project.models import Exercise, ExerciseDefinition, Set, User, Workout, utc_now
from project.queries.library.exercises import ladder_of
from project.queries.training import workouts as queries
from project.queries.training.progression import exercises_of
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.services.library.exercises import exercise_for_logging
from project.services.training import progression

TITLE_LENGTH: Final = 80
NOTE_LENGTH: Final = 2000
EXERCISE_NOTE_LENGTH: Final = 280

MAX_EXERCISES: Final = 50
"""In one workout. Ten hours of training; the editor's page stays usable on a phone."""

MAX_SETS: Final = 100
"""Of one exercise. More than anybody counts; a row each still makes a page that scrolls."""

FORWARD: Final = timedelta(days=1)
"""How far ahead a workout may be dated: somewhere it is tomorrow already."""

_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__


@dataclass(frozen=True)
class SetEntry:
    """A set as it shall be stored; ``id`` names the stored one that it is."""

    progression: str
    level_id: int | None
    reps: int | None = None
    duration: int | None = None
    load_kg: Decimal | None = None
    side: str | None = None
    rir: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class ExerciseEntry:
    """A performed exercise as it shall be stored; ``id`` names the stored one that it is.

    ``foreign``: the definition is somebody else's and is copied before anything is logged with it.
    """

    definition_id: int
    title: str
    sets: Sequence[SetEntry]
    superset: int | None = None
    note: str = ""
    foreign: bool = False
    id: int | None = None


@dataclass(frozen=True)
class WorkoutEntry:
    """A workout or template as it shall be stored; an empty title is made up."""

    title: str
    timestamp: datetime
    visibility: Visibility
    note: str = ""
    effort: int | None = None
    exercises: Sequence[ExerciseEntry] = field(default=())


class RunningWorkoutError(DomainError):
    """A running workout is finished first."""

    def __init__(self) -> None:
        super().__init__(gettext("Dieses Training läuft noch. Beende es zuerst."))


def log_workout(
    athlete: User,
    entry: WorkoutEntry,
    *,
    submit_key: str | None = None,
    template_id: int | None = None,
    is_template: bool = False,
) -> tuple[Workout, bool]:
    """Store a workout (or template) and say whether it is new; the caller commits.

    A form that was sent before, known by its ``submit_key``, gives the workout it made then: the
    insert fails on the key, as it does when both come at once. Four statements for any number of
    sets, more when somebody else's exercises are copied; the ladders follow in a few more
    (`progression.workout_added`).
    """
    _check_moment(entry.timestamp)
    workout = Workout(
        title=entry.title or made_up_title(entry, is_template=is_template),
        timestamp=entry.timestamp,
        user_id=athlete.id,
        is_template=is_template,
        visibility=entry.visibility.value,
        note=entry.note,
        effort=entry.effort,
        submit_key=submit_key or None,
        template_id=template_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(workout)
    except IntegrityError:
        known = queries.submitted(athlete.id, submit_key) if submit_key else None
        if known is None:
            raise
        return known, False
    _save_exercises_to_workout(workout, _own(entry.exercises, athlete), [])
    if not is_template:
        progression.workout_added(athlete, workout.id)
    return workout, True


def edit_workout(
    workout: Workout,
    entry: WorkoutEntry,
    *,
    athlete: User,
    version: int | None,
    stored: Sequence[PerformedExercise],
) -> None:
    """Make the workout what ``entry`` says; what stays the same is not touched at all.

    ``stored`` is what is in it now. Raises `StaleVersionError` when it was changed since
    ``version`` was read; without a version nothing is compared.
    """
    if version is not None and version != workout.version:
        raise StaleVersionError(gettext("Dieses Training wurde inzwischen geändert."))
    if entry.timestamp != workout.timestamp:
        _check_moment(entry.timestamp)
    wanted = {
        "title": entry.title or made_up_title(entry, is_template=workout.is_template),
        "timestamp": entry.timestamp,
        "visibility": entry.visibility.value,
        "note": entry.note,
        "effort": entry.effort,
    }
    exercises = _own(entry.exercises, athlete)
    head_changes = any(getattr(workout, name) != value for name, value in wanted.items())
    same_sets = as_entries(stored) == exercises
    if not head_changes and same_sets:
        return
    same_log = same_sets and workout.timestamp == entry.timestamp
    for name, value in wanted.items():
        setattr(workout, name, value)
    workout.updated_at = utc_now()
    db.session.flush()  # the version is compared before any set is touched
    _save_exercises_to_workout(workout, exercises, stored)
    if not (same_log or workout.is_template or workout.is_running):
        before, after = ({each.definition_id for each in rows} for rows in (stored, exercises))
        progression.log_changed(athlete, before | after)


def toggle_done(workout: Workout) -> None:
    """Mark the workout done, or not done.

    Its version stays: an editor that is open meanwhile does not change this mark.
    """
    if workout.is_running:
        raise RunningWorkoutError
    db.session.execute(
        update(Workout)
        .where(Workout.id == workout.id)
        .values(is_done=not_(Workout.is_done), updated_at=utc_now())
        .execution_options(synchronize_session="fetch")
    )


def delete_workout(workout: Workout, athlete: User) -> None:
    """Delete the workout (or template) with its sets; what was made from a template stays."""
    counted = not (workout.is_template or workout.is_running)
    touched = exercises_of(workout.id) if counted else []
    db.session.execute(delete(Workout).where(Workout.id == workout.id))
    progression.log_changed(athlete, touched)


def made_up_title(entry: WorkoutEntry, *, is_template: bool) -> str:
    """Return a title for a workout that was given none: its day and its exercises."""
    names = ", ".join(dict.fromkeys(exercise.title for exercise in entry.exercises))
    if is_template:
        title = names or gettext("Vorlage")
    else:
        day = format_date(entry.timestamp.astimezone(zone()).date(), "EEEE")
        title = f"{day}: {names}" if names else day
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip(" ,:") + "…"


def _check_moment(timestamp: datetime) -> None:
    if timestamp > utc_now() + FORWARD:
        raise FieldError(
            "timestamp", gettext("Ein Training kann höchstens einen Tag in der Zukunft liegen.")
        )


def _own(exercises: Sequence[ExerciseEntry], athlete: User) -> list[ExerciseEntry]:
    """Return the entries with somebody else's exercises replaced by the athlete's own copies."""
    copies: dict[int, tuple[ExerciseDefinition, dict[str, int]]] = {}
    entries = []
    for entry in exercises:
        if not entry.foreign:
            entries.append(entry)
            continue
        if entry.definition_id not in copies:
            copies[entry.definition_id] = _copied(entry, athlete)
        copy, levels = copies[entry.definition_id]
        sets = [replace(row, level_id=levels.get(row.progression)) for row in entry.sets]
        entries.append(
            replace(entry, definition_id=copy.id, title=copy.title, sets=sets, foreign=False)
        )
    return entries


def _copied(entry: ExerciseEntry, athlete: User) -> tuple[ExerciseDefinition, dict[str, int]]:
    copy = exercise_for_logging(entry.definition_id, athlete)
    if copy is None:  # archived, or its athlete left, since the form was checked
        raise DomainError(gettext("„%(title)s“ gibt es nicht mehr.", title=entry.title))
    return copy, {level.name: level.id for level in ladder_of([copy.id])[copy.id]}


def _save_exercises_to_workout(
    workout: Workout, exercises: Sequence[ExerciseEntry], stored: Sequence[PerformedExercise]
) -> None:
    """Make the workout's exercises and sets these, in this order.

    Rows that an entry names by id stay the same rows, with the key a phone gave them; stored rows
    that nobody names go. Three statements for a new workout, nine at most.
    """
    old = {exercise.id: exercise for exercise in stored}
    old_sets = {row.id: row for exercise in stored for row in exercise.sets}
    named = {entry.id for entry in exercises}
    named_sets = {row.id for entry in exercises for row in entry.sets}
    _delete(_PERFORMED, [number for number in old if number not in named])
    _delete(
        _SETS,
        [row.id for e in stored if e.id in named for row in e.sets if row.id not in named_sets],
    )

    exercise_ids = _save_exercises(workout, exercises, old)
    _save_sets(zip(exercise_ids, exercises, strict=True), old_sets)


def _save_exercises(
    workout: Workout, exercises: Sequence[ExerciseEntry], old: Mapping[int, PerformedExercise]
) -> list[int]:
    """Store the performed exercises; return their ids."""
    moved = []
    added = []
    for order, entry in enumerate(exercises, 1):
        columns = _exercise_columns(entry, order)
        if entry.id is None:
            owner = {"workout_id": workout.id, "exercise_definition_id": entry.definition_id}
            added.append({**owner, **columns})
        elif columns != _exercise_columns(old[entry.id], old[entry.id].order):
            moved.append({"which": entry.id, **columns})
    _move(_PERFORMED, "exercise_order", moved)
    if not added:
        return [entry.id for entry in exercises if entry.id is not None]
    # Many rows at once come back without their ids on some databases: read by their places.
    db.session.execute(insert(_PERFORMED), added)
    ids = select(_PERFORMED.c.id).where(_PERFORMED.c.workout_id == workout.id)
    return list(db.session.scalars(ids.order_by(_PERFORMED.c.exercise_order)))


def _save_sets(
    exercises: Iterable[tuple[int, ExerciseEntry]], old: Mapping[int, PerformedSet]
) -> None:
    moved = []
    added = []
    for exercise_id, entry in exercises:
        for order, row in enumerate(entry.sets, 1):
            columns = _set_columns(row, order)
            if row.id is None:
                added.append({"exercise_id": exercise_id, **columns})
            elif columns != _set_columns(old[row.id], old[row.id].order):
                moved.append({"which": row.id, **columns})
    _move(_SETS, "set_order", moved)
    if added:
        db.session.execute(insert(_SETS), added)


def _delete(table: Table, ids: Sequence[int]) -> None:
    if ids:
        db.session.execute(delete(table).where(table.c.id.in_(ids)))


def _move(table: Table, order: str, rows: list[dict[str, Any]]) -> None:
    """Update the rows; their places are unique, so all that move step aside below zero first."""
    if not rows:
        return
    which = table.c.id == bindparam("which")
    aside = update(table).where(which).values({order: -table.c[order]})
    db.session.execute(aside, [{"which": row["which"]} for row in rows])
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "which"}
    db.session.execute(update(table).where(which).values(values), rows)


def _exercise_columns(row: ExerciseEntry | PerformedExercise, order: int) -> dict[str, Any]:
    return {"exercise_order": order, "superset": row.superset, "note": row.note}


def _set_columns(row: SetEntry | PerformedSet, order: int) -> dict[str, Any]:
    return {
        "set_order": order,
        "progression": row.progression,
        "progression_level_id": row.level_id,
        "reps": row.reps,
        "duration": row.duration,
        "load_kg": row.load_kg,
        "side": row.side,
        "rir": row.rir,
    }


def as_entries(stored: Iterable[PerformedExercise]) -> list[ExerciseEntry]:
    """Return stored exercises as entries that name them."""
    return [
        ExerciseEntry(
            definition_id=exercise.definition_id,
            title=exercise.title,
            sets=[
                SetEntry(
                    row.progression,
                    row.level_id,
                    row.reps,
                    row.duration,
                    row.load_kg,
                    row.side,
                    row.rir,
                    row.id,
                )
                for row in exercise.sets
            ],
            superset=exercise.superset,
            note=exercise.note,
            id=exercise.id,
        )
        for exercise in stored
    ]
