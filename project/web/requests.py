"""What happens around every request: its id, the kind of its transaction, lost conflicts."""

import secrets
from typing import Any, Final

from flask import Flask, Request, current_app, g, request
from flask.ctx import AppContext
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

from project.database import PATIENCE, expect_writes, is_conflict, limit_waiting
from project.extensions import db
from project.i18n import forget_language
from project.rules.limits import MAX_ID
from project.web.strict_json import StrictJson

TRIES: Final = 3
SAFE_METHODS: Final = frozenset({"GET", "OPTIONS"})


class HeadIsGet(Request):
    """A request whose HEAD reads as GET, so that no view takes it for a POST.

    A view that asks ``request.method == "GET"`` would do on HEAD what it does on POST, and HEAD
    carries no token. The answer still goes without its body: the server's own record says HEAD.
    """

    def __init__(
        self, environ: dict[str, Any], populate_request: bool = True, shallow: bool = False
    ) -> None:
        super().__init__(environ, populate_request, shallow)
        if self.method == "HEAD":
            self.method = "GET"


class Id(IntegerConverter):
    """``<int:…>`` in an address: plain digits of a number that the databases' ids can be.

    Anything else leads nowhere, so no query is asked for a number that it cannot hold.
    """

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=MAX_ID)


class Word(UnicodeConverter):
    """``<…>`` in an address: a part without control characters, which not every database takes."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = "[^/\x00-\x1f\x7f]+"


class App(Flask):
    """Flask that runs a request again when its transaction lost against another one.

    Safe because a request has one transaction and no effect outside it: mails are rows of the
    same transaction, and cookies are set on the answer that is sent.
    """

    request_class = HeadIsGet
    json_provider_class = StrictJson

    def app_context(self) -> AppContext:
        """Return a context, whose texts are those of its own reader."""
        forget_language()
        return super().app_context()

    def dispatch_request(self) -> ResponseReturnValue:
        for left in reversed(range(TRIES)):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                if not left or not is_conflict(error):
                    raise
                db.session.rollback()
                db.session.expunge_all()
                g.pop("_login_user", None)
        raise AssertionError  # the last try returns or raises


def init_requests(app: Flask) -> None:
    """Give each request an id, say whether its transaction is going to write, read addresses."""
    app.url_map.converters |= {"int": Id, "default": Word}
    app.before_request(_begin)
    app.teardown_appcontext(_end)


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    limit_waiting(PATIENCE)
    view = current_app.view_functions.get(request.endpoint or "")
    expect_writes(yes=request.method not in SAFE_METHODS and not hasattr(view, "reads_first"))


def _end(_error: BaseException | None) -> None:
    """End what is still open, also when the database went away: the answer is made already.

    Runs before Flask-SQLAlchemy's own end, which would raise past the answer then.
    """
    limit_waiting(None)
    if not db.session.registry.has():
        return
    try:
        db.session.rollback()
    except DBAPIError:
        db.session().invalidate()


def begin_writing() -> None:
    """End the reading transaction; the next statement begins one that writes."""
    db.session.rollback()
    expect_writes(yes=True)


def begin_reading() -> None:
    """Say that what follows the commit is only read; it waits for nobody who writes."""
    expect_writes(yes=False)


def is_navigation(incoming: Request) -> bool:
    """Return whether a person goes to the page; browsers of today say when a script asks."""
    return incoming.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def wants_json(incoming: Request) -> bool:
    """Return whether the client asked for, or sent, JSON."""
    best = incoming.accept_mimetypes.best_match(["text/html", "application/json"])
    return incoming.is_json or (best == "application/json" and "Accept" in incoming.headers)
