"""Words, dates and numbers for people: Flask-Babel, typed once. German texts are the message ids.

Imports nothing of ours, so every layer may name its sentences; without a request the German
text itself comes back. Dates and numbers look as Unicode's CLDR says for the language.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale, dates, numbers
from flask import Flask, current_app, g, has_app_context
from flask_babel.speaklater import LazyString
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language with the catalogue of our texts in it."""

    locale: Locale
    words: NullTranslations
    code: str


_SOURCE: Final = Tongue(Locale("de"), NullTranslations(), "de")
# Asked for a hundred times a page, which ``g`` would take ten times as long for.
_tongue: ContextVar[Tongue | None] = ContextVar("tongue", default=None)


def tongue() -> Tongue:
    """Return the reader's language, found once a request: a page asks for a hundred texts."""
    found = _tongue.get()
    if found is None:
        if not has_app_context():
            return _SOURCE
        locale = flask_babel.get_locale() or _SOURCE.locale
        found = Tongue(locale, flask_babel.get_translations(), str(locale))
        _tongue.set(found)
    return found


def catalogue() -> NullTranslations:
    """Return the catalogue of the reader's language."""
    return tongue().words


def language() -> str:
    """Return the code of the reader's language, for ``<html lang>``."""
    return tongue().code.replace("_", "-")


def language_code() -> str:
    """Return the code of the reader's language as files and settings have it: ``pt_BR``."""
    return tongue().code


def was_asked() -> bool:
    """Return whether anything was said in this request, so that the answer hangs on its reader."""
    return _tongue.get() is not None


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speak another language meanwhile, as to the recipient of a mail; None changes nothing.

    A language that is not offered any more is answered in the site's own.
    """
    if code is None or not has_app_context():
        yield
        return
    offered = cast("Sequence[str]", current_app.config["LANGUAGES"])
    with _forced(code if code in offered else site_language()):
        yield


@contextmanager
def _forced(code: str) -> Iterator[None]:
    before = _tongue.get()
    with flask_babel.force_locale(code):
        _tongue.set(None)
        try:
            yield
        finally:
            _tongue.set(before)


def commands_speak() -> AbstractContextManager[None]:
    """Speak English meanwhile, as commands do whatever the site speaks."""
    return _forced("en")


def site_language() -> str:
    """Return the language for readers nobody knows, such as the operators of the site."""
    return cast("str", current_app.config["BABEL_DEFAULT_LOCALE"])


def N_(text: str) -> str:  # noqa: N802  the name by which message extraction finds it
    """Mark a text that is translated later."""
    return text


def gettext(text: str, **values: Any) -> str:  # noqa: ANN401  what the text's %(name)s stand for
    """Return ``text`` in the reader's language, with its ``%(name)s`` filled in."""
    translated = catalogue().gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, num: int, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return the form for ``num`` in the reader's language; ``%(num)s`` is filled in too."""
    return catalogue().ngettext(one, many, num) % {"num": num, **values}


