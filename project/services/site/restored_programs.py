"""The programs of an archive in an athlete's account: found by the moment they were made, or made.

What is here stays as it is; what was done and noted for it since comes along.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from project.extensions import db
from project.models import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    Program,
    ProgramDay,
    ProgramWorkout,
    User,
    utc_now,
)
from project.queries.site import restoring as queries
from project.rules import limits
from project.rules.training.transfer.own_objects import (
    OwnDay,
    OwnEnrolment,
    OwnLevel,
    OwnProgram,
    OwnWorkout,
)
from project.services.account import caps

Days = dict[OwnDay, int]


def restore_programs(
    athlete: User,
    programs: Collection[OwnProgram],
    levels: Mapping[OwnLevel, int],
    workouts: Mapping[OwnWorkout, int],
) -> int:
    """Store what of the programs is not here yet and return how many are new; the caller commits.

    ``levels`` and ``workouts`` say where those of the archive are now. A program that cannot run
    beside the ones that run here comes back as one that has ended. Raises `FieldError` for more
    programs than one may have.
    """
    if not programs:
        return 0
    there = _by_moment(queries.programs_of(athlete.id))
    stored: list[tuple[OwnProgram, Program]] = []
    added = 0
    for program in programs:
        same = there.get(program.created_at, [])
        found = next((each for each in same if each.title == program.title), None)
        if found is None and same:
            found = same[0]
        if found is None:
            found = _add(athlete, program, levels, workouts)
            added += 1
        else:
            same.remove(found)
        stored.append((program, found))
    db.session.flush()  # the days' ids
    if added:
        caps.check_programs(athlete.id)
    days: Days = {}
    for program, found in stored:
        days |= _days_in(found, program)
    enrolments = _enrol(athlete, stored)
    _store_moves(athlete, enrolments, days, workouts)
    return added


def _by_moment(programs: Iterable[Program]) -> dict[datetime, list[Program]]:
    found: dict[datetime, list[Program]] = {}
    for program in programs:
        found.setdefault(program.created_at, []).append(program)
    return found


def _add(
    athlete: User,
    program: OwnProgram,
    levels: Mapping[OwnLevel, int],
    workouts: Mapping[OwnWorkout, int],
) -> Program:
    goal = program.goal_level
    made = Program(
        user_id=athlete.id,
        title=program.title,
        description=program.description,
        days_a_week=program.days_a_week,
        focus=program.focus,
        weeks=program.weeks,
        deload_every=program.deload_every,
        goal_level_id=None if goal is None else levels.get(goal),
        visibility=program.visibility.value,
        source=program.source,
        created_at=program.created_at,
        days=[
            ProgramDay(
                day_order=order,
                title=day.title,
                kind=day.kind,
                is_optional=day.is_optional,
                template_id=None if day.template is None else workouts.get(day.template),
            )
            for order, day in enumerate(program.days, 1)
        ],
    )
    db.session.add(made)
    return made


def _days_in(found: Program, program: OwnProgram) -> Days:
    """Return where the archive's days are: by place and title, else by title alone."""
    by_title = {day.title: day.id for day in reversed(found.days)}
    exact = {(day.day_order, day.title): day.id for day in found.days}
    days = {}
    for order, day in enumerate(program.days, 1):
        number = exact.get((order, day.title)) or by_title.get(day.title)
        if number is not None:
            days[day] = number
    return days


def _enrol(
    athlete: User, stored: Iterable[tuple[OwnProgram, Program]]
) -> dict[OwnEnrolment, Enrolment]:
    """Find or make the enrolments; those that run need one of the athlete's slots."""
    there = queries.enrolments_of(athlete.id)
    known = {(each.program_id, each.started_at): each for each in there}
    running = {each.running_program_id for each in there}
    free = set(range(1, limits.MAX_ENROLMENTS + 1)) - {each.slot for each in there}
    found = {}
    for program, here in stored:
        for enrolment in program.enrolments:
            if (here.id, enrolment.started_at) not in known:
                goes_on = enrolment.ended_at is None and here.id not in running and free
                made = Enrolment(
                    user_id=athlete.id,
                    program_id=here.id,
                    running_program_id=here.id if goes_on else None,
                    slot=min(free) if goes_on else None,
                    weekdays=enrolment.weekdays,
                    started_at=enrolment.started_at,
                    deload_from=enrolment.deload_from,
                    deload_until=enrolment.deload_until,
                    ended_at=None if goes_on else enrolment.ended_at or utc_now(),
                )
                free.discard(made.slot or 0)
                running.add(made.running_program_id)
                db.session.add(made)
                known[here.id, enrolment.started_at] = made
            found[enrolment] = known[here.id, enrolment.started_at]
    db.session.flush()  # their ids
    return found


def _store_moves(
    athlete: User,
    enrolments: Mapping[OwnEnrolment, Enrolment],
    days: Mapping[OwnDay, int],
    workouts: Mapping[OwnWorkout, int],
) -> None:
    steps, pauses, done = queries.moves_of(athlete.id)
    rows: dict[type[Any], list[dict[str, Any]]] = {
        EnrolmentStep: [],
        EnrolmentPause: [],
        ProgramWorkout: [],
    }
    for enrolment, here in enrolments.items():
        for step in enrolment.steps:
            if step.day in days and (here.id, step.at) not in steps:
                steps.add((here.id, step.at))
                rows[EnrolmentStep].append(
                    {
                        "enrolment_id": here.id,
                        "program_day_id": days[step.day],
                        "kind": step.kind,
                        "at": step.at,
                    }
                )
        rows[EnrolmentPause] += _pauses(enrolment, here, pauses.get(here.id))
        for workout, day in enrolment.workouts:
            number = workouts.get(workout)
            if number is not None and number not in done:
                done.add(number)
                rows[ProgramWorkout].append(
                    {
                        "workout_id": number,
                        "enrolment_id": here.id,
                        "program_day_id": None if day is None else days.get(day),
                    }
                )
    for model, some in rows.items():
        if some:
            db.session.execute(insert(model.__table__), some)


def _pauses(
    enrolment: OwnEnrolment, here: Enrolment, known: Collection[date] | None
) -> list[dict[str, Any]]:
    """Return the pauses that are not here; the newest alone may be open, and not beside one here."""
    new = sorted(
        (each for each in enrolment.pauses if each.began_on not in (known or ())),
        key=lambda pause: pause.began_on,
    )
    rows = []
    for place, pause in enumerate(new, 1):
        is_open = pause.ended_on is None and place == len(new) and not known
        rows.append(
            {
                "enrolment_id": here.id,
                "open_enrolment_id": here.id if is_open else None,
                "began_on": pause.began_on,
                "ended_on": None if is_open else pause.ended_on or pause.began_on,
            }
        )
    return rows
