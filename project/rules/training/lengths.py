"""How long a workout took: when a forgotten one ended, and which lengths are believed.

A workout that nobody ended goes on while its athlete sleeps. What two hours without a set mean,
and four hours of training, are our own choices.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from project.rules.limits import LONGEST_WORKOUT

IDLE: Final = timedelta(hours=2)
"""Without a set for longer, a workout was over after its last one."""

PLAUSIBLE: Final = timedelta(hours=4)
"""A longer one counts only once its athlete confirmed it."""


def end_of(last_set: datetime | None, rest: int, now: datetime) -> datetime:
    """Return when a workout that is ended ``now`` was over; ``rest`` are seconds."""
    if last_set is None or now - last_set <= IDLE:
        return now
    return last_set + timedelta(seconds=rest)


@dataclass(frozen=True, slots=True)
class Length:
    """When a workout began and ended, and the seconds in between that were none of it."""

    began: datetime | None
    ended: datetime | None
    paused: int = 0
    is_confirmed: bool = False
    """By its athlete's own word."""

    @property
    def trained(self) -> timedelta | None:
        """How long it took without the pauses, believed or not; None where that is not known."""
        if self.began is None or self.ended is None:
            return None
        return self.ended - self.began - timedelta(seconds=self.paused)

    @property
    def is_doubtful(self) -> bool:
        """Whether it has to be confirmed before it counts."""
        if self.trained is None or self.is_confirmed:
            return False
        return not timedelta() <= self.trained <= PLAUSIBLE

    @property
    def minutes(self) -> int | None:
        """The length that counts; None where there is none or it is doubtful."""
        if self.trained is None or self.is_doubtful:
            return None
        return round(self.trained.total_seconds() / 60)


def is_possible(began: datetime, ended: datetime, paused: int) -> bool:
    """Return whether a workout may have begun and ended then, with pauses of so many seconds."""
    return timedelta(seconds=paused) <= ended - began <= LONGEST_WORKOUT
