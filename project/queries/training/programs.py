"""Programs: who may see one, its days with what is trained on them, and what its editor offers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from project.enums import DayKind, Visibility
from project.extensions import db
from project.models import (
    Enrolment,
    Follower,
    Program,
    ProgramDay,
    ProgressionLevel,
    User,
    Workout,
    utc_now,
)
from project.queries.account.blocks import hidden_from
from project.queries.training.titles import exercise_titles, shown_title
from project.queries.training.workouts import PerformedExercise, performed_in
from project.rules.account.days import Calendar

_PROGRAMS: Final = Program.__table__
_DAYS: Final = ProgramDay.__table__
_USERS: Final = User.__table__
_WORKOUTS: Final = Workout.__table__
_LEVELS: Final = ProgressionLevel.__table__


@dataclass(slots=True)
class ProgramDayRow:
    """A day of a program; ``exercises`` are those of its template, read by `detail` alone."""

    id: int
    order: int
    title: str
    kind: str
    is_optional: bool
    template_id: int | None
    exercises: list[PerformedExercise] = field(default_factory=list)

    @property
    def lacks_template(self) -> bool:
        """Whether its template was deleted."""
        return self.template_id is None and self.kind != DayKind.REST


@dataclass(slots=True)
class ProgramRow:
    """A program with its athlete and its days, in order."""

    id: int
    title: str
    description: str
    days_a_week: int
    focus: str
    weeks: int | None
    deload_every: int | None
    goal_level_id: int | None
    goal: str | None
    visibility: str
    share_token: str | None
    copied_from_id: int | None
    source: str
    user_id: int
    username: str
    updated_at: datetime
    version: int
    days: list[ProgramDayRow] = field(default_factory=list)

    @property
    def template_ids(self) -> list[int]:
        """The templates of its days, each once."""
        return list(dict.fromkeys(day.template_id for day in self.days if day.template_id))


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template of the athlete's as a day may have it; ``title`` is what it is called."""

    id: int
    title: str


def visible_to(viewer_id: int) -> ColumnElement[bool]:
    """Match the programs the athlete may see: own ones, and others' as their visibility says."""
    followed = (
        select(Follower.followed_id)
        .where(Follower.follower_id == viewer_id, Follower.accepted)
        .scalar_subquery()
    )
    return or_(
        Program.user_id == viewer_id,
        and_(
            or_(
                Program.visibility == Visibility.ALL.value,
                and_(
                    Program.visibility == Visibility.FOLLOWERS.value, Program.user_id.in_(followed)
                ),
            ),
            Program.user_id.not_in(hidden_from(viewer_id)),
        ),
    )


def own_programs(athlete_id: int) -> list[ProgramRow]:
    """Return the athlete's programs by title, their days without exercises; two statements."""
    return _with_days(_rows(_PROGRAMS.c.user_id == athlete_id))


def programs_of(owner_id: int, viewer_id: int) -> list[ProgramRow]:
    """Return those of an athlete's programs that another one may see; two statements."""
    return _with_days(_rows(_PROGRAMS.c.user_id == owner_id, visible_to(viewer_id)))


def detail(program_id: int, viewer_id: int) -> ProgramRow | None:
    """Return the program when the athlete may see it, with its days' exercises; three statements."""
    return _whole(_rows(_PROGRAMS.c.id == program_id, visible_to(viewer_id)))


def shared(token: str) -> ProgramRow | None:
    """Return the program with this secret, for whoever knows it; three statements."""
    return _whole(_rows(_PROGRAMS.c.share_token == token))


def is_running(program_id: int) -> bool:
    """Return whether its athlete follows the program; one statement."""
    query = select(Enrolment.id).where(Enrolment.running_program_id == program_id)
    return db.session.scalar(query) is not None


def own(program_id: int, athlete_id: int) -> Program | None:
    """Return the athlete's program, locked until the transaction ends."""
    return db.session.scalar(
        select(Program)
        .where(Program.id == program_id, Program.user_id == athlete_id)
        .with_for_update()
    )


def submitted(athlete_id: int, submit_key: str) -> Program | None:
    """Return what a form with this key has already created; one statement."""
    return db.session.scalar(
        select(Program).where(Program.user_id == athlete_id, Program.submit_key == submit_key)
    )


