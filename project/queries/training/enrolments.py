"""Where athletes stand in the programs they follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Row,
    String,
    bindparam,
    cast,
    false,
    func,
    literal,
    null,
    select,
    union_all,
)

from project.enums import DayKind, StepKind
from project.extensions import db
from project.models import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    Program,
    ProgramDay,
    ProgramWorkout,
    User,
    Workout,
)
from project.rules.account.days import Calendar
from project.rules.training.sequence import (
    Move,
    PauseDays,
    SequenceDay,
    SequencePosition,
    place_of,
    position,
    undoable,
    week_of,
)

LOOKED_AT: Final = 60
"""So many of an enrolment's newest moves are read: more than two weeks can hold."""

_ENROLMENTS: Final = Enrolment.__table__
_PROGRAMS: Final = Program.__table__
_DAYS: Final = ProgramDay.__table__
_STEPS: Final = EnrolmentStep.__table__
_PAUSES: Final = EnrolmentPause.__table__
_DONE: Final = ProgramWorkout.__table__
_WORKOUTS: Final = Workout.__table__


@dataclass(frozen=True, slots=True)
class EnrolledDay(SequenceDay):
    """A day of a program that is followed; ``template_id`` is None for rest, or where it is gone.

    ``template_title`` is empty where nobody gave the template one.
    """

    title: str = ""
    template_id: int | None = None
    template_title: str = ""


@dataclass(frozen=True)
class EnrolmentState:
    """An enrolment with its program, days and pauses, and its newest moves, the newest first.

    ``today`` is its athlete's day, for which everything is told.
    """

    id: int
    user_id: int
    program_id: int
    title: str
    days_a_week: int
    weeks: int | None
    deload_every: int | None
    goal_level_id: int | None
    source: str
    weekdays: str
    """Digits, 1 for Monday; empty where it knows none."""

    started_at: datetime
    started_on: date
    ended_at: datetime | None
    deload_from: date | None
    deload_until: date | None
    days: Sequence[EnrolledDay]
    moves: Sequence[Move]
    pauses: Sequence[PauseDays]
    today: date
    last_workout_id: int | None = None
    """Its athlete's newest workout that is over, for the program or not."""

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def is_paused(self) -> bool:
        return any(each.covers(self.today) for each in self.pauses)

    @property
    def paused_since(self) -> date | None:
        return next((each.began_on for each in self.pauses if each.covers(self.today)), None)

    @property
    def is_deload(self) -> bool:
        """Whether today is in a lighter week."""
        if self.deload_from is None or self.deload_until is None:
            return False
        return self.deload_from <= self.today <= self.deload_until

    @property
    def week(self) -> int:
        """Which week of the program it is, from 1; pauses stand still."""
        return week_of(self.started_on, self.pauses, self.today)

    @property
    def planned_a_week(self) -> int:
        """How many days a week is planned with."""
        return len(self.weekdays) or self.days_a_week

    @property
    def position(self) -> SequencePosition | None:
        return position(self.days, self.moves, started_on=self.started_on, today=self.today)

    @property
    def next_day(self) -> EnrolledDay | None:
        """What comes next; None for a program without days."""
        found = self.position
        return None if found is None else self.day(found.day_id)

    @property
    def instead(self) -> EnrolledDay | None:
        """What may be done instead: behind rest, or behind an optional day."""
        found = self.position
        return None if found is None else self.day(found.instead_id)

    @property
    def undoable(self) -> Move | None:
        return undoable(self.moves)

    def day(self, day_id: int | None) -> EnrolledDay | None:
        return next((day for day in self.days if day.id == day_id), None)

    def place_of(self, day_id: int) -> tuple[int, int] | None:
        """Return which of the days this is, from 1, and of how many."""
        return place_of(self.days, day_id)


def running_enrolments(athlete_id: int, calendar: Calendar, today: date) -> list[EnrolmentState]:
    """Return the programs an athlete follows, in the order they began.

    Two statements for any number; one when there are none.
    """
    return _states(_RUNNING, {"which": athlete_id}, calendar, today)


