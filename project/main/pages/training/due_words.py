"""When the next day of a program is due, in words: never a reproach."""

from datetime import date
from typing import Final

from project.i18n import format_day, gettext, weekday_name
from project.rules.training.due_days import DueDay, DueKind
from project.rules.training.load import DAYS_OF_WEEK

_YESTERDAY: Final = -1
_TOMORROW: Final = 1


def due_words(due: DueDay, title: str, today: date) -> str:
    """Say when the next day of training is due; ``title`` is that day's."""
    match due.kind:
        case DueKind.TODAY:
            return gettext("Heute dran: %(title)s", title=title)
        case DueKind.SINCE:
            return _since(due.on, title, today)
        case DueKind.OPEN:
            return gettext("Dran, wann du magst: %(title)s", title=title)
        case DueKind.DONE:
            return gettext("Heute erledigt. %(next)s", next=_next(due.on, title, today))
        case DueKind.REST:
            return gettext("Ruhetag. %(next)s", next=_next(due.on, title, today))
        case DueKind.PAUSED:
            return gettext("Pause seit %(day)s: Nichts ist dran.", day=format_day(due.on))


def _since(on: date, title: str, today: date) -> str:
    days = (on - today).days
    if days == _YESTERDAY:
        return gettext("Seit gestern dran: %(title)s", title=title)
    day = weekday_name(on) if -days < DAYS_OF_WEEK else format_day(on)
    return gettext("Seit %(day)s dran: %(title)s", day=day, title=title)


def _next(on: date, title: str, today: date) -> str:
    days = (on - today).days
    if days == _TOMORROW:
        return gettext("Morgen: %(title)s", title=title)
    day = weekday_name(on) if days < DAYS_OF_WEEK else format_day(on)
    return gettext("%(day)s: %(title)s", day=day, title=title)
