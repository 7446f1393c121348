"""What our own archive says of programs: its rows, and the objects they become together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from project.enums import DayKind, ProgramFocus, StepKind, Visibility
from project.rules.limits import (
    DESCRIPTION_LENGTH,
    LONGEST_PROGRAM,
    MAX_ID,
    MAX_PROGRAM_DAYS,
    RAREST_DELOAD,
    SOURCE_LENGTH,
    TITLE_LENGTH,
)
from project.rules.training.transfer.own_objects import (
    OwnDay,
    OwnEnrolment,
    OwnLevel,
    OwnPause,
    OwnProgram,
    OwnStep,
    OwnWorkout,
)
from project.rules.training.transfer.own_values import OwnRow

_WEEKDAYS: Final = "1234567"


@dataclass(slots=True)
class ProgramRows:
    """Rows by their ids; what names another row waits until all are there."""

    programs: dict[int, tuple[int | None, OwnProgram]] = field(default_factory=dict)
    days: dict[int, tuple[int, int | None, OwnDay]] = field(default_factory=dict)
    places: set[tuple[int, int]] = field(default_factory=set)
    enrolments: dict[int, tuple[int, OwnEnrolment]] = field(default_factory=dict)
    steps: list[tuple[int, int, OwnRow]] = field(default_factory=list)
    pauses: list[tuple[int, OwnPause]] = field(default_factory=list)
    workouts: list[tuple[int, int | None, int | None]] = field(default_factory=list)

    def whole(
        self, workouts: Mapping[int, OwnWorkout], levels: Mapping[int, tuple[int, OwnLevel]]
    ) -> list[OwnProgram]:
        """Put together what belongs together; what belongs to nothing is left out."""
        for goal, program in self.programs.values():
            program.goal_level = levels[goal][1] if goal is not None and goal in levels else None
        days = self._days(workouts)
        for owner, enrolment in self.enrolments.values():
            if owner in self.programs:
                self.programs[owner][1].enrolments.append(enrolment)
        for owner, day, row in self.steps:
            if owner in self.enrolments and day in days:
                kind = row.word("kind", set(StepKind))
                self.enrolments[owner][1].steps.append(OwnStep(days[day], kind, row.past("at")))
        for owner, pause in self.pauses:
            if owner in self.enrolments:
                self.enrolments[owner][1].pauses.append(pause)
        for workout, enrolled, done in self.workouts:
            if workout in workouts and enrolled in self.enrolments:
                doing = workouts[workout], days.get(done or 0)
                self.enrolments[enrolled][1].workouts.append(doing)
        return [program for _, program in self.programs.values()]

    def _days(self, workouts: Mapping[int, OwnWorkout]) -> dict[int, OwnDay]:
        found = {}
        for number, (owner, template, day) in self.days.items():
            if owner in self.programs:
                there = workouts.get(template or 0)
                day.template = there if there is not None and there.is_template else None
                self.programs[owner][1].days.append(day)
                found[number] = day
        for _, program in self.programs.values():
            program.days.sort(key=lambda day: day.order)
        return found


def _id(row: OwnRow, name: str = "id") -> int:
    return row.whole(name, 1, MAX_ID)


def _title(row: OwnRow) -> str:
    title = row.line_of("title", TITLE_LENGTH)
    if not title:
        raise row.wrong("title")
    return title


def _program(rows: ProgramRows, row: OwnRow) -> None:
    rows.programs[_id(row)] = (
        row.number("goal_level_id", 1, MAX_ID),
        OwnProgram(
            line=row.line,
            title=_title(row),
            description=row.text("description", DESCRIPTION_LENGTH),
            days_a_week=row.whole("days_a_week", 1, 7),
            focus=row.word("focus", set(ProgramFocus)),
            weeks=row.number("weeks", 1, LONGEST_PROGRAM),
            deload_every=row.number("deload_every", 2, RAREST_DELOAD),
            goal_level=None,
            visibility=Visibility(row.word("visibility", set(Visibility))),
            source=row.line_of("source", SOURCE_LENGTH),
            created_at=row.past("created_at"),
        ),
    )


def _day(rows: ProgramRows, row: OwnRow) -> None:
    owner = _id(row, "program_id")
    order = row.whole("day_order", 1, MAX_PROGRAM_DAYS)
    if (owner, order) in rows.places:
        raise row.wrong("day_order")
    rows.places.add((owner, order))
    day = OwnDay(
        order=order,
        title=_title(row),
        kind=row.word("kind", set(DayKind)),
        is_optional=row.yes("is_optional"),
    )
    rows.days[_id(row)] = owner, row.number("template_id", 1, MAX_ID), day


def _enrolment(rows: ProgramRows, row: OwnRow) -> None:
    weekdays = row.line_of("weekdays", len(_WEEKDAYS))
    if weekdays != "".join(day for day in _WEEKDAYS if day in weekdays):
        raise row.wrong("weekdays")
    begin, until = row.day("deload_from"), row.day("deload_until")
    if (begin is None) != (until is None) or (begin and until and begin > until):
        raise row.wrong("deload_until")
    enrolment = OwnEnrolment(
        weekdays=weekdays,
        started_at=row.past("started_at"),
        deload_from=begin,
        deload_until=until,
        ended_at=row.moment("ended_at"),
    )
    rows.enrolments[_id(row)] = _id(row, "program_id"), enrolment


def _step(rows: ProgramRows, row: OwnRow) -> None:
    rows.steps.append((_id(row, "enrolment_id"), _id(row, "program_day_id"), row))


def _pause(rows: ProgramRows, row: OwnRow) -> None:
    began = _there(row, "began_on")
    ended = row.day("ended_on")
    if ended is not None and ended < began:
        raise row.wrong("ended_on")
    rows.pauses.append((_id(row, "enrolment_id"), OwnPause(began, ended)))


def _there(row: OwnRow, name: str) -> date:
    """Return a day that has to be there."""
    day = row.day(name)
    if day is None:
        raise row.wrong(name)
    return day


def _workout(rows: ProgramRows, row: OwnRow) -> None:
    enrolled, done = (row.number(name, 1, MAX_ID) for name in ("enrolment_id", "program_day_id"))
    rows.workouts.append((_id(row, "workout_id"), enrolled, done))


READERS: Final[dict[str, Callable[[ProgramRows, OwnRow], None]]] = {
    "programs": _program,
    "program_days": _day,
    "enrolments": _enrolment,
    "enrolment_steps": _step,
    "enrolment_pauses": _pause,
    "program_workouts": _workout,
}
