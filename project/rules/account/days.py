"""To which day something belongs: the one place that makes days of moments.

An athlete's day begins at the hour they choose, so that who trains after midnight trains on the day
before. A workout belongs to its day in the zone it was done in, wherever its athlete is now.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

LATEST_BEGIN: Final = 6
"""The latest hour at which a day may begin."""

FURTHEST_EAST: Final = timezone(timedelta(hours=14))
"""Where a day begins first."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How an athlete's days are told apart: their time zone, and the hour at which a day begins."""

    zone: str
    begins_at: int = 0

    @property
    def name(self) -> str:
        """What makes days of the same moments alike; what was made with another name is no longer true."""
        return f"{self.zone}+{self.begins_at}" if self.begins_at else self.zone

    def seen_in(self, zone: str | None) -> "Calendar":
        """Return the calendar for what was done in ``zone``; None stands for the athlete's own."""
        return self if zone in {None, self.zone} else replace(self, zone=zone)

    def at(self, moment: datetime) -> datetime:
        """Return the moment on a clock that shows midnight where the day begins: its date is the day."""
        local = moment.astimezone(ZoneInfo(self.zone))
        offset = local.utcoffset()
        if not self.begins_at or offset is None:
            return local
        return moment.astimezone(timezone(offset - timedelta(hours=self.begins_at)))

    def day_of(self, moment: datetime) -> date:
        return self.at(moment).date()

    def earliest(self, day: date) -> datetime:
        """Return the moment before which nothing belongs to ``day``, in whatever zone it was done."""
        return datetime.combine(day, time(self.begins_at), FURTHEST_EAST)
