"""An athlete's calendar as a file that calendar programs subscribe to (RFC 5545).

Planned and done days are days, not hours: each is the date it is for the athlete, wherever the
reader's clock stands and whatever summer time does to it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

import icalendar

from project.i18n import gettext
from project.queries.training.enrolments import EnrolmentState
from project.queries.training.plan_calendar import CalendarWorkout
from project.services.training.outlooks import ahead

BACK: Final = timedelta(days=90)
AHEAD: Final = timedelta(days=56)
_ONE_DAY: Final = timedelta(days=1)
_ASK_AGAIN: Final = timedelta(hours=6)


def calendar_file(
    states: Iterable[EnrolmentState],
    workouts: Iterable[CalendarWorkout],
    *,
    zone: str,
    host: str,
    now: datetime,
) -> bytes:
    """Return the file; ``host`` makes the names of its entries the world's own."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Calisthenics Progression//Plan//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("Calisthenics-Plan"))
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"value": "DURATION"})
    for workout in workouts:
        if workout.program and not workout.is_planned:
            title = gettext("Erledigt: %(day)s", day=workout.program_day or workout.title)
            name = f"workout-{workout.id}@{host}"
            calendar.add_component(_entry(name, workout.day, title, workout.program, now))
    for state in states:
        titles = {day.id: day.title for day in state.days if not day.is_rest}
        for planned in ahead(state, state.today + AHEAD):
            if planned.day_id in titles:
                name = f"plan-{state.id}-{planned.on:%Y%m%d}@{host}"
                title = titles[planned.day_id]
                calendar.add_component(_entry(name, planned.on, title, state.title, now))
    content: bytes = calendar.to_ical()
    return content


def _entry(name: str, day: date, title: str, program: str, now: datetime) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", name)
    entry.add("dtstamp", now.replace(microsecond=0))
    entry.add("dtstart", day)
    entry.add("dtend", day + _ONE_DAY)
    entry.add("summary", title)
    entry.add("description", program)
    entry.add("transp", "TRANSPARENT")  # a day of training blocks no appointment
    return entry
