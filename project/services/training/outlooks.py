"""What lies ahead of a running program, if everything goes as planned."""

from datetime import date, timedelta
from typing import Final

from project.queries.training.enrolments import EnrolmentState
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
    rhythm = Rhythm([int(digit) for digit in state.weekdays], state.days_a_week)
    return outlook(state.days, found.day_id, rhythm, first=first_date(state), last=last)


def first_date(state: EnrolmentState) -> date:
    """Return the date on which the next day of a program is due, today at the earliest."""
    found, day = state.position, state.next_day
    if found is None or day is None:
        return state.today
    led_by = state.moves[0] if found.moved else None
    is_begun = led_by is not None and led_by.is_done
    on = found.since + (_ONE_DAY if is_begun else timedelta())
    if state.weekdays and not day.is_rest:
        while str(on.isoweekday()) not in state.weekdays:
            on += _ONE_DAY
    return max(on, state.today)
