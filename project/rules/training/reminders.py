"""When a mail says what is due: at the chosen hour of a day on which something is."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from project.rules.account.days import Calendar
from project.rules.training.due_days import DueDay, DueKind

LATEST: Final = 3 * 60
"""Minutes after the chosen one at which it is still said: cron may have been away."""

QUIET_AFTER: Final = timedelta(days=14)
"""Who has done nothing for so long hears no more of it until they come back."""

_DAY: Final = 24 * 60


def is_time(calendar: Calendar, remind_at: int, now: datetime) -> bool:
    """Return whether a reminder for ``remind_at``, a minute on the athlete's clock, is due now.

    Minutes are counted from where the athlete's day begins, so that one after midnight still
    belongs to the day before.
    """
    clock = calendar.at(now)
    late = clock.hour * 60 + clock.minute - (remind_at - calendar.begins_at * 60) % _DAY
    return 0 <= late < LATEST


def is_past(calendar: Calendar, remind_at: int, now: datetime) -> bool:
    """Return whether that minute of the athlete's day is over."""
    clock = calendar.at(now)
    return clock.hour * 60 + clock.minute > (remind_at - calendar.begins_at * 60) % _DAY


def is_reminded_of(due: DueDay, weekdays: Collection[int], today: date) -> bool:
    """Return whether an enrolment's next day is one to be reminded of today.

    With weekdays that is on each of them while something is due, without on every day it is.
    """
    if not due.is_due or today - due.on > QUIET_AFTER:
        return False
    return not weekdays or due.kind is DueKind.TODAY or today.isoweekday() in weekdays
