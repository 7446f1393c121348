"""Reminders: chosen, stopped, and given to one athlete at most once a day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, update

from project.extensions import db
from project.models import User, utc_now
from project.queries.training.enrolments import running_enrolments
from project.rules.account.days import Calendar
from project.rules.training.due_days import due_day
from project.rules.training.reminders import is_past, is_reminded_of


@dataclass(frozen=True, slots=True)
class RemindedDay:
    """What an athlete is reminded of: the next day of a program."""

    title: str
    program: str


def choose_reminder(athlete: User, remind_at: int | None, *, now: datetime | None = None) -> None:
    """Remind the athlete at this minute of their clock, or never; the caller commits.

    A minute that is over today is one of tomorrow.
    """
    moment = now or utc_now()
    if remind_at is not None and remind_at != athlete.remind_at:
        calendar = athlete.calendar
        if is_past(calendar, remind_at, moment):
            athlete.reminded_on = calendar.day_of(moment)
    athlete.remind_at = remind_at


def stop_reminders(athlete_id: int) -> None:
    """Remind the athlete no more; the caller commits."""
    db.session.execute(
        update(User).where(User.id == athlete_id).values(remind_at=None),
        execution_options={"synchronize_session": False},
    )


def due_days(athlete_id: int, calendar: Calendar, today: date) -> list[RemindedDay]:
    """Return what an athlete is to be reminded of today; three statements."""
    found = []
    for state in running_enrolments(athlete_id, calendar, today):
        place, day = state.position, state.next_day
        if place is not None and day is not None and not day.is_rest:
            weekdays = [int(digit) for digit in state.weekdays]
            due = due_day(place, weekdays, state.pauses, today=today)
            if is_reminded_of(due, weekdays, today):
                found.append(RemindedDay(day.title, state.title))
    return found


def claim(athlete_id: int, today: date) -> bool:
    """Take today's reminder of an athlete, in the caller's transaction; false when it is taken.

    Of two who claim at once the second waits for the first and finds it taken, or takes what the
    first has lost.
    """
    result = db.session.connection().execute(
        update(User)
        .where(
            User.id == athlete_id,
            User.remind_at.is_not(None),
            or_(User.reminded_on.is_(None), User.reminded_on < today),
        )
        .values(reminded_on=today)
    )
    return result.rowcount == 1
