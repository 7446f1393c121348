"""How dates, durations and numbers look to people; times are in the athlete's own zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user

from project.i18n import format_day, format_moment, zone
from project.rules.library.durations import format_duration
from project.rules.library.sets import said_beside_value


def time_zone() -> ZoneInfo | None:
    """Return the signed-in athlete's time zone, or None for the site's own."""
    if not current_user or not current_user.is_authenticated:
        return None
    return ZoneInfo(current_user.timezone)


def local(moment: datetime) -> datetime:
    """Return ``moment`` in the reader's time zone."""
    return moment.astimezone(zone())


def de_date(moment: datetime) -> str:
    """Format as ``12.09.2026`` or ``Sep 12, 2026``, as the reader's language has it."""
    return format_day(local(moment))


def de_datetime(moment: datetime) -> str:
    """Format as ``12.09.2026, 18:20`` or ``Sep 12, 2026, 6:20 PM``."""
    return format_moment(local(moment))


def local_input(moment: datetime) -> str:
    """Format for an ``<input type=datetime-local>`` in the reader's time zone."""
    return local(moment).strftime("%Y-%m-%dT%H:%M")


def duration(seconds: int) -> str:
    """Format as ``0:45`` or ``1:30``."""
    return format_duration(seconds)


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
        iso,
    ):
        app.jinja_env.filters[function.__name__] = function
