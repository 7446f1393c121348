"""Which language an answer speaks: the athlete's, the visitor's, the browser's, the site's."""

from collections.abc import Sequence
from typing import Final, cast

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_login import current_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.wrappers import Response

from project.i18n import language, site_language, was_asked
from project.web.safe_redirect import is_safe_target

COOKIE: Final = "language"
ONE_YEAR: Final = 31_536_000


def init_languages(app: Flask) -> None:
    """Let templates offer the languages, and answers say that they hang on them."""
    choices = [(code, own_name(code)) for code in app.config["LANGUAGES"]]
    app.jinja_env.globals.update(languages=choices, here=here)
    app.after_request(note_language)


def here() -> str:
    """Return the address of this page, to come back to; the start page where there is none."""
    if request.method == "GET" and request.endpoint:
        address = request.script_root + request.full_path.removesuffix("?")
        if is_safe_target(address):
            return address
    return f"{request.script_root}/"


def own_name(code: str) -> str:
    """Return what a language calls itself: ``Deutsch``."""
    name = Locale.parse(code).get_display_name() or code
    return name[:1].upper() + name[1:]


def offered() -> Sequence[str]:
    return cast("Sequence[str]", current_app.config["LANGUAGES"])


def reader_language() -> str:
    """Return the language of this request's reader; nothing chosen is ever overridden."""
    if not has_request_context():
        return site_language()
    chosen = _athletes() or request.cookies.get(COOKIE)
    if chosen in offered():
        return str(chosen)
    # The site's own first: it wins where a browser likes several as much.
    there = sorted(offered(), key=lambda code: code != site_language())
    return request.accept_languages.best_match(there) or site_language()


def _athletes() -> str | None:
    """Return what the signed-in athlete chose; errors are told without a database, too."""
    try:
        return current_user.language if current_user.is_authenticated else None
    except (DBAPIError, PoolTimeoutError, ObjectDeletedError):
        return None


def remember_language(response: Response, code: str | None) -> Response:
    """Let the browser keep a visitor's choice for a year; None lets it forget."""
    kept = current_app.session_interface
    response.set_cookie(
        COOKIE,
        code or "",
        max_age=ONE_YEAR if code else 0,
        path=kept.get_cookie_path(current_app),
        secure=kept.get_cookie_secure(current_app),
        httponly=True,
        samesite="Lax",
    )
    return response


def note_language(response: Response) -> Response:
    """Say which language was spoken; where somebody may keep the answer, what it hangs on."""
    if not was_asked():
        return response
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language()
    if "no-store" not in response.headers.get("Cache-Control", "no-store"):
        response.vary.update(("Accept-Language", "Cookie"))
    return response
