"""*Plan*: the week, the days of each running program with what to aim for, ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from project.i18n import format_day, gettext, ngettext, weekday_name, weekday_short
from project.main.pages.training.due_words import due_words
from project.main.pages.training.enrolments import (
    EnrolmentControls,
    OfferLine,
    controls_of,
    offer_line,
)
from project.main.pages.training.ladder_cards import LadderCard
from project.main.pages.training.progress import best_words
from project.queries.training.enrolments import EnrolledDay, EnrolmentState
from project.queries.training.progression import LadderSummary
from project.queries.training.workouts import PerformedExercise, superset_letters
from project.rules.training.load import DAYS_OF_WEEK, monday_of
from project.rules.training.streak import Streak, TrainedDay
from project.services.training.outlooks import ahead, due
from project.services.training.program_offers import ProgramOffer


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A day of the strip; ``words`` say aloud what its mark means."""

    iso_day: str
    name: str
    number: int
    words: str
    is_today: bool
    is_done: bool
    is_planned: bool


@dataclass(frozen=True, slots=True)
class PlanExercise:
    """An exercise of a day: what is planned, and the ladder's card where anything is known of it."""

    exercise_id: int
    title: str
    planned: str
    tied: str
    """How it belongs to its neighbours, in words."""

    ladder: LadderCard | None


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of a running program."""

    id: int
    title: str
    place: str
    minutes: int | None
    last: str
    exercises: list[PlanExercise]
    is_next: bool
    is_rest: bool
    is_optional: bool
    lacks_template: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class PlanProgram:
    """A running program with where its athlete stands in it."""

    controls: EnrolmentControls
    program_id: int
    title: str
    week: str
    this_week: str
    rhythm: str
    due: str
    note: str
    offer: OfferLine | None
    exercise_ids: list[int]
    """Of all its ladders, each once."""

    days: list[PlanDay]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the days of running programs, by template and by exercise."""

    exercises: Mapping[int, Sequence[PerformedExercise]]
    minutes: Mapping[int, int]
    ladders: Mapping[int, LadderSummary]
    offers: Mapping[int, ProgramOffer]
    """By enrolment."""


def plan_programs(
    states: Iterable[EnrolmentState], known: Known, trained: Sequence[TrainedDay]
) -> list[PlanProgram]:
    """Return each running program with its days, the next one first to be seen."""
    return [_program(state, known, trained) for state in states]


def _program(state: EnrolmentState, known: Known, trained: Sequence[TrainedDay]) -> PlanProgram:
    offer = known.offers.get(state.id)
    return PlanProgram(
        controls=controls_of(state),
        program_id=state.program_id,
        title=state.title,
        week=week_words(state),
        this_week=_this_week(state, trained),
        rhythm=rhythm_words(state),
        due=_due(state),
        note=_note(state),
        offer=None if offer is None else offer_line(offer, state),
        exercise_ids=trained_in(state, known.exercises),
        days=[_day(day, state, known) for day in state.days],
    )


def trained_in(
    state: EnrolmentState, exercises: Mapping[int, Sequence[PerformedExercise]]
) -> list[int]:
    """Return the ids of what a program trains, each once; ``exercises`` are by template."""
    return list(
        dict.fromkeys(
            each.definition_id
            for day in state.days
            for each in exercises.get(day.template_id or 0, ())
        )
    )


def week_words(state: EnrolmentState) -> str:
    """Say which week of the program it is, and of how many until they are over."""
    if state.weeks is None or state.week > state.weeks:
        return gettext("Woche %(number)s", number=state.week)
    return gettext("Woche %(number)s von %(weeks)s", number=state.week, weeks=state.weeks)


def _this_week(state: EnrolmentState, trained: Iterable[TrainedDay]) -> str:
    monday = monday_of(state.today)
    done = sum(
        each.run_id == state.id and not each.is_optional and monday <= each.on <= state.today
        for each in trained
    )
    return ngettext(
        "%(done)s von %(num)s Tag in dieser Woche",
        "%(done)s von %(num)s Tagen in dieser Woche",
        state.planned_a_week,
        done=done,
    )


def streak_words(streak: Streak) -> str:
    """Say how many weeks in a row were trained as planned, and how many there ever were."""
    if not streak.best:
        return ""
    said = ngettext("Serie: %(num)s Woche", "Serie: %(num)s Wochen", streak.weeks)
    best = best_words(streak)
    return f"{said}, {best}" if best else said


