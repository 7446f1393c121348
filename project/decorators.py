"""Who may open a page, and how a page's transaction begins."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from project.enums import FlashLevel
from project.extensions import login
from project.i18n import gettext
from project.web.current import reader
from project.web.notices import flash
from project.web.rate_limits import count_write
from project.web.requests import is_navigation, wants_json

P = ParamSpec("P")
R = TypeVar("R")


def login_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Send visitors to the sign-in page, and count what athletes change.

    Typed, and nothing switches it off.
    """

    @wraps(view)
    def decorated(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_user.is_authenticated:
            if request.method == "POST" and current_app.config["RATELIMIT_ENABLED"]:
                count_write()
            return view(*args, **kwargs)
        answer: ResponseReturnValue = login.unauthorized()
        return answer

    return decorated


def check_confirmed(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Hold athletes whose address is not confirmed; stands below ``login_required``."""

    @wraps(view)
    def decorated(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if reader().confirmed:
            return view(*args, **kwargs)
        if wants_json(request):
            raise Forbidden(gettext("Bitte bestätige zuerst deine E-Mail-Adresse."))
        if is_navigation(request):  # a script's answer brings no cookie, see `ask_to_sign_in`
            flash(gettext("Bitte bestätige zuerst deine E-Mail-Adresse."), FlashLevel.WARNING)
        return redirect(url_for("auth.unconfirmed"), code=303)

    return decorated


def reads_first(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page whose POST reads (and hashes a password) before it writes.

    Its transaction begins without the write lock; the view calls `begin_writing` when it is
    about to write. Everybody else's POST would otherwise wait for the hash on SQLite.
    """
    view.reads_first = True  # type: ignore[attr-defined]  # read by project.web.requests
    return view


def takes_files(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page whose form may bring a file, and so a larger body than others."""
    view.takes_files = True  # type: ignore[attr-defined]  # read by project.web.bodies
    return view
