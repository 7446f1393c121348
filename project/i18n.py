"""Words and dates for people: Flask-Babel, typed once. German texts are the message ids.

Imports nothing of ours, so every layer may name its sentences; without a request the German
text itself comes back.
"""

from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

import flask_babel


def gettext(text: str, **values: Any) -> str:  # noqa: ANN401  what the text's %(name)s stand for
    """Return ``text`` in the reader's language, with its ``%(name)s`` filled in."""
    return cast("str", flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return the form for ``num`` in the reader's language; ``%(num)s`` is filled in too."""
    return cast("str", flask_babel.ngettext(one, many, num, **values))


def lazy_gettext(text: str, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return a text that is translated where it is shown, for labels made at import."""
    return cast("str", flask_babel.lazy_gettext(text, **values))


def zone() -> ZoneInfo:
    """Return the reader's time zone."""
    return cast("ZoneInfo", flask_babel.get_timezone())


def format_date(day: date | datetime, pattern: str) -> str:
    """Format the day as it is, without moving it to another time zone."""
    return cast("str", flask_babel.format_date(day, pattern, rebase=False))


def format_datetime(moment: datetime, pattern: str) -> str:
    """Format a moment in the reader's time zone."""
    return cast("str", flask_babel.format_datetime(moment, pattern))


def format_time(moment: datetime | time, pattern: str) -> str:
    """Format a moment's clock time in the reader's time zone."""
    return cast("str", flask_babel.format_time(moment, pattern))