def pgettext(context: str, text: str, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return a short word in the reader's language; ``context`` says which of its meanings."""
    translated = catalogue().pgettext(context, text)
    return translated % values if values else translated


def plural_forms(one: str, many: str) -> dict[str, str]:
    """Return a text's form for each of the language's kinds of numbers, as CLDR names them.

    A script finds the one for a number by ``Intl.PluralRules``.
    """
    return {
        kind: catalogue().ngettext(one, many, number)
        for kind, number in _samples(tongue().locale).items()
    }


@lru_cache(maxsize=64)
def _samples(locale: Locale) -> dict[str, int]:
    """Return a number of each kind that whole numbers of the language can be."""
    rule = locale.plural_form
    found: dict[str, int] = {}
    for number in (*range(1, 200), 0, 1_000_000):
        found.setdefault(rule(number), number)
    return {**found, "other": found.get("other", 1_000)}


def lazy_gettext(text: str, **values: Any) -> str:  # noqa: ANN401  as in gettext
    """Return a text that is translated where it is shown, for labels made at import."""
    return cast("str", flask_babel.lazy_gettext(text, **values))


def lazily(function: Callable[..., str], *values: object) -> str:
    """Return a text that a function makes where it is shown, such as a number in a lazy text."""
    return cast("str", LazyString(function, *values))


def lazy_pgettext(context: str, text: str) -> str:
    """Return a short word that is translated where it is shown."""
    return cast("str", flask_babel.lazy_pgettext(context, text))


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


def template_pgettext(context: str, text: str, **values: Any) -> Markup:  # noqa: ANN401  as in gettext
    """Return a short word for a template; ``context`` says which of its meanings."""
    translated = Markup(catalogue().pgettext(context, text))  # noqa: S704  as above
    return translated % values if values else translated


def init_texts(app: Flask) -> None:
    """Give templates ``_`` and its kin; Flask-Babel's own find the catalogue anew for each text."""
    app.jinja_env.globals.update(
        _=template_gettext,
        gettext=template_gettext,
        ngettext=template_ngettext,
        pgettext=template_pgettext,
        plural_forms=plural_forms,
        language=language,
        language_code=language_code,
    )
    app.teardown_appcontext(forget_language)


def forget_language(_error: BaseException | None = None) -> None:
    """Find out anew who reads: an app context begins or ends."""
    _tongue.set(None)


def changed_reader() -> None:
    """Speak the language of who is signed in from here on."""
    flask_babel.refresh()
    _tongue.set(None)


def zone() -> ZoneInfo:
    """Return the reader's time zone, found once a request."""
    found: ZoneInfo | None = g.get("zone")
    if found is None:
        found = g.zone = cast("ZoneInfo", flask_babel.get_timezone())
    return found


def format_day(day: date) -> str:
    """Return ``12.09.2026``: the day as it is, not moved to another time zone."""
    return _day(day.year, day.month, day.day, tongue().locale)


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, locale: Locale) -> str:
    """Return a day; one page names the same days as the next."""
    return dates.format_date(date(year, month, day), "medium", locale)


def format_clock(moment: datetime | time) -> str:
    """Return ``18:20``: the time as it is."""
    return _clock(moment.hour, moment.minute, tongue().locale)


@lru_cache(maxsize=1440)
def _clock(hour: int, minute: int, locale: Locale) -> str:
    return dates.format_time(time(hour, minute), "short", locale=locale)


def format_moment(moment: datetime) -> str:
    """Return ``12.09.2026, 18:20``: day and time as they are."""
    # Text, whatever its type says.
    joined = cast("str", dates.get_datetime_format("medium", tongue().locale))
    return joined.replace("{0}", format_clock(moment)).replace("{1}", format_day(moment))


def format_month(day: date) -> str:
    """Return ``September 2026``."""
    return dates.format_skeleton("yMMMM", day, locale=tongue().locale)


def month_name(day: date) -> str:
    """Return ``Sep``, for where a month stands by itself."""
    names = dates.get_month_names("abbreviated", "stand-alone", tongue().locale)
    return cast("str", names[day.month])


def weekday_name(day: date) -> str:
    """Return ``Samstag``, for where a weekday stands by itself."""
    names = dates.get_day_names("wide", "stand-alone", tongue().locale)
    return cast("str", names[day.weekday()])


def weekday_short(day: date) -> str:
    """Return ``Sa``, for the head of a calendar's column."""
    names = dates.get_day_names("abbreviated", "stand-alone", tongue().locale)
    return cast("str", names[day.weekday()])


def decimal_sign() -> str:
    """Return what stands between whole and parts: a comma in German."""
    return numbers.get_decimal_symbol(tongue().locale)


def format_full_day(day: date) -> str:
    """Return the day in digits as spreadsheets of the reader's language read it: 27.09.2026."""
    pattern = dates.get_date_format("short", tongue().locale).pattern
    return dates.format_date(day, re.sub("y+", "yyyy", pattern), tongue().locale)
