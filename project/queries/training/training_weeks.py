"""When an athlete trained, how long and how hard, and the programs they followed: load and streak."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import CompoundSelect, Row, bindparam, case, null, select, type_coerce, union_all

from project.extensions import db
from project.models import (
    Enrolment,
    EnrolmentPause,
    Program,
    ProgramDay,
    ProgramWorkout,
    Workout,
)
from project.queries.training.training_log import trained_workouts
from project.rules.account.days import Calendar
from project.rules.training.lengths import Length
from project.rules.training.load import RatedSession
from project.rules.training.sequence import PauseDays
from project.rules.training.streak import ProgramRun, Streak, TrainedDay, streak_of

_WORKOUTS: Final = Workout.__table__
_ENROLMENTS: Final = Enrolment.__table__
_PROGRAMS: Final = Program.__table__
_PAUSES: Final = EnrolmentPause.__table__
_DONE: Final = ProgramWorkout.__table__
_DAYS: Final = ProgramDay.__table__

_RATED: Final = ("effort", "started_at", "finished_at", "paused", "length_confirmed")


@dataclass(frozen=True, slots=True)
class TrainingWeeks:
    """All days of training, in no order, and every program that was followed.

    ``sessions`` are those of them that were asked for, with how long and how hard they were.
    """

    trained: list[TrainedDay]
    runs: list[ProgramRun]
    sessions: list[RatedSession]

    def streak(self, today: date) -> Streak:
        return streak_of(self.trained, self.runs, today)


def training_weeks(
    athlete_id: int, calendar: Calendar, *, rated_since: date | None = None
) -> TrainingWeeks:
    """Return the athlete's days of training and programs; one statement, a row for each workout.

    Sessions come from ``rated_since`` on, none without it. Programs that ended are planned with what
    they were planned with at last.
    """
    trained = []
    sessions = []
    heads: dict[int, Any] = {}
    pauses: dict[int, list[PauseDays]] = {}
    rated = calendar.earliest(rated_since or date.max - timedelta(days=1))
    rows = db.session.connection().execute(_WEEKS, {"athlete": athlete_id, "rated": rated})
    for row in rows.all():
        if row.days_a_week is None:
            day = calendar.seen_in(row.timezone).day_of(row.at)
            trained.append(TrainedDay(day, row.enrolment_id, bool(row.is_optional)))
            if rated_since is not None and day >= rated_since:
                sessions.append(_session(day, row))
            continue
        heads[row.enrolment_id] = row
        if row.began_on is not None:
            pauses.setdefault(row.enrolment_id, []).append(PauseDays(row.began_on, row.ended_on))
    runs = [
        ProgramRun(
            number,
            calendar.day_of(row.at),
            calendar.day_of(row.ended_at) if row.ended_at else None,
            len(row.weekdays) or row.days_a_week,
            pauses.get(number, ()),
        )
        for number, row in heads.items()
    ]
    return TrainingWeeks(trained, runs, sessions)


def _session(day: date, row: Row[Any]) -> RatedSession:
    length = Length(row.started_at, row.finished_at, row.paused, row.length_confirmed)
    return RatedSession(day, length.minutes, row.effort)


def _weeks() -> CompoundSelect[Any]:
    """Return programs with their pauses, and below them workouts, which say of programs nothing."""
    programs = (
        select(
            _ENROLMENTS.c.id.label("enrolment_id"),
            _ENROLMENTS.c.started_at.label("at"),
            _ENROLMENTS.c.ended_at,
            _ENROLMENTS.c.weekdays,
            _PROGRAMS.c.days_a_week,
            _PAUSES.c.began_on,
            _PAUSES.c.ended_on,
            null().label("timezone"),
            null().label("is_optional"),
            # The first part says as what the values of the second are read.
            *(type_coerce(null(), _WORKOUTS.c[name].type).label(name) for name in _RATED),
        )
        .join_from(_ENROLMENTS, _PROGRAMS, _PROGRAMS.c.id == _ENROLMENTS.c.program_id)
        .outerjoin(_PAUSES, _PAUSES.c.enrolment_id == _ENROLMENTS.c.id)
        .where(_ENROLMENTS.c.user_id == bindparam("athlete"))
    )
    workouts = (
        select(
            _DONE.c.enrolment_id,
            _WORKOUTS.c.timestamp,
            null(),
            null(),
            null(),
            null(),
            null(),
            _WORKOUTS.c.timezone,
            _DAYS.c.is_optional,
            # What is long ago is not asked for: to read a moment takes longer than to find it.
            *(
                case((_WORKOUTS.c.timestamp >= bindparam("rated"), _WORKOUTS.c[name]))
                for name in _RATED
            ),
        )
        .outerjoin_from(_WORKOUTS, _DONE, _DONE.c.workout_id == _WORKOUTS.c.id)
        .outerjoin(_DAYS, _DAYS.c.id == _DONE.c.program_day_id)
        .where(_WORKOUTS.c.user_id == bindparam("athlete"), *trained_workouts())
    )
    return union_all(programs, workouts)


_WEEKS: Final = _weeks()