def enrolment_state(enrolment_id: int, calendar: Calendar, today: date) -> EnrolmentState | None:
    """Return one enrolment, running or ended; two statements."""
    return next(iter(_states(_ONE, {"which": enrolment_id}, calendar, today)), None)


def day_of_workout(workout_id: int) -> tuple[int, int] | None:
    """Return the enrolment and the day that a workout is for; None where it is for none; one statement."""
    row = db.session.execute(
        select(_DONE.c.enrolment_id, _DONE.c.program_day_id).where(
            _DONE.c.workout_id == workout_id,
            _DONE.c.enrolment_id.is_not(None),
            _DONE.c.program_day_id.is_not(None),
        )
    ).one_or_none()
    return None if row is None else (row.enrolment_id, row.program_day_id)


def running_rows(athlete: User) -> list[Enrolment]:
    """Return the athlete's running enrolments themselves; one statement."""
    query = select(Enrolment).where(Enrolment.user_id == athlete.id, Enrolment.slot.is_not(None))
    return list(db.session.scalars(query.order_by(Enrolment.slot)))


def open_pause(enrolment_id: int) -> EnrolmentPause | None:
    """Return the pause that goes on; one statement."""
    return db.session.scalar(
        select(EnrolmentPause).where(EnrolmentPause.open_enrolment_id == enrolment_id)
    )


def _states(
    query: Any,  # noqa: ANN401  a select of any columns
    values: dict[str, Any],
    calendar: Calendar,
    today: date,
) -> list[EnrolmentState]:
    connection = db.session.connection()
    heads: dict[int, Row[Any]] = {}
    days: dict[int, list[EnrolledDay]] = {}
    for row in connection.execute(query, values):
        heads.setdefault(row.id, row)
        known = days.setdefault(row.id, [])
        if row.day_id is not None:
            known.append(_day(row))
    if not heads:
        return []
    ids = {"ids": list(heads)}
    moves: dict[int, list[Move]] = {}
    for row in connection.execute(_MOVES, ids):
        step = None if row.kind is None else StepKind(row.kind)
        day = calendar.seen_in(row.timezone).day_of(row.at)
        moves.setdefault(row.enrolment_id, []).append(
            Move(row.program_day_id, row.at, day, step, row.id)
        )
    return [
        EnrolmentState(
            id=head.id,
            user_id=head.user_id,
            program_id=head.program_id,
            title=head.title,
            days_a_week=head.days_a_week,
            weeks=head.weeks,
            deload_every=head.deload_every,
            goal_level_id=head.goal_level_id,
            source=head.source,
            weekdays=head.weekdays,
            started_at=head.started_at,
            started_on=calendar.day_of(head.started_at),
            ended_at=head.ended_at,
            deload_from=head.deload_from,
            deload_until=head.deload_until,
            days=days[key],
            moves=sorted(moves.get(key, ()), key=lambda move: move.order, reverse=True),
            pauses=_pauses(head.pauses),
            today=today,
            last_workout_id=head.last_workout_id,
        )
        for key, head in heads.items()
    ]


def _pauses(packed: str | None) -> list[PauseDays]:
    """Return the pauses that the database joined into one text, the first one first."""
    found = []
    for each in packed.split(",") if packed else ():
        began, _, ended = each.partition("/")
        found.append(PauseDays(_date(began), _date(ended) if ended else None))
    return sorted(found, key=lambda each: each.began_on)


def _date(text: str) -> date:
    return date.fromisoformat(text[:10])


def _day(row: Row[Any]) -> EnrolledDay:
    return EnrolledDay(
        id=row.day_id,
        kind=DayKind(row.day_kind),
        is_optional=row.is_optional,
        title=row.day_title,
        template_id=row.template_id,
        template_title=row.template_title or "",
    )


