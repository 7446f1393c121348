"""Workouts and templates: the one door by which they are stored, whole, and checked.

A draft goes in (`project.rules.training.drafts`), from a form, a phone, an import or a program alike.
Exercises and levels are looked up here and held against the rules of `workout_check`; whose an
exercise is, nobody else says. What is wrong comes back as one `InvalidError` with a sentence for
each path. The phone's single sets go through `services.training.logger`, many workouts at once through
`services.training.workout_bulk`, by the same rules.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from project.exceptions import DomainError, StaleVersionError
from project.extensions import db
from project.i18n import gettext
from project.models import Exercise, Set, User, Workout, utc_now
from project.queries.library.editor_exercises import EditorExercise, editor_exercises
from project.queries.library.exercises import ladder_of
from project.queries.training import workouts as queries
from project.queries.training.progression import exercises_of
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.library.sets import figures_of
from project.rules.limits import MAX_ID
from project.rules.training.drafts import LengthDraft, SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.services.account import caps
from project.services.library.exercises import exercise_for_logging
from project.services.training import progression_upkeep
from project.services.training.planned import forget, is_ahead
from project.services.training.workout_check import (
    check_workout,
    key_fault,
    refuse,
    refuse_halves,
    refuse_untouched,
    set_columns,
)

_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__


class RunningWorkoutError(DomainError):
    """A running workout is finished first."""

    def __init__(self) -> None:
        super().__init__(gettext("Dieses Training läuft noch. Beende es zuerst."))


class PlannedWorkoutError(DomainError):
    """What lies ahead is trained or written up first; no page asks for anything else."""

    status = 404

    def __init__(self) -> None:
        super().__init__("")


class StaleWorkoutError(StaleVersionError):
    """The workout was changed since it was read; ``wanted`` is what was to be stored, checked."""

    def __init__(self, wanted: WorkoutDraft) -> None:
        super().__init__(gettext("Dieses Training wurde inzwischen geändert."))
        self.wanted = wanted


def log_workout(
    athlete: User,
    draft: WorkoutDraft,
    *,
    submit_key: str | None = None,
    template_id: int | None = None,
    is_template: bool = False,
    sources: Sequence[PerformedExercise] = (),
) -> tuple[Workout, bool]:
    """Store a workout (or template) and say whether it is new; the caller commits.

    One of a later day is planned; one that was made from a plan takes its place.

    Raises an `UnsaidError` when sets stand as they were planned, or one side of a set is missing,
    and nobody said that it was so.
    ``sources`` are exercises of the athlete's that it is made of. A form that was sent before,
    known by its ``submit_key``, gives the workout it made then: the insert fails on the key, as it
    does when both come at once. Five statements for any number of exercises and sets, more when
    somebody else's are copied; the ladders follow in a few more (`progression_upkeep.workout_added`).
    """
    known = known_exercises(draft, athlete)
    checked, errors = check_workout(draft, known, sources=sources, may_lie_ahead=not is_template)
    if text := key_fault(submit_key or None):
        errors["submit_key"] = text
    refuse(errors)
    is_planned = not is_template and is_ahead(checked.timestamp, athlete)
    is_template = is_template or is_planned
    if not is_template:
        refuse_untouched(checked.exercises)
        refuse_halves(checked, known)
    workout = Workout(
        title=checked.title,
        timestamp=checked.timestamp,
        user_id=athlete.id,
        is_template=is_template,
        is_planned=is_planned,
        is_done=not is_template,
        timezone=None if is_template else athlete.timezone,
        visibility=checked.visibility.value,
        note=checked.note,
        effort=checked.effort,
        submit_key=submit_key or None,
        template_id=_own_template(template_id, athlete),
    )
    if checked.length is not None and not is_template:
        _take_length(workout, checked.length)
    try:
        with db.session.begin_nested():
            db.session.add(workout)
    except IntegrityError:
        earlier = queries.submitted(athlete.id, submit_key) if submit_key else None
        if earlier is None:
            raise
        return earlier, False
    caps.check_workouts(athlete.id, workout.id, templates=is_template)
    _save_exercises_to_workout(workout, own_exercises(checked.exercises, known, athlete), [])
    if not is_template:
        forget(workout.template_id, athlete.id)
        progression_upkeep.workout_added(athlete, workout.id)
    return workout, True


def edit_workout(
    workout: Workout,
    draft: WorkoutDraft,
    *,
    athlete: User,
    version: int | None,
    stored: Sequence[PerformedExercise] | None = None,
    sources: Sequence[PerformedExercise] = (),
) -> None:
    """Make the workout what ``draft`` says; what stays the same is not touched at all.

    A planned one that is no longer ahead is done.
    ``stored`` is what is in it now, read here unless the caller has done so in this transaction;
    ``sources`` as at `log_workout`. Raises `StaleWorkoutError` when it was changed since
    ``version`` was read; without a version nothing is compared.
    """
    if stored is None:
        stored = queries.performed(workout.id)
    known = known_exercises(draft, athlete)
    checked, errors = check_workout(
        draft,
        known,
        stored=stored,
        sources=sources,
        may_be_empty=workout.is_running,
        may_lie_ahead=workout.is_planned,
        unchanged=workout.timestamp,
    )
    refuse(errors)
    now_done = workout.is_planned and not is_ahead(checked.timestamp, athlete)
    if now_done or not workout.is_template:
        refuse_untouched(checked.exercises)
        refuse_halves(checked, known)
    if version is not None and version != workout.version:
        raise StaleWorkoutError(checked)
    exercises = _in_turn_as_before(own_exercises(checked.exercises, known, athlete), stored)
    wanted = {
        "title": checked.title,
        "timestamp": checked.timestamp,
        "visibility": checked.visibility.value,
        "note": checked.note,
        "effort": checked.effort,
    }
    head_changes = any(getattr(workout, name) != value for name, value in wanted.items())
    same_sets = as_drafts(stored) == exercises
    length = None if workout.is_running else checked.length
    if not (head_changes or now_done or length) and same_sets:
        return
    same_log = same_sets and workout.timestamp == checked.timestamp and not now_done
    if workout.started_at is not None and workout.finished_at is not None:
        moved = checked.timestamp - workout.timestamp  # its length stays
        workout.started_at += moved
        workout.finished_at += moved
    for name, value in wanted.items():
        setattr(workout, name, value)
    if now_done:
        workout.is_template, workout.is_planned, workout.is_done = False, False, True
        workout.timezone = athlete.timezone
    if length is not None and not workout.is_template:
        _take_length(workout, length)
    workout.updated_at = utc_now()
    db.session.flush()  # the version is compared before any set is touched
    _save_exercises_to_workout(workout, exercises, stored)
    if not (same_log or workout.is_template or workout.is_running):
        before = {each.definition_id for each in stored}
        after = {each.definition_id for each in exercises if each.definition_id is not None}
        progression_upkeep.log_changed(athlete, before | after)


def _take_length(workout: Workout, length: LengthDraft) -> None:
    """Store what its athlete says of its length, which counts, however long that is."""
    workout.started_at = workout.timestamp if length.ended else None
    workout.finished_at = length.ended
    workout.paused = length.paused
    workout.length_confirmed = length.ended is not None


def check_trained(workout: Workout) -> None:
    """Raise for a workout that still runs, and for one that lies ahead."""
    if workout.is_running:
        raise RunningWorkoutError
    if workout.is_planned:
        raise PlannedWorkoutError


def mark_done(workout: Workout, *, done: bool) -> None:
    """Mark the workout done, or not done; saying so twice changes nothing.

    Its version stays: an editor that is open meanwhile does not change this mark.
    """
    check_trained(workout)
    db.session.execute(
        update(Workout)
        .where(Workout.id == workout.id, Workout.is_done.is_(not done))
        .values(is_done=done, updated_at=utc_now())
        .execution_options(synchronize_session="fetch")
    )


def delete_workout(workout: Workout, athlete: User) -> None:
    """Delete the workout (or template) with its sets; what was made from a template stays."""
    counted = not (workout.is_template or workout.is_running)
    touched = exercises_of(workout.id) if counted else []
    db.session.execute(delete(Workout).where(Workout.id == workout.id))
    progression_upkeep.log_changed(athlete, touched)


def known_exercises(draft: WorkoutDraft, athlete: User) -> dict[int, EditorExercise]:
    """Return those of the draft's exercises that the athlete may see; one statement."""
    ids = {each.definition_id for each in draft.exercises if each.definition_id is not None}
    return editor_exercises({number for number in ids if 0 < number <= MAX_ID}, athlete.id)


