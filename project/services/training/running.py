"""A running workout: started once, finished or discarded; `services.training.logger` fills it."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from project.enums import Visibility
from project.exceptions import DomainError
from project.extensions import db
from project.i18n import gettext
from project.models import CLOCKS_DIFFER, Exercise, ProgramWorkout, User, Workout, utc_now
from project.queries.library.editor_exercises import editor_exercises
from project.queries.training import running as queries
from project.queries.training.progression import LadderPosition, ladder_positions
from project.queries.training.workouts import PerformedExercise, PerformedSet, WorkoutDetail
from project.rules.library.sets import COUNTED, FIGURES, planned_figures
from project.rules.training.deload import lighter_rows, lighter_value
from project.rules.training.lengths import IDLE, end_of
from project.rules.training.targets import Target, planned_values
from project.rules.training.turns import in_turn
from project.services.account import caps
from project.services.training import progression_upkeep
from project.services.training.joining import as_own, taken_over
from project.services.training.planned import forget
from project.services.training.plans import in_sides, plan_at_current_level
from project.services.training.workout_check import head_faults, length_faults, moment_fault, refuse

_PERFORMED: Final = Exercise.__table__
_SECOND_PRESS: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class StartedWorkout:
    """A workout that runs, begun now or earlier; ``left_out`` are titles of archived exercises.

    One begun by the first of two presses on the same button is new.
    """

    workout: Workout
    is_new: bool
    left_out: Sequence[str] = ()


@dataclass(frozen=True)
class StartedDay:
    """The day of a program that a workout is for; in a lighter week with fewer sets and lower targets."""

    id: int
    enrolment_id: int
    title: str
    is_deload: bool


@dataclass(frozen=True)
class WorkoutEnd:
    """What the athlete says at the end; an empty title leaves the one it has, or none.

    Where they say nothing of start and end, it began when it was started and is over now.
    """

    title: str
    note: str
    effort: int | None
    visibility: Visibility
    began: datetime | None = None
    ended: datetime | None = None
    paused: int = 0


class NothingDoneError(DomainError):
    """A workout without a single set is not stored."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Noch kein Satz ist abgehakt. Trainiere weiter oder verwirf das Training.")
        )


class NotRunningError(DomainError):
    """The workout was finished or discarded meanwhile."""

    def __init__(self) -> None:
        super().__init__(gettext("Dieses Training läuft nicht mehr."))


def start(
    athlete: User, source: WorkoutDetail | None = None, day: StartedDay | None = None
) -> StartedWorkout:
    """Begin a workout, or return the one that runs already.

    ``source`` is a template or an earlier workout: its exercises are there from the start, its
    sets wait as open rows whose keys are the same on every device. Their values are what to aim
    for now; they stay so while the workout runs. Somebody else's workout is joined: with the
    athlete's own exercises, levels and targets. Of exercises that take turns comes the one whose
    turn it is. ``day`` is one of a program that the athlete follows, and ``source`` its template.
    """
    now = utc_now()
    title = source.title if source else ""
    is_deload = day is not None and day.is_deload
    workout = Workout(
        title=title or (day.title if day else ""),
        is_deload=is_deload,
        user_id=athlete.id,
        timestamp=now,
        started_at=now,
        is_running=True,
        timezone=athlete.timezone,
        visibility=athlete.default_visibility,
        template_id=source.id if source and source.is_template else None,
    )
    try:
        with db.session.begin_nested():
            db.session.add(workout)
    except IntegrityError:
        running = db.session.scalar(select(Workout).where(Workout.running_owner_id == athlete.id))
        if running is None:
            raise
        age = now - (running.started_at or running.timestamp)
        just_begun = -CLOCKS_DIFFER <= age < _SECOND_PRESS
        return StartedWorkout(
            running, is_new=just_begun and running.template_id == workout.template_id
        )
    caps.check_workouts(athlete.id, workout.id)
    if day:
        db.session.add(
            ProgramWorkout(
                workout_id=workout.id, enrolment_id=day.enrolment_id, program_day_id=day.id
            )
        )
    source = _in_turn(source) if source else None
    today = progression_upkeep.today_of(athlete)
    joined = source is not None and source.user_id != athlete.id
    own = taken_over(source, athlete) if source and joined else {}
    ids = set(own.values()) if joined else {each.definition_id for each in _exercises_of(source)}
    found = ladder_positions(ids, athlete.calendar) if ids else {}
    plan: Sequence[PerformedExercise] = ()
    if source:
        plan = (
            as_own(source, own, found, today)
            if joined
            else plan_at_current_level(source, found, today)
        )
    known = editor_exercises(ids, athlete.id)
    shown = [
        in_sides(each) if known[each.definition_id].takes_sides else each
        for each in plan
        if not known[each.definition_id].archived
    ]
    if source and not source.is_template:
        shown = [replace(each, note="") for each in shown]  # it comes back as last time's
    if is_deload:
        shown = [_lighter(each) for each in shown]
    targets = _targets(found, today)
    rows = [
        _planned(workout.id, order, each, targets[each.definition_id], is_deload=is_deload)
        for order, each in enumerate(shown, 1)
    ]
    if rows:
        db.session.execute(insert(_PERFORMED), rows)
    there = {each.id for each in shown}
    left_out = dict.fromkeys(e.title for e in _exercises_of(source) if e.id not in there)
    return StartedWorkout(workout, is_new=True, left_out=list(left_out))


