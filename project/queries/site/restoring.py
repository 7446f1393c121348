"""What an athlete has already, for who restores an export beside it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from project.extensions import db
from project.models import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    Exercise,
    ExerciseDefinition,
    Program,
    ProgramWorkout,
    ProgressionDecision,
    ProgressionForecast,
    ProgressionLevel,
    Workout,
)

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class KnownExercise:
    """An exercise of the library, by ``key`` as titles are compared."""

    id: int
    key: str
    counting_type: str
    is_trained: bool


@dataclass(frozen=True, slots=True)
class StoredWorkout:
    """A workout or template that is there."""

    id: int
    timestamp: datetime
    is_template: bool
    title: str
    key: str | None


def exercises_of(user_id: int) -> dict[str, KnownExercise]:
    """Return the whole library by title; one statement."""
    trained = exists().where(Exercise.exercise_definition_id == ExerciseDefinition.id)
    rows = db.session.execute(
        select(
            ExerciseDefinition.id,
            ExerciseDefinition.title_key,
            ExerciseDefinition.counting_type,
            trained,
        ).where(ExerciseDefinition.user_id == user_id)
    )
    return {row.title_key: KnownExercise(*row) for row in rows}


def workouts_of(user_id: int) -> list[StoredWorkout]:
    """Return all workouts and templates, oldest first; one statement."""
    rows = db.session.execute(
        select(
            Workout.id, Workout.timestamp, Workout.is_template, Workout.title, Workout.submit_key
        )
        .where(Workout.user_id == user_id)
        .order_by(Workout.id)
    )
    return [StoredWorkout(*row) for row in rows]


def performed_in(workout_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Return which exercise stands in which workout at which place; a statement for 500 of them."""
    found: dict[tuple[int, int], int] = {}
    for some in _pieces(workout_ids):
        rows = db.session.execute(
            select(
                Exercise.workout_id, Exercise.exercise_order, Exercise.exercise_definition_id
            ).where(Exercise.workout_id.in_(some))
        )
        found |= {(workout, order): exercise for workout, order, exercise in rows}
    return found


def decisions_of(user_id: int) -> set[tuple[int, str, str, datetime]]:
    """Return what tells the athlete's decisions apart; one statement."""
    rows = db.session.execute(
        select(
            ProgressionDecision.exercise_definition_id,
            ProgressionDecision.kind,
            ProgressionDecision.answer,
            ProgressionDecision.decided_at,
        ).where(ProgressionDecision.user_id == user_id)
    )
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def forecasts_of(user_id: int) -> set[tuple[int, date]]:
    """Return what tells the athlete's forecasts apart; one statement."""
    rows = db.session.execute(
        select(ProgressionForecast.progression_level_id, ProgressionForecast.made_on)
        .join(ProgressionLevel, ProgressionLevel.id == ProgressionForecast.progression_level_id)
        .join(ExerciseDefinition, ExerciseDefinition.id == ProgressionLevel.exercise_definition_id)
        .where(ExerciseDefinition.user_id == user_id)
    )
    return {(row[0], row[1]) for row in rows}


def programs_of(user_id: int) -> list[Program]:
    """Return the athlete's programs with their days, oldest first; two statements."""
    query = (
        select(Program)
        .where(Program.user_id == user_id)
        .options(selectinload(Program.days))
        .order_by(Program.id)
    )
    return list(db.session.scalars(query))


def enrolments_of(user_id: int) -> list[Enrolment]:
    """Return all enrolments, running and ended, oldest first; one statement."""
    query = select(Enrolment).where(Enrolment.user_id == user_id).order_by(Enrolment.id)
    return list(db.session.scalars(query))


def moves_of(user_id: int) -> tuple[set[tuple[int, datetime]], dict[int, set[date]], set[int]]:
    """Return steps by enrolment and moment, pauses' beginnings by enrolment, and workouts done for programs.

    Three statements.
    """
    enrolments = select(Enrolment.id).where(Enrolment.user_id == user_id)
    steps = db.session.execute(
        select(EnrolmentStep.enrolment_id, EnrolmentStep.at).where(
            EnrolmentStep.enrolment_id.in_(enrolments)
        )
    )
    pauses: dict[int, set[date]] = {}
    for enrolment_id, began_on in db.session.execute(
        select(EnrolmentPause.enrolment_id, EnrolmentPause.began_on).where(
            EnrolmentPause.enrolment_id.in_(enrolments)
        )
    ):
        pauses.setdefault(enrolment_id, set()).add(began_on)
    workouts = db.session.scalars(
        select(ProgramWorkout.workout_id)
        .join(Workout, Workout.id == ProgramWorkout.workout_id)
        .where(Workout.user_id == user_id)
    )
    return {(row[0], row[1]) for row in steps}, pauses, set(workouts)


def _pieces(ids: Collection[int]) -> Iterator[list[int]]:
    whole = list(ids)
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