def rhythm_words(state: EnrolmentState) -> str:
    """Say on which weekdays it trains, or how often a week."""
    if state.weekdays:
        # 1 January 2024 was a Monday.
        days = (date(2024, 1, int(digit)) for digit in state.weekdays)
        return ", ".join(map(weekday_name, days))
    return ngettext("%(num)s Tag in der Woche", "%(num)s Tage in der Woche", state.days_a_week)


def _due(state: EnrolmentState) -> str:
    found, next_day = due(state), state.next_day
    if found is None or next_day is None:
        return ""
    trained = state.instead if next_day.is_rest else next_day
    return due_words(found, (trained or next_day).title, state.today)


def _note(state: EnrolmentState) -> str:
    if state.is_deload and state.deload_until is not None:
        return gettext("Leichte Woche bis %(day)s.", day=format_day(state.deload_until))
    return ""


def _day(day: EnrolledDay, state: EnrolmentState, known: Known) -> PlanDay:
    done = [move.on for move in state.moves if move.is_done and move.day_id == day.id]
    exercises = known.exercises.get(day.template_id or 0, ())
    place = state.place_of(day.id)
    next_day = state.next_day
    return PlanDay(
        id=day.id,
        title=day.title,
        place="" if place is None else gettext("Tag %(number)s", number=place[0]),
        minutes=known.minutes.get(day.template_id or 0),
        last=gettext("zuletzt %(day)s", day=format_day(max(done))) if done else "",
        exercises=plan_exercises(exercises, known.ladders, state.today),
        is_next=next_day is not None and next_day.id == day.id,
        is_rest=day.is_rest,
        is_optional=day.is_optional,
        lacks_template=not day.is_rest and day.template_id is None,
        is_empty=day.template_id is not None and not exercises,
    )


def plan_exercises(
    exercises: Sequence[PerformedExercise], ladders: Mapping[int, LadderSummary], today: date
) -> list[PlanExercise]:
    """Return the exercises of a day in their order."""
    found = []
    for each, tied in zip(exercises, ties(exercises), strict=True):
        ladder = ladders.get(each.definition_id)
        found.append(
            PlanExercise(
                each.definition_id,
                each.title,
                sets_words(each) if ladder is not None else planned_words(each),
                tied,
                None if ladder is None else LadderCard.of(ladder, today),
            )
        )
    return found


def ties(exercises: Sequence[PerformedExercise]) -> list[str]:
    """Say of each exercise whether it is part of a superset, or takes turns with the one before."""
    letters = superset_letters(exercises)
    before: int | None = None
    said = []
    for each in exercises:
        parts = []
        if each.superset in letters:
            parts.append(gettext("Supersatz %(letter)s", letter=letters[each.superset]))
        if each.alternation is not None and each.alternation == before:
            parts.append(gettext("im Wechsel"))
        before = each.alternation
        said.append(", ".join(parts))
    return said


def sets_words(exercise: PerformedExercise) -> str:
    """Say how many sets are planned, where the ladder says at which level they will be."""
    return ngettext("%(num)s Satz", "%(num)s Sätze", len(exercise.sets))


def planned_words(exercise: PerformedExercise) -> str:
    """Say how many sets are planned at which level: ``3 × Knie``."""
    runs = groupby(exercise.sets, key=lambda row: row.progression)
    return ", ".join(f"{len(list(rows))} × {level}" for level, rows in runs)


def week_strip(
    states: Sequence[EnrolmentState], trained: Iterable[TrainedDay], today: date
) -> list[WeekCell]:
    """Return the seven days of this week, from Monday on."""
    monday = monday_of(today)
    done = {each.on for each in trained}
    planned: dict[date, list[str]] = {}
    for state in states:
        for each in ahead(state, monday + timedelta(days=DAYS_OF_WEEK - 1)):
            day = state.day(each.day_id)
            if day is not None and not day.is_rest:
                planned.setdefault(each.on, []).append(day.title)
    return [
        _cell(monday + timedelta(days=number), today, done, planned)
        for number in range(DAYS_OF_WEEK)
    ]


def _cell(
    day: date, today: date, done: set[date], planned: Mapping[date, Sequence[str]]
) -> WeekCell:
    titles = planned.get(day, ())
    said = [weekday_name(day), format_day(day)]
    if day in done:
        said.append(gettext("trainiert"))
    if titles:
        said.append(gettext("geplant: %(titles)s", titles=", ".join(titles)))
    return WeekCell(
        iso_day=day.isoformat(),
        name=weekday_short(day),
        number=day.day,
        words=", ".join(said),
        is_today=day == today,
        is_done=day in done,
        is_planned=bool(titles),
    )
