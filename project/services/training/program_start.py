"""A program begins: how often a week, on which days of it, and where its athlete stands on its ladders."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from project.models import Enrolment, Program, User
from project.queries.training.placement import untrained_among
from project.queries.training.programs import ProgramRow
from project.queries.training.progression import ladder_positions
from project.services.training import enrolments, placement


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

    Of whom nothing is known stands where the program begins from now on: that is what the question
    begins with, and templates follow the answer. The caller commits.
    """
    planned = _planned(program)
    untrained = set(untrained_among(athlete.id, planned))
    asked = [number for number in planned if number in untrained]
    begins = {}
    places = ladder_positions(asked, athlete.calendar) if asked else {}
    for number, place in places.items():
        levels = planned[number] & set(place.ladder.names)
        current = place.overview().level
        if not place.decisions and len(levels) == 1 and current and current.id not in levels:
            begins[number] = next(iter(levels))
    if begins:
        placement.place(athlete, begins)
    return asked


def _planned(program: ProgramRow) -> dict[int, set[int]]:
    """Return the levels at which the program trains each exercise by itself, in its order."""
    found: dict[int, set[int]] = {}
    for day in program.days:
        for each in day.exercises:
            levels = {row.level_id for row in each.sets if row.level_id and row.is_own_set}
            found.setdefault(each.definition_id, set()).update(levels)
    return found