_PACKED_PAUSES: Final = (
    select(
        func.aggregate_strings(
            cast(_PAUSES.c.began_on, String)
            + "/"
            + func.coalesce(cast(_PAUSES.c.ended_on, String), ""),
            ",",
        )
    )
    .where(_PAUSES.c.enrolment_id == _ENROLMENTS.c.id)
    .correlate(_ENROLMENTS)
    .scalar_subquery()
)
_NEWEST: Final = _WORKOUTS.alias("newest")
_LAST_WORKOUT: Final = (
    select(_NEWEST.c.id)
    .where(
        _NEWEST.c.user_id == _ENROLMENTS.c.user_id,
        _NEWEST.c.is_template == false(),
        _NEWEST.c.is_running == false(),
    )
    .order_by(_NEWEST.c.timestamp.desc(), _NEWEST.c.id.desc())
    .limit(1)
    .correlate(_ENROLMENTS)
    .scalar_subquery()
)
_HEADS: Final = (
    select(
        _PACKED_PAUSES.label("pauses"),
        _LAST_WORKOUT.label("last_workout_id"),
        _ENROLMENTS.c.id,
        _ENROLMENTS.c.user_id,
        _ENROLMENTS.c.program_id,
        _ENROLMENTS.c.weekdays,
        _ENROLMENTS.c.started_at,
        _ENROLMENTS.c.ended_at,
        _ENROLMENTS.c.deload_from,
        _ENROLMENTS.c.deload_until,
        _PROGRAMS.c.title,
        _PROGRAMS.c.days_a_week,
        _PROGRAMS.c.weeks,
        _PROGRAMS.c.deload_every,
        _PROGRAMS.c.goal_level_id,
        _PROGRAMS.c.source,
        _DAYS.c.id.label("day_id"),
        _DAYS.c.title.label("day_title"),
        _DAYS.c.kind.label("day_kind"),
        _DAYS.c.is_optional,
        _DAYS.c.template_id,
        _WORKOUTS.c.title.label("template_title"),
    )
    .select_from(_ENROLMENTS)
    .join(_PROGRAMS, _PROGRAMS.c.id == _ENROLMENTS.c.program_id)
    .outerjoin(_DAYS, _DAYS.c.program_id == _PROGRAMS.c.id)
    .outerjoin(_WORKOUTS, _WORKOUTS.c.id == _DAYS.c.template_id)
    .order_by(_ENROLMENTS.c.started_at, _ENROLMENTS.c.id, _DAYS.c.day_order)
)
_RUNNING: Final = _HEADS.where(
    _ENROLMENTS.c.user_id == bindparam("which"), _ENROLMENTS.c.slot.is_not(None)
)
_ONE: Final = _HEADS.where(_ENROLMENTS.c.id == bindparam("which"))

_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_OVER: Final = func.coalesce(_WORKOUTS.c.finished_at, _WORKOUTS.c.timestamp)
_ALL_MOVES: Final = union_all(
    select(
        _DONE.c.enrolment_id,
        _DONE.c.program_day_id,
        _WORKOUTS.c.id,
        _OVER.label("at"),
        _WORKOUTS.c.timezone,
        null().label("kind"),
        literal(0).label("is_step"),
    )
    .join(_WORKOUTS, _WORKOUTS.c.id == _DONE.c.workout_id)
    .where(
        _DONE.c.enrolment_id.in_(_IDS),
        _DONE.c.program_day_id.is_not(None),
        _WORKOUTS.c.is_running == false(),
        _WORKOUTS.c.is_template == false(),
    ),
    select(
        _STEPS.c.enrolment_id,
        _STEPS.c.program_day_id,
        _STEPS.c.id,
        _STEPS.c.at,
        null(),
        _STEPS.c.kind,
        literal(1),
    ).where(_STEPS.c.enrolment_id.in_(_IDS)),
).subquery("all_moves")
_NUMBERED: Final = select(
    _ALL_MOVES,
    func.row_number()
    .over(
        partition_by=_ALL_MOVES.c.enrolment_id,
        order_by=(_ALL_MOVES.c.at.desc(), _ALL_MOVES.c.is_step.desc(), _ALL_MOVES.c.id.desc()),
    )
    .label("number"),
).subquery("numbered")
_MOVES: Final = select(
    _NUMBERED.c.enrolment_id,
    _NUMBERED.c.program_day_id,
    _NUMBERED.c.id,
    _NUMBERED.c.at,
    _NUMBERED.c.timezone,
    _NUMBERED.c.kind,
).where(_NUMBERED.c.number <= LOOKED_AT)