def own_exercises(
    exercises: Iterable[WorkoutExerciseDraft],
    known: Mapping[int, EditorExercise],
    athlete: User,
    copies: dict[int, tuple[int, dict[str, int]]] | None = None,
) -> list[WorkoutExerciseDraft]:
    """Return checked exercises with somebody else's replaced by the athlete's own copies.

    ``copies`` keeps what was copied from one call to the next.
    """
    copies = {} if copies is None else copies
    own = []
    for exercise in exercises:
        definition = known[exercise.definition_id or 0]
        if definition.owner_id == athlete.id:
            own.append(exercise)
            continue
        if definition.id not in copies:
            copies[definition.id] = _copied(definition, athlete)
        copy_id, levels = copies[definition.id]
        sets = tuple(replace(row, level_id=levels.get(row.level)) for row in exercise.sets)
        own.append(replace(exercise, definition_id=copy_id, sets=sets))
    return own


def _copied(definition: EditorExercise, athlete: User) -> tuple[int, dict[str, int]]:
    copy = exercise_for_logging(definition.id, athlete)
    if copy is None:  # archived, or its athlete left, since it was looked up
        raise DomainError(gettext("„%(title)s“ gibt es nicht mehr.", title=definition.title))
    return copy.id, {level.name: level.id for level in ladder_of([copy.id])[copy.id]}