def _in_turn(source: WorkoutDetail) -> WorkoutDetail:
    """Return a template with those of its exercises whose turn it is."""
    numbers = [each.alternation for each in source.exercises]
    if not source.is_template or not any(numbers):
        return source
    kept = in_turn(numbers, queries.times_done(source.id))
    return replace(source, exercises=[source.exercises[place] for place in kept])


def _lighter(exercise: PerformedExercise) -> PerformedExercise:
    kept = lighter_rows([(row.side, row.set_type) for row in exercise.sets])
    return replace(exercise, sets=[exercise.sets[place] for place in kept])


def _exercises_of(source: WorkoutDetail | None) -> Sequence[PerformedExercise]:
    return source.exercises if source else ()


def _targets(found: Mapping[int, LadderPosition], today: date) -> dict[int, dict[int, Target]]:
    """Return what to aim for today, by exercise and level."""
    return {
        key: {level.id: each.standing.target(level, today) for level in each.ladder.levels}
        for key, each in found.items()
    }


def _planned(
    workout_id: int,
    order: int,
    source: PerformedExercise,
    targets: Mapping[int, Target],
    *,
    is_deload: bool,
) -> dict[str, Any]:
    counted = COUNTED[source.counting_type].name
    as_done = [
        (row.level_id if row.is_own_set else None, row.side, getattr(row, counted))
        for row in source.sets
    ]
    values = planned_values(as_done, targets)
    if is_deload:
        values = [
            lighter_value(value) if row.is_own_set else value
            for row, value in zip(source.sets, values, strict=True)
        ]
    rows = [
        _planned_set(place, row, counted, value)
        for place, (row, value) in enumerate(zip(source.sets, values, strict=True), 1)
    ]
    return {
        "workout_id": workout_id,
        "exercise_order": order,
        "exercise_definition_id": source.definition_id,
        "superset": source.superset,
        "note": source.note,
        "client_key": str(uuid.uuid4()),
        "plan_json": json.dumps(rows, ensure_ascii=False),
    }


def _planned_set(place: int, row: PerformedSet, counted: str, value: int) -> dict[str, Any]:
    """Return an open row as the logger's pages know it; what is judged afterwards is left open."""
    figures = {
        name: None if figure is None else FIGURES[name].plain(figure)
        for name, figure in planned_figures(row).items()
        if FIGURES[name].counts is None
    }
    return {
        "key": str(uuid.uuid4()),
        "order": place,
        "level_id": row.level_id,
        "level": row.progression,
        counted: value,
        "target": value if row.is_own_set else None,
        **figures,
    }


def forgotten_end(workout: Workout, now: datetime) -> datetime | None:
    """Return when a workout that nobody ended was over, None while it goes on.

    One that began before times of sets were kept goes by its last change.
    """
    last = workout.last_set_at or workout.updated_at
    if now - last <= IDLE:
        return None
    return end_of(last, queries.last_rest(workout.id), now)


def finish(workout: Workout, end: WorkoutEnd) -> None:
    """End the workout: what was not done is dropped, the rest becomes an ordinary workout.

    It is over now, or was after its last set when that is long ago.

    What its athlete says of start, end or pauses is believed, however long it took then.

    The caller has locked it, so no set arrives in between. Raises `NothingDoneError` when there
    is no set at all.
    """
    if not workout.is_running:
        raise NotRunningError
    now = utc_now()
    began = end.began or workout.started_at or workout.timestamp
    ended = end.ended or forgotten_end(workout, now) or now
    is_said = bool(end.began or end.ended or end.paused)
    faults = head_faults(title=end.title, note=end.note, effort=end.effort)
    if is_said:
        text = moment_fault(began)
        faults |= {"began": text} if text else length_faults(began, ended, end.paused)
    refuse(faults)
    kept = queries.performed_ids(workout.id)
    if not kept:
        raise NothingDoneError
    mine = _PERFORMED.c.workout_id == workout.id
    db.session.execute(delete(_PERFORMED).where(mine, _PERFORMED.c.id.not_in(kept)))
    db.session.execute(update(_PERFORMED).where(mine).values(plan_json=None))
    workout.title = end.title or workout.title
    workout.note = end.note
    workout.effort = end.effort
    workout.visibility = end.visibility.value
    workout.is_running = False
    workout.is_done = True
    workout.finished_at = ended
    workout.paused = end.paused
    workout.length_confirmed = is_said
    if end.began:
        workout.timestamp = workout.started_at = began
    forget(workout.template_id, workout.user_id)
    progression_upkeep.workout_added(db.session.get_one(User, workout.user_id), workout.id)


def discard(workout: Workout) -> None:
    """Throw the running workout away with all its sets; the caller has locked it."""
    if not workout.is_running:
        raise NotRunningError
    db.session.execute(delete(Workout).where(Workout.id == workout.id))