def days_of(program_id: int) -> list[ProgramDayRow]:
    """Return the days of a program in order, without exercises; one statement."""
    return _days([program_id]).get(program_id, [])


def titles_of(athlete_id: int) -> list[str]:
    """Return the titles of all programs of the athlete's; one statement."""
    return list(db.session.scalars(select(Program.title).where(Program.user_id == athlete_id)))


def template_choices(athlete_id: int, calendar: Calendar) -> list[TemplateChoice]:
    """Return the athlete's templates by title; one statement, two where one has no title."""
    rows = db.session.execute(
        select(_WORKOUTS.c.id, _WORKOUTS.c.title).where(
            _WORKOUTS.c.user_id == athlete_id,
            _WORKOUTS.c.is_template == true(),
            _WORKOUTS.c.is_planned == false(),
        )
    ).all()
    names = exercise_titles([row.id for row in rows if not row.title])
    now = utc_now()
    choices = [
        TemplateChoice(
            row.id,
            shown_title(row.title, now, names.get(row.id, ()), calendar=calendar, is_template=True),
        )
        for row in rows
    ]
    return sorted(choices, key=lambda choice: (choice.title.casefold(), choice.id))


def programs_with(template_id: int, athlete_id: int) -> list[str]:
    """Return the titles of the athlete's programs in which the template is a day; one statement."""
    return list(
        db.session.scalars(
            select(_PROGRAMS.c.title)
            .join_from(_PROGRAMS, _DAYS, _DAYS.c.program_id == _PROGRAMS.c.id)
            .where(_PROGRAMS.c.user_id == athlete_id, _DAYS.c.template_id == template_id)
            .group_by(_PROGRAMS.c.id, _PROGRAMS.c.title)
            .order_by(_PROGRAMS.c.title)
        )
    )


def _rows(*conditions: ColumnElement[bool]) -> Select[Any]:
    columns = (
        _PROGRAMS.c[name]
        for name in (
            "visibility",
            "share_token",
            "copied_from_id",
            "source",
            "user_id",
        )
    )
    return (
        select(
            _PROGRAMS.c.id,
            _PROGRAMS.c.title,
            _PROGRAMS.c.description,
            _PROGRAMS.c.days_a_week,
            _PROGRAMS.c.focus,
            _PROGRAMS.c.weeks,
            _PROGRAMS.c.deload_every,
            _PROGRAMS.c.goal_level_id,
            _LEVELS.c.name,
            *columns,
            _USERS.c.username,
            _PROGRAMS.c.updated_at,
            _PROGRAMS.c.version,
        )
        .join_from(_PROGRAMS, _USERS, _USERS.c.id == _PROGRAMS.c.user_id)
        .outerjoin(_LEVELS, _LEVELS.c.id == _PROGRAMS.c.goal_level_id)
        .where(*conditions)
        .order_by(func.lower(_PROGRAMS.c.title), _PROGRAMS.c.id)
    )


def _with_days(rows: Select[Any]) -> list[ProgramRow]:
    programs = [ProgramRow(*row) for row in db.session.execute(rows)]
    days = _days([program.id for program in programs])
    for program in programs:
        program.days = days.get(program.id, [])
    return programs


def _whole(rows: Select[Any]) -> ProgramRow | None:
    found = _with_days(rows)
    if not found:
        return None
    exercises = performed_in(found[0].template_ids)
    for day in found[0].days:
        day.exercises = exercises[day.template_id] if day.template_id else []
    return found[0]


def _days(program_ids: Iterable[int]) -> dict[int, list[ProgramDayRow]]:
    ids = list(program_ids)
    if not ids:
        return {}
    days: dict[int, list[ProgramDayRow]] = {}
    for program_id, *columns in db.session.execute(
        select(
            _DAYS.c.program_id,
            _DAYS.c.id,
            _DAYS.c.day_order,
            _DAYS.c.title,
            _DAYS.c.kind,
            _DAYS.c.is_optional,
            _DAYS.c.template_id,
        )
        .where(_DAYS.c.program_id.in_(ids))
        .order_by(_DAYS.c.program_id, _DAYS.c.day_order)
    ):
        days.setdefault(program_id, []).append(ProgramDayRow(*columns))
    return days
