"""What an athlete trained and planned in a span of days, workout by workout."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, false, or_, select, true

from project.extensions import db
from project.models import Program, ProgramDay, ProgramWorkout, Workout
from project.queries.training.titles import exercise_titles, shown_title
from project.rules.account.days import Calendar

_WORKOUTS: Final = Workout.__table__
_DONE: Final = ProgramWorkout.__table__
_DAYS: Final = ProgramDay.__table__
_PROGRAMS: Final = Program.__table__


@dataclass(frozen=True, slots=True)
class CalendarWorkout:
    """A workout that is over, or one that is planned; ``program`` is empty where it belongs to none."""

    id: int
    day: date
    title: str
    is_planned: bool
    program: str
    program_day: str


def workouts_between(
    athlete_id: int, calendar: Calendar, first: date, last: date
) -> list[CalendarWorkout]:
    """Return the athlete's workouts of these days, in the order of time; one statement, by an index.

    A second where nobody gave one of them a title.
    """
    values = {
        "athlete": athlete_id,
        "first": calendar.earliest(first),
        # a day ends in the far west a good day after it ended in the far east
        "last": calendar.earliest(last + timedelta(days=3)),
    }
    rows = [
        (row, seen, day)
        for row in db.session.connection().execute(_BETWEEN, values)
        if first <= (day := (seen := calendar.seen_in(row.timezone)).day_of(row.timestamp)) <= last
    ]
    names = exercise_titles([row.id for row, _, _ in rows if not row.title])
    return [
        CalendarWorkout(
            row.id,
            day,
            shown_title(row.title, row.timestamp, names.get(row.id, ()), calendar=seen),
            row.is_planned,
            row.program or "",
            row.program_day or "",
        )
        for row, seen, day in rows
    ]


def _between() -> Select[Any]:
    return (
        select(
            _WORKOUTS.c.id,
            _WORKOUTS.c.title,
            _WORKOUTS.c.timestamp,
            _WORKOUTS.c.timezone,
            _WORKOUTS.c.is_planned,
            _PROGRAMS.c.title.label("program"),
            _DAYS.c.title.label("program_day"),
        )
        .outerjoin_from(_WORKOUTS, _DONE, _DONE.c.workout_id == _WORKOUTS.c.id)
        .outerjoin(_DAYS, _DAYS.c.id == _DONE.c.program_day_id)
        .outerjoin(_PROGRAMS, _PROGRAMS.c.id == _DAYS.c.program_id)
        .where(
            _WORKOUTS.c.user_id == bindparam("athlete"),
            _WORKOUTS.c.is_running == false(),
            or_(_WORKOUTS.c.is_template == false(), _WORKOUTS.c.is_planned == true()),
            _WORKOUTS.c.timestamp >= bindparam("first"),
            _WORKOUTS.c.timestamp < bindparam("last"),
        )
        .order_by(_WORKOUTS.c.timestamp, _WORKOUTS.c.id)
    )


_BETWEEN: Final = _between()