def _own_template(template_id: int | None, athlete: User) -> int | None:
    """Return the id of the athlete's own template, unless it is gone meanwhile."""
    template = db.session.get(Workout, template_id) if template_id else None
    if template is None or template.user_id != athlete.id or not template.is_template:
        return None
    return template.id


def _save_exercises_to_workout(
    workout: Workout, exercises: Sequence[WorkoutExerciseDraft], stored: Sequence[PerformedExercise]
) -> None:
    """Make the workout's exercises and sets these, in this order.

    Rows that a draft names by id stay the same rows, with the key a phone gave them; stored rows
    that nobody names go. Three statements for a new workout, nine at most.
    """
    old = {exercise.id: exercise for exercise in stored}
    old_sets = {row.id: row for exercise in stored for row in exercise.sets}
    named = {draft.id for draft in exercises}
    named_sets = {row.id for draft in exercises for row in draft.sets}
    _delete(_PERFORMED, [number for number in old if number not in named])
    _delete(
        _SETS,
        [row.id for e in stored if e.id in named for row in e.sets if row.id not in named_sets],
    )

    exercise_ids = _save_exercises(workout, exercises, old)
    _save_sets(zip(exercise_ids, exercises, strict=True), old_sets)


def _save_exercises(
    workout: Workout,
    exercises: Sequence[WorkoutExerciseDraft],
    old: Mapping[int, PerformedExercise],
) -> list[int]:
    """Store the performed exercises; return their ids."""
    moved = []
    added = []
    for order, draft in enumerate(exercises, 1):
        columns = exercise_columns(draft, order)
        if draft.id is None:
            owner = {"workout_id": workout.id, "exercise_definition_id": draft.definition_id}
            added.append({**owner, **columns})
        elif columns != exercise_columns(old[draft.id], old[draft.id].order):
            moved.append({"which": draft.id, **columns})
    _move(_PERFORMED, "exercise_order", moved)
    if not added:
        return [draft.id for draft in exercises if draft.id is not None]
    # Many rows at once come back without their ids on some databases: read by their places.
    db.session.execute(insert(_PERFORMED), added)
    ids = select(_PERFORMED.c.id).where(_PERFORMED.c.workout_id == workout.id)
    return list(db.session.scalars(ids.order_by(_PERFORMED.c.exercise_order)))


def _save_sets(
    exercises: Iterable[tuple[int, WorkoutExerciseDraft]], old: Mapping[int, PerformedSet]
) -> None:
    moved = []
    added = []
    for exercise_id, draft in exercises:
        for order, row in enumerate(draft.sets, 1):
            columns = set_columns(row, order)
            if row.id is None:
                added.append({"exercise_id": exercise_id, **columns})
            elif columns != set_columns(set_draft(old[row.id]), old[row.id].order):
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


def exercise_columns(row: WorkoutExerciseDraft | PerformedExercise, order: int) -> dict[str, Any]:
    """Return a checked exercise as the columns of its row, but for what it belongs to."""
    return {
        "exercise_order": order,
        "superset": row.superset,
        "alternation": row.alternation,
        "note": row.note,
    }


def set_draft(row: PerformedSet) -> SetDraft:
    """Return a stored set as a draft that names it."""
    return SetDraft(level=row.progression, level_id=row.level_id, id=row.id, **figures_of(row))


def as_drafts(stored: Iterable[PerformedExercise]) -> list[WorkoutExerciseDraft]:
    """Return stored exercises as drafts that name them."""
    return [
        WorkoutExerciseDraft(
            definition_id=exercise.definition_id,
            sets=tuple(set_draft(row) for row in exercise.sets),
            superset=exercise.superset,
            note=exercise.note,
            id=exercise.id,
            alternation=exercise.alternation,
        )
        for exercise in stored
    ]


def _in_turn_as_before(
    exercises: Iterable[WorkoutExerciseDraft], stored: Iterable[PerformedExercise]
) -> list[WorkoutExerciseDraft]:
    """Return the drafts, those of stored exercises with the turns they take."""
    turns: dict[int | None, int | None] = {each.id: each.alternation for each in stored}
    return [replace(e, alternation=turns.get(e.id, e.alternation)) for e in exercises]
