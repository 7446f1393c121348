"""Single workouts: who may see one, what was done in it, and what an editor starts from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle, pairwise
from string import ascii_uppercase
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from project.enums import Visibility
from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    Follower,
    ProgressionLevel,
    Set,
    User,
    Workout,
)
from project.queries.account.blocks import hidden_from
from project.queries.training.titles import shown_title
from project.rules.account.days import Calendar
from project.rules.library.sets import FIGURES, SetFigures
from project.rules.training.lengths import Length
from project.rules.training.pairs import marks

_WORKOUTS: Final = Workout.__table__
_USERS: Final = User.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__

_SET_COLUMNS: Final = (
    _SETS.c.id,
    _SETS.c.set_order,
    _SETS.c.progression,
    _SETS.c.progression_level_id,
    _LEVELS.c.level_order,
    *(_SETS.c[name] for name in FIGURES),
)


@dataclass(frozen=True, slots=True)
class PerformedSet(SetFigures):
    """A stored set; ``level_order`` is None when its level is gone."""

    id: int
    order: int
    progression: str
    level_id: int | None
    level_order: int | None


@dataclass(slots=True)
class PerformedExercise:
    """A stored exercise of a workout with its sets, in the order entered."""

    id: int
    order: int
    definition_id: int
    title: str
    counting_type: str
    level_count: int
    superset: int | None
    note: str
    sets: list[PerformedSet] = field(default_factory=list)
    alternation: int | None = None
    rest_seconds: int = 90

    @property
    def marks(self) -> list[str]:
        """What stands before each set: its number, or that it is none by itself."""
        return marks([(row.progression, row.side, row.set_type) for row in self.sets])


@dataclass(slots=True)
class WorkoutDetail:
    """A workout with its athlete and everything that was done."""

    id: int
    title: str
    timestamp: datetime
    user_id: int
    username: str
    image_file: str
    is_template: bool
    is_planned: bool
    is_done: bool
    is_running: bool
    visibility: str
    note: str
    effort: int | None
    started_at: datetime | None
    finished_at: datetime | None
    paused: int
    length_confirmed: bool
    timezone: str | None
    template_id: int | None
    is_deload: bool
    version: int
    updated_at: datetime
    calendar: Calendar
    """Its athlete's, seen in the zone it was done in."""
    exercises: list[PerformedExercise] = field(default_factory=list)

    @property
    def shown_title(self) -> str:
        """What it is called; ``title`` is only what somebody typed."""
        names = (exercise.title for exercise in self.exercises)
        return shown_title(
            self.title,
            self.timestamp,
            names,
            calendar=self.calendar,
            is_template=self.is_template,
            is_running=self.is_running,
        )

    @property
    def length(self) -> Length:
        """How long it took, and whether that is believed."""
        return Length(self.started_at, self.finished_at, self.paused, self.length_confirmed)

    @property
    def planned_at(self) -> datetime:
        """When it last said what to train: a template when written, a workout when done."""
        return self.updated_at if self.is_template else self.timestamp

    @property
    def superset_letters(self) -> dict[int, str]:
        return superset_letters(self.exercises)


def superset_letters(exercises: Sequence[PerformedExercise]) -> dict[int, str]:
    """Return A for the first superset, B for the second; neighbours that share a number."""
    tied = [
        one.superset
        for one, next_one in pairwise(exercises)
        if one.superset is not None and one.superset == next_one.superset
    ]
    return dict(zip(dict.fromkeys(tied), cycle(ascii_uppercase), strict=False))


def visible_to(viewer_id: int) -> ColumnElement[bool]:
    """Match the workouts the athlete may see: own ones, and others' as their visibility says.

    Templates and running workouts are their athlete's alone; so is everything between athletes
    of whom one blocks the other.
    """
    followed = (
        select(Follower.followed_id)
        .where(Follower.follower_id == viewer_id, Follower.accepted)
        .scalar_subquery()
    )
    return or_(
        Workout.user_id == viewer_id,
        and_(
            Workout.is_template == false(),
            Workout.is_running == false(),
            or_(
                Workout.visibility == Visibility.ALL.value,
                and_(
                    Workout.visibility == Visibility.FOLLOWERS.value,
                    Workout.user_id.in_(followed),
                ),
            ),
            Workout.user_id.not_in(hidden_from(viewer_id)),
        ),
    )


