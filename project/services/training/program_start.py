"""A program begins: how often a week, on which days of it, and where its athlete stands on its ladders."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from project.models import Enrolment, Program, User
from project.queries.training.placement import untrained_among
from project.queries.training.programs import ProgramRow
from project.services.training import enrolments


@dataclass(frozen=True, slots=True)
class ProgramStart:
    """What was chosen; without ``weekdays``, 1 for Monday, it knows none."""

    days_a_week: int
    weekdays: AbstractSet[int] = frozenset()


def start_program(athlete: User, program: Program, chosen: ProgramStart) -> Enrolment:
    """Begin the athlete's own program, or change when a running one trains; the caller commits.

    Raises `TooManyProgramsError`.
    """
    days_a_week = len(chosen.weekdays) or chosen.days_a_week
    if program.days_a_week != days_a_week:
        program.days_a_week = days_a_week
    return enrolments.enrol(athlete, program, weekdays=chosen.weekdays)


def ladders_to_place(athlete: User, program: ProgramRow) -> list[int]:
    """Return the ladders of the program on which the log says nothing, in its order.

    Where somebody or something was placed there before, that is what the question begins with.
    """
    ids = [each.definition_id for day in program.days for each in day.exercises]
    untrained = set(untrained_among(athlete.id, ids))
    return [number for number in dict.fromkeys(ids) if number in untrained]
