"""Times such as "vor 3 Minuten", which Flask-Moment keeps true on a page that stays open.

The words come with the page, so they stand there without scripts as well; moment.js says the same
ones from then on (`tests/js/relative_time.test.mjs` compares the two).
"""

from datetime import datetime, timedelta
from typing import Final

import flask_moment
from flask import Flask
from markupsafe import Markup

from project.i18n import gettext, ngettext
from project.models import utc_now
from project.web.filters import de_date, de_datetime, iso

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

# Up to where each unit is used, when it is rounded half up: those of moment.js.
SECONDS_AT_MOST: Final = 44
MINUTES_BELOW: Final = 45
HOURS_BELOW: Final = 22
DAYS_AT_MOST: Final = 6
"""What is older is named by its day, which needs no refreshing."""


class RelativeTime(flask_moment.moment):  # type: ignore[misc]  # Flask-Moment has no type hints
    """Flask-Moment's time as a `<time>`, seen before any script has run and without a style."""

    where: str | None = None

    def fromNow(self, no_suffix: bool = False, refresh: bool = True) -> Markup:  # noqa: N802  Flask-Moment's own
        """Return how long ago it was, in words that stay true; the day, when that is long ago."""
        exact, at = de_datetime(self.timestamp, self.where), iso(self.timestamp)
        age = utc_now() - self.timestamp
        if age < timedelta():
            return Markup(f'<time datetime="{at}">{exact}</time>')  # noqa: S704  figures and our own texts
        words = ago(age // timedelta(seconds=1))
        # Flask-Moment's script reads the attributes, and takes the class away.
        renewed = (
            f' data-timestamp="{at}" data-function="fromNow" data-refresh="60000"'
            ' data-module="relative-time" class="flask-moment"'
        )
        return Markup(  # noqa: S704  as above
            f'<time datetime="{at}" title="{exact}"{renewed if words else ""}>'
            f"{words or de_date(self.timestamp, self.where)}</time>"
        )


def ago(seconds: int) -> str:
    """Return "vor 3 Minuten" for 180; empty from a week on."""
    if seconds <= SECONDS_AT_MOST:
        return gettext("vor ein paar Sekunden")
    minutes = _rounded(seconds, MINUTE)
    if minutes < MINUTES_BELOW:
        return ngettext("vor einer Minute", "vor %(num)s Minuten", minutes)
    hours = _rounded(seconds, HOUR)
    if hours < HOURS_BELOW:
        return ngettext("vor einer Stunde", "vor %(num)s Stunden", hours)
    days = _rounded(seconds, DAY)
    if days <= DAYS_AT_MOST:
        return ngettext("vor einem Tag", "vor %(num)s Tagen", days)
    return ""


def _rounded(seconds: int, unit: int) -> int:
    return max((seconds + unit // 2) // unit, 1)


def relative_time(moment: datetime, where: str | None = None) -> Markup:
    """Write a time for a page: a `<time>` with its words, the exact time on hover.

    The latter, and the day of what is older, in the time zone ``where`` or the reader's.
    """
    time = RelativeTime(moment)
    time.where = where
    return time.fromNow()


def init_relative_times(app: Flask) -> None:
    """Bind Flask-Moment with our markup, and offer ``moment|relative_time`` to templates."""
    flask_moment.Moment(app)
    app.extensions["moment"] = RelativeTime
    app.jinja_env.filters[relative_time.__name__] = relative_time
