"""Words and dates for people: Flask-Babel, typed once. German texts are the message ids.

Imports nothing of ours, so every layer may name its sentences; without a request the German
text itself comes back.
"""

import re
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale, dates, numbers
from flask import Flask, g, has_app_context
from markupsafe import Markup

_SOURCE: Final = NullTranslations()
_LANGUAGE: Final = Locale("de")
# Asked for a hundred times a page, which ``g`` would take ten times as long for.
_catalogue: ContextVar[NullTranslations | None] = ContextVar("catalogue", default=None)


def catalogue() -> NullTranslations:
    """Return the reader's catalogue, found once a request: a page asks for a hundred texts."""
    found = _catalogue.get()
    if found is None:
        if not has_app_context():
            return _SOURCE
        found = flask_babel.get_translations()
        _catalogue.set(found)
    return found


def gettext(text: str, **values: Any) -> str:  # noqa: ANN401  what the text's %(name)s stand for
    """Return ``text`` in the reader's language, with its ``%(name)s`` filled in."""
    translated = catalogue().gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, num: int, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return the form for ``num`` in the reader's language; ``%(num)s`` is filled in too."""
    return catalogue().ngettext(one, many, num) % {"num": num, **values}


def lazy_gettext(text: str, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return a text that is translated where it is shown, for labels made at import."""
    return cast("str", flask_babel.lazy_gettext(text, **values))


@lru_cache(maxsize=4096)
def _markup(words: NullTranslations, text: str) -> Markup:
    """Return the text as the catalogue has it; the frame of a page asks for the same forty."""
    return Markup(words.gettext(text))  # noqa: S704  our own texts


def template_gettext(text: str, **values: Any) -> Markup:  # noqa: ANN401  as in gettext
    """Return ``text`` for a template: HTML itself, with what is filled in escaped."""
    translated = _markup(catalogue(), text)
    return translated % values if "%" in text else translated


def template_ngettext(one: str, many: str, num: int, **values: Any) -> Markup:  # noqa: ANN401  as in gettext
    """Return the form for ``num`` for a template, as `template_gettext` does."""
    return Markup(catalogue().ngettext(one, many, num)) % {"num": num, **values}  # noqa: S704  as above


def init_texts(app: Flask) -> None:
    """Give templates ``_`` and its kin; Flask-Babel's own find the catalogue anew for each text."""
    names = {"_": template_gettext, "gettext": template_gettext, "ngettext": template_ngettext}
    app.jinja_env.globals.update(names)
    app.teardown_appcontext(forget_catalogue)


def forget_catalogue(_error: BaseException | None = None) -> None:
    """Look the reader's catalogue up anew: an app context begins or ends."""
    _catalogue.set(None)


def zone() -> ZoneInfo:
    """Return the reader's time zone, found once a request."""
    found: ZoneInfo | None = g.get("zone")
    if found is None:
        found = g.zone = cast("ZoneInfo", flask_babel.get_timezone())
    return found


def format_date(day: date, pattern: str) -> str:
    """Format the day as it is, without moving it to another time zone."""
    return _formatted(day, pattern, flask_babel.get_locale() or _LANGUAGE)


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, language: Locale) -> str:
    """Return the words for a day; one page names the same months and weeks as the next."""
    return dates.format_date(day, pattern, language)


def format_full_day(day: date) -> str:
    """Return the day in digits as spreadsheets of the reader's language read it: 27.09.2026."""
    language = flask_babel.get_locale() or _LANGUAGE
    pattern = dates.get_date_format("short", language).pattern
    return dates.format_date(day, re.sub("y+", "yyyy", pattern), language)


def decimal_sign() -> str:
    """Return what stands before the fraction in the reader's language."""
    return numbers.get_decimal_symbol(flask_babel.get_locale() or _LANGUAGE)
