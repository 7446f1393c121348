"""The calendar of *Plan*: a month with what was done and what lies ahead, ready to print."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from project.i18n import format_day, format_month, gettext, weekday_name, weekday_short
from project.queries.training.enrolments import EnrolledDay, EnrolmentState
from project.queries.training.plan_calendar import CalendarWorkout
from project.rules.training.load import DAYS_OF_WEEK, monday_of
from project.services.training.outlooks import ahead


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """A day of a running program as the calendar expects it."""

    day_id: int
    title: str
    program: str
    is_rest: bool
    is_optional: bool
    may_start: bool
    """Whether it has a template, and its date is today."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """A date of the month; ``words`` say aloud what its marks mean."""

    iso_day: str
    number: int
    words: str
    is_of_month: bool
    is_today: bool
    is_open: bool
    done: int
    planned: int


@dataclass(frozen=True, slots=True)
class OpenDay:
    """The date that is open, with everything on it."""

    title: str
    done: list[CalendarWorkout]
    planned: list[CalendarWorkout]
    program_days: list[PlannedEntry]


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month in weeks; ``before`` and ``after`` are its neighbours as addresses name them."""

    title: str
    month: str
    before: str
    after: str
    names: list[tuple[str, str]]
    weeks: list[list[DayCell]]
    open: OpenDay


@dataclass(frozen=True, slots=True)
class _Sheet:
    month: date
    opened: date
    today: date


def first_shown(month: date) -> date:
    """Return the Monday with which the sheet of a month begins."""
    return monday_of(month)


def last_shown(month: date) -> date:
    """Return the Sunday with which it ends."""
    return monday_of(_after(month) - timedelta(days=1)) + timedelta(days=DAYS_OF_WEEK - 1)


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def month_view(
    month: date,
    opened: date,
    today: date,
    states: Sequence[EnrolmentState],
    workouts: Iterable[CalendarWorkout],
) -> MonthView:
    """Put the sheet together; ``month`` is its first day.

    A day to open that is not on the sheet is the first of the month.
    """
    first, last = first_shown(month), last_shown(month)
    by_day: dict[date, list[CalendarWorkout]] = {}
    for workout in workouts:
        by_day.setdefault(workout.day, []).append(workout)
    planned = _planned(states, last)
    shown = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    sheet = _Sheet(month, opened if first <= opened <= last else month, today)
    cells = [_cell(day, by_day.get(day, []), planned.get(day, []), sheet) for day in shown]
    on_it = by_day.get(sheet.opened, [])
    return MonthView(
        title=format_month(month),
        month=_name(month),
        before=_name(month - timedelta(days=1)),
        after=_name(_after(month)),
        names=[(weekday_short(day), weekday_name(day)) for day in shown[:DAYS_OF_WEEK]],
        weeks=[cells[start : start + DAYS_OF_WEEK] for start in range(0, len(cells), DAYS_OF_WEEK)],
        open=OpenDay(
            title=gettext(
                "%(weekday)s, %(day)s",
                weekday=weekday_name(sheet.opened),
                day=format_day(sheet.opened),
            ),
            done=[each for each in on_it if not each.is_planned],
            planned=[each for each in on_it if each.is_planned],
            program_days=planned.get(sheet.opened, []),
        ),
    )


def _name(day: date) -> str:
    return f"{day:%Y-%m}"


def _planned(states: Iterable[EnrolmentState], last: date) -> dict[date, list[PlannedEntry]]:
    found: dict[date, list[PlannedEntry]] = {}
    for state in states:
        days: Mapping[int, EnrolledDay] = {day.id: day for day in state.days}
        for each in ahead(state, last):
            day = days[each.day_id]
            entry = PlannedEntry(
                day.id,
                day.title,
                state.title,
                day.is_rest,
                day.is_optional,
                may_start=day.template_id is not None and each.on == state.today,
            )
            found.setdefault(each.on, []).append(entry)
    return found


def _cell(
    day: date,
    workouts: Sequence[CalendarWorkout],
    planned: Sequence[PlannedEntry],
    sheet: _Sheet,
) -> DayCell:
    done = [each.title for each in workouts if not each.is_planned]
    titles = [each.title for each in workouts if each.is_planned]
    titles += [each.title for each in planned if not each.is_rest]
    said = [format_day(day)]
    if done:
        said.append(gettext("trainiert: %(titles)s", titles=", ".join(done)))
    if titles:
        said.append(gettext("geplant: %(titles)s", titles=", ".join(titles)))
    return DayCell(
        iso_day=day.isoformat(),
        number=day.day,
        words=", ".join(said),
        is_of_month=day.month == sheet.month.month,
        is_today=day == sheet.today,
        is_open=day == sheet.opened,
        done=len(done),
        planned=len(titles),
    )
