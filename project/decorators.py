"""Who may open a page, and how a page's transaction begins."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue, RouteCallable
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

    Typed, and nothing switches it off. `GuardedBlueprint` puts it around every page that is not public.
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


class GuardedBlueprint(Blueprint):
    """A blueprint whose pages are for signed-in and confirmed athletes unless a list says otherwise.

    ``public`` names the endpoints that visitors may open, ``unconfirmed`` those for whoever is
    signed in. The guard stands around the view, above its own decorators, and not before the
    request: what it reads and counts is part of the page's transaction, and a lost one is run again.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        public: frozenset[str] = frozenset(),
        unconfirmed: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(name, import_name)
        self.public = public
        self.unconfirmed = unconfirmed
        # Flask wants one function for an endpoint, also when it has several addresses.
        self._guarded: dict[RouteCallable, RouteCallable] = {}

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: RouteCallable | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,  # noqa: ANN401  Flask's own signature
    ) -> None:
        if view_func is not None:
            view_func = self._guard(endpoint or view_func.__name__, view_func)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)

    def _guard(self, endpoint: str, view: RouteCallable) -> RouteCallable:
        if endpoint in self.public:
            return view
        if view not in self._guarded:
            # None of our views is a coroutine, which Flask's type allows as well.
            inner = cast("Callable[..., ResponseReturnValue]", view)
            if endpoint not in self.unconfirmed:
                inner = check_confirmed(inner)
            self._guarded[view] = login_required(inner)
        return self._guarded[view]


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
