"""How long a workout took: when a forgotten one ended, and which lengths are believed.

A workout that nobody ended goes on while its athlete sleeps. What two hours without a set mean,
and four hours of training, are our own choices.
"""

from datetime import datetime, timedelta
from typing import Final

IDLE: Final = timedelta(hours=2)
"""Without a set for longer, a workout was over after its last one."""

PLAUSIBLE: Final = timedelta(hours=4)
"""A longer one counts only once its athlete confirmed it."""

LONGEST: Final = timedelta(hours=24)
"""Nobody may say more."""


def end_of(last_set: datetime | None, rest: int, now: datetime) -> datetime:
    """Return when a workout that is ended ``now`` was over; ``rest`` are seconds."""
    if last_set is None or now - last_set <= IDLE:
        return now
    return last_set + timedelta(seconds=rest)


def is_doubtful(began: datetime | None, ended: datetime | None, *, confirmed: bool) -> bool:
    """Return whether a length has to be confirmed before it counts."""
    if began is None or ended is None or confirmed:
        return False
    return not timedelta() <= ended - began <= PLAUSIBLE


def believed_minutes(
    began: datetime | None, ended: datetime | None, *, confirmed: bool
) -> int | None:
    """Return the length that counts, None where there is none or it is doubtful."""
    if began is None or ended is None or is_doubtful(began, ended, confirmed=confirmed):
        return None
    return round((ended - began).total_seconds() / 60)
