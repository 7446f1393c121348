"""What lies ahead of a running program, if everything goes as planned."""

from datetime import date, timedelta
from typing import Final

from project.enums import StepKind
from project.queries.training.enrolments import EnrolmentState
from project.rules.training.due_days import DueDay, due_day
from project.rules.training.outlook import PlannedDay, Rhythm, outlook
from project.rules.training.sequence import WEEK

_ONE_DAY: Final = timedelta(days=1)


def ahead(state: EnrolmentState, last: date) -> list[PlannedDay]:
    """Return what of a running program falls on which date from today on, up to ``last``.

    Nothing while it is paused, and nothing behind its last week.
    """
    found = state.position
    if found is None or state.is_paused or not state.is_running:
        return []
    if state.weeks is not None:
        paused = sum(each.length_until(state.today) for each in state.pauses)
        over = state.started_on + timedelta(days=state.weeks * WEEK + paused)
        last = min(last, over - _ONE_DAY)
    rhythm = Rhythm(_weekdays(state), state.days_a_week)
    return outlook(state.days, found.day_id, rhythm, first=first_date(state), last=last)


def due(state: EnrolmentState) -> DueDay | None:
    """Return when the next day of training of a program is due; None where it has no days."""
    found = state.position
    if found is None:
        return None
    return due_day(found, _weekdays(state), state.pauses, today=state.today)


def first_date(state: EnrolmentState) -> date:
    """Return the date on which the next day of a program is due, today at the earliest."""
    found, day, next_due = state.position, state.next_day, due(state)
    if found is None or day is None or next_due is None:
        return state.today
    if not day.is_rest:
        return max(next_due.on, state.today)
    # A day of rest knows no weekdays: it is the one behind what was done.
    is_behind = found.led_by is not None and found.led_by.step is not StepKind.CHOSEN
    return max(found.since + (_ONE_DAY if is_behind else timedelta()), state.today)


def _weekdays(state: EnrolmentState) -> list[int]:
    return [int(digit) for digit in state.weekdays]
