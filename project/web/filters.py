"""How dates, durations and numbers look to people; times are in the athlete's own zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, g
from flask_login import current_user

from project.i18n import gettext, zone
from project.rules.library.durations import format_duration
from project.rules.library.sets import said_beside_value


def time_zone() -> ZoneInfo | None:
    """Return the signed-in athlete's time zone, or None for the site's own."""
    if not current_user or not current_user.is_authenticated:
        return None
    return ZoneInfo(current_user.timezone)


@dataclass(frozen=True, slots=True)
class Clock:
    """How the reader sees times, looked up once a request: a list shows many."""

    zone: ZoneInfo
    day_format: str
    moment_format: str


def clock() -> Clock:
    """Return the clock of this request's reader."""
    found: Clock | None = g.get("clock")
    if found is None:
        found = g.clock = Clock(zone(), gettext("%d.%m.%Y"), gettext("%d.%m.%Y, %H:%M"))
    return found


def local(moment: datetime) -> datetime:
    """Return ``moment`` in the reader's time zone."""
    return moment.astimezone(clock().zone)


def de_date(moment: datetime) -> str:
    """Format as ``12.09.2026``."""
    return local(moment).strftime(clock().day_format)


def de_datetime(moment: datetime) -> str:
    """Format as ``12.09.2026, 18:20``."""
    reader = clock()
    return moment.astimezone(reader.zone).strftime(reader.moment_format)


def local_input(moment: datetime) -> str:
    """Format for an ``<input type=datetime-local>`` in the reader's time zone."""
    return local(moment).strftime("%Y-%m-%dT%H:%M")


def duration(seconds: int) -> str:
    """Format as ``0:45`` or ``1:30``."""
    return format_duration(seconds)


def plural(count: int, one: str, many: str) -> str:
    """Return ``1 Satz`` or ``3 Sätze``; the words come translated."""
    return f"{count} {one if count == 1 else many}"


def iso(moment: datetime) -> str:
    """Format for a ``<time datetime=…>``, to the second."""
    return (moment - timedelta(microseconds=moment.microsecond)).isoformat()


def init_filters(app: Flask) -> None:
    """Register every filter by its name."""
    for function in (
        de_date,
        de_datetime,
        local_input,
        duration,
        said_beside_value,
        plural,
        iso,
    ):
        app.jinja_env.filters[function.__name__] = function
