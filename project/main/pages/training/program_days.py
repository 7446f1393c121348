"""Which day of a program something is for, and what is due of those that run, ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from project.i18n import gettext
from project.main.pages.training.due_words import due_words
from project.queries.training.enrolments import (
    EnrolledDay,
    EnrolmentState,
    day_of_workout,
    enrolment_state,
)
from project.rules.account.days import Calendar
from project.services.training.outlooks import due


@dataclass(frozen=True, slots=True)
class StartableDay:
    """A day that a workout can be started for; ``detail`` says of which program and how long."""

    day_id: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ProgramToday:
    """What a running program says today: ``day`` is what is due, None where nothing is."""

    title: str
    words: str
    is_due: bool
    day: StartableDay | None
    others: Sequence[StartableDay]
    """Its other days, in their order."""


def place_words(state: EnrolmentState, day_id: int) -> str:
    """Say which day of a program this is, and in which week: ``Tag 2 von 3, Woche 4``."""
    place = state.place_of(day_id)
    if place is None:
        return gettext("Woche %(number)s", number=state.week)
    number, count = place
    said = gettext(
        "Tag %(number)s von %(count)s, Woche %(week)s", number=number, count=count, week=state.week
    )
    return f"{said} · {gettext('Leichte Woche')}" if state.is_deload else said


def place_of_workout(workout_id: int, calendar: Calendar, today: date) -> str:
    """Say for which day of which program a workout is; empty for none; three statements at most."""
    found = day_of_workout(workout_id)
    state = None if found is None else enrolment_state(found[0], calendar, today)
    if found is None or state is None:
        return ""
    return f"{place_words(state, found[1])} · {state.title}"


def programs_today(
    states: Iterable[EnrolmentState], minutes: Mapping[int, int]
) -> list[ProgramToday]:
    """Return what each running program says today, those with something due first."""
    found = [_today(state, minutes) for state in states if state.days]
    return sorted(found, key=lambda each: not each.is_due)


def due_templates(states: Iterable[EnrolmentState]) -> list[int]:
    """Return the ids of the templates that are next, whose length is told."""
    days = [_trained(state) for state in states]
    return [day.template_id for day in days if day is not None and day.template_id is not None]


def _trained(state: EnrolmentState) -> EnrolledDay | None:
    """Return the next day that is trained on, also behind one of rest."""
    day = state.next_day
    return state.instead if day is not None and day.is_rest else day


def _today(state: EnrolmentState, minutes: Mapping[int, int]) -> ProgramToday:
    found, day = due(state), _trained(state)
    is_due = found is not None and found.is_due and day is not None
    others = [each for each in state.days if not each.is_rest and not (is_due and each is day)]
    return ProgramToday(
        title=state.title,
        words="" if found is None or day is None else due_words(found, _title(day), state.today),
        is_due=is_due,
        day=_startable(state, day, minutes) if is_due and day is not None else None,
        others=[_startable(state, each, minutes) for each in others],
    )


def _startable(state: EnrolmentState, day: EnrolledDay, minutes: Mapping[int, int]) -> StartableDay:
    took = minutes.get(day.template_id or 0)
    said = [
        "" if took is None else gettext("≈ %(minutes)s min", minutes=took),
        state.title,
        place_words(state, day.id),
    ]
    return StartableDay(day.id, _title(day), " · ".join(filter(None, said)))


def _title(day: EnrolledDay) -> str:
    return day.title or day.template_title
