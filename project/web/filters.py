"""How dates, durations and numbers look to people; times are in the reader's zone or a given one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user
from markupsafe import Markup

from project.i18n import format_clock, format_day, format_moment, zone
from project.rules.library.durations import format_duration
from project.rules.library.sets import said_beside_value
from project.rules.library.word_joints import with_soft_hyphens


def time_zone() -> ZoneInfo | None:
    """Return the signed-in athlete's time zone, or None for the site's own."""
    if not current_user or not current_user.is_authenticated:
        return None
    return ZoneInfo(current_user.timezone)


def local(moment: datetime, where: str | None = None) -> datetime:
    """Return ``moment`` in the time zone of this name, or the reader's."""
    return moment.astimezone(ZoneInfo(where) if where else zone())


def de_date(moment: datetime, where: str | None = None) -> str:
    """Format as ``12.09.2026`` or ``Sep 12, 2026``, as the reader's language has it."""
    return format_day(local(moment, where))


def de_datetime(moment: datetime, where: str | None = None) -> str:
    """Format as ``12.09.2026, 18:20`` or ``Sep 12, 2026, 6:20 PM``."""
    return format_moment(local(moment, where))


def de_time(moment: datetime, where: str | None = None) -> str:
    """Format as ``18:20`` or ``6:20 PM``."""
    return format_clock(local(moment, where))


def elsewhere(moment: datetime, where: str) -> str:
    """Return the place of a time zone whose clocks showed another time than the reader's, or nothing."""
    if local(moment, where).utcoffset() == local(moment).utcoffset():
        return ""
    return where.rpartition("/")[2].replace("_", " ")


def local_input(moment: datetime, where: str | None = None) -> str:
    """Format for an ``<input type=datetime-local>``."""
    return local(moment, where).strftime("%Y-%m-%dT%H:%M")


def duration(seconds: int) -> str:
    """Format as ``0:45`` or ``1:30``."""
    return format_duration(seconds)


def iso(moment: datetime) -> str:
    """Format for a ``<time datetime=…>``, to the second."""
    return (moment - timedelta(microseconds=moment.microsecond)).isoformat()


def breakable(name: str) -> str:
    """Let a long name wrap where its words are joined."""
    parted = with_soft_hyphens(name)
    return Markup(parted) if isinstance(name, Markup) else parted  # noqa: S704  as safe as it was


def unbroken(values: str) -> str:
    """Let a line of sets wrap between them, never within one: ``L 0:15`` and ``8 @ +10`` stay whole."""
    sets = [each.partition(" (") for each in values.split(" · ")]
    return " · ".join(value.replace(" ", "\u00a0") + "".join(rest) for value, *rest in sets)


def init_filters(app: Flask) -> None:
    for function in (
        de_date,
        de_datetime,
        de_time,
        elsewhere,
        local_input,
        duration,
        said_beside_value,
        breakable,
        unbroken,
        iso,
    ):
        app.jinja_env.filters[function.__name__] = function