def detail(workout_id: int, viewer_id: int) -> WorkoutDetail | None:
    """Return the workout when the athlete may see it; two statements."""
    row = db.session.execute(
        select(
            _WORKOUTS.c.id,
            _WORKOUTS.c.title,
            _WORKOUTS.c.timestamp,
            _WORKOUTS.c.user_id,
            _USERS.c.username,
            _USERS.c.image_file,
            _WORKOUTS.c.is_template,
            _WORKOUTS.c.is_planned,
            _WORKOUTS.c.is_done,
            _WORKOUTS.c.is_running,
            _WORKOUTS.c.visibility,
            _WORKOUTS.c.note,
            _WORKOUTS.c.effort,
            _WORKOUTS.c.started_at,
            _WORKOUTS.c.finished_at,
            _WORKOUTS.c.paused,
            _WORKOUTS.c.length_confirmed,
            _WORKOUTS.c.timezone,
            _WORKOUTS.c.template_id,
            _WORKOUTS.c.is_deload,
            _WORKOUTS.c.version,
            _WORKOUTS.c.updated_at,
            _USERS.c.timezone,
            _USERS.c.day_begins_at,
        )
        .join_from(_WORKOUTS, _USERS, _USERS.c.id == _WORKOUTS.c.user_id)
        .where(_WORKOUTS.c.id == workout_id, visible_to(viewer_id))
    ).one_or_none()
    if row is None:
        return None
    values: list[Any] = list(row)
    found = WorkoutDetail(*[*values[:-2], Calendar(*values[-2:])])
    found.calendar = found.calendar.seen_in(found.timezone)
    found.exercises = performed(workout_id)
    return found


def performed(workout_id: int) -> list[PerformedExercise]:
    """Return what was done in a workout, in the order entered; one statement."""
    return performed_in([workout_id])[workout_id]


def performed_in(workout_ids: Collection[int]) -> dict[int, list[PerformedExercise]]:
    """Return what was done in each of these workouts; one statement, none for no ids."""
    found: dict[int, list[PerformedExercise]] = {number: [] for number in workout_ids}
    if not found:
        return found
    rungs = _LEVELS.alias("rungs")
    level_count = (
        select(func.count())
        .select_from(rungs)
        .where(rungs.c.exercise_definition_id == _DEFINITIONS.c.id)
        .correlate(_DEFINITIONS)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            _PERFORMED.c.id,
            _PERFORMED.c.exercise_order,
            _DEFINITIONS.c.id,
            _DEFINITIONS.c.title,
            _DEFINITIONS.c.counting_type,
            level_count,
            _PERFORMED.c.superset,
            _PERFORMED.c.note,
            _PERFORMED.c.workout_id,
            _PERFORMED.c.alternation,
            _DEFINITIONS.c.rest_seconds,
            *_SET_COLUMNS,
        )
        .join_from(
            _PERFORMED, _DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id
        )
        .outerjoin(_SETS, _SETS.c.exercise_id == _PERFORMED.c.id)
        .outerjoin(_LEVELS, _LEVELS.c.id == _SETS.c.progression_level_id)
        .where(_PERFORMED.c.workout_id.in_(list(found)))
        .order_by(_PERFORMED.c.workout_id, _PERFORMED.c.exercise_order, _SETS.c.set_order)
    )
    exercises: dict[int, PerformedExercise] = {}
    for row in rows:
        values = tuple(row)
        head, (workout_id, alternation, rest), columns = values[:8], values[8:11], values[11:]
        exercise = exercises.get(row[0])
        if exercise is None:
            exercise = exercises[row[0]] = PerformedExercise(*head)
            exercise.alternation, exercise.rest_seconds = alternation, rest
            found[workout_id].append(exercise)
        if columns[0] is not None:
            exercise.sets.append(_performed_set(columns))
    return found


def submitted(athlete_id: int, submit_key: str) -> Workout | None:
    """Return what a form with this key has already created; one statement."""
    return db.session.scalar(
        select(Workout).where(Workout.user_id == athlete_id, Workout.submit_key == submit_key)
    )


def own(workout_id: int, athlete_id: int, *, template: bool) -> Workout | None:
    """Return the athlete's workout (or template), locked until the transaction ends."""
    return db.session.scalar(
        select(Workout)
        .where(
            Workout.id == workout_id,
            Workout.user_id == athlete_id,
            Workout.is_template.is_(template),
        )
        .with_for_update()
    )


def last_sets(athlete_id: int, definition_id: int) -> list[PerformedSet]:
    """Return the sets of the exercise's last own workout that is over; one statement."""
    last = (
        select(_PERFORMED.c.id)
        .join_from(_PERFORMED, _WORKOUTS, _WORKOUTS.c.id == _PERFORMED.c.workout_id)
        .where(
            _PERFORMED.c.exercise_definition_id == definition_id,
            _WORKOUTS.c.user_id == athlete_id,
            _WORKOUTS.c.is_template == false(),
            _WORKOUTS.c.is_running == false(),
        )
        .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc(), _PERFORMED.c.exercise_order)
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(*_SET_COLUMNS)
        .outerjoin_from(_SETS, _LEVELS, _LEVELS.c.id == _SETS.c.progression_level_id)
        .where(_SETS.c.exercise_id == last)
        .order_by(_SETS.c.set_order)
    )
    return [_performed_set(tuple(row)) for row in rows]


def _performed_set(columns: Sequence[Any]) -> PerformedSet:
    plain = len(columns) - len(FIGURES)
    return PerformedSet(*columns[:plain], **dict(zip(FIGURES, columns[plain:], strict=True)))
