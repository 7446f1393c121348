"""Every error becomes a page in the site's look, or JSON for JSON requests, in one place.

Pages of faults that may come from the database (500, 503) never touch it.
"""

from typing import Any, Final

from flask import (
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.routing import RequestRedirect

from project.enums import FlashLevel
from project.errors import bp
from project.exceptions import DomainError, InvalidError, RenamedError
from project.extensions import db, login
from project.i18n import gettext, lazy_gettext
from project.web.bodies import brings_files
from project.web.kept_forms import FIELD, kept_page, sent_form, unsealed
from project.web.notices import flash
from project.web.origin import ForeignOriginError, Sender, sender_of
from project.web.requests import wants_json

TITLES: Final = {
    400: lazy_gettext("Das hat nicht geklappt"),
    403: lazy_gettext("Das darfst du nicht"),
    404: lazy_gettext("Hier ist nichts"),
    405: lazy_gettext("So geht das nicht"),
    409: lazy_gettext("Das geht gerade nicht"),
    413: lazy_gettext("Das ist zu groß"),
    422: lazy_gettext("Das passt noch nicht"),
    429: lazy_gettext("Kurz durchatmen"),
    500: lazy_gettext("Das war unser Fehler"),
    503: lazy_gettext("Gleich wieder da"),
}
TEXTS: Final = {
    400: lazy_gettext("Die Anfrage war unvollständig oder nicht zu lesen."),
    403: lazy_gettext("Diese Seite ist nicht für dich freigegeben."),
    404: lazy_gettext("Die Seite gibt es nicht, oder sie ist nicht für dich sichtbar."),
    405: lazy_gettext("Diese Adresse lässt sich so nicht aufrufen."),
    413: lazy_gettext("Du hast mehr geschickt, als wir annehmen: höchstens 6 MB."),
    429: lazy_gettext(
        "Das waren zu viele Versuche in kurzer Zeit. Warte etwas und versuch es dann noch einmal."
    ),
    500: lazy_gettext(
        "Bei uns ist etwas schiefgegangen. Was du zuletzt gespeichert hast, ist"
        " sicher. Versuch es bitte noch einmal."
    ),
    503: lazy_gettext(
        "Die Datenbank antwortet gerade nicht. Was du gespeichert hast, ist sicher."
        " Versuch es in einer Minute noch einmal."
    ),
}
CSRF_KEPT: Final = lazy_gettext(
    "Deine Anmeldung hat inzwischen gewechselt. Was du geschrieben hast, ist noch da: Schick es"
    " noch einmal ab. Passwörter und ausgewählte Dateien gibst du danach noch einmal an."
)
CSRF_OTHER: Final = lazy_gettext(
    "Diese Seite gehört zu einem anderen Konto als dem, mit dem du jetzt angemeldet bist. Geh"
    " zurück, wenn du noch brauchst, was du geschrieben hast."
)
CSRF_TEXT: Final = lazy_gettext(
    "Die Seite war zu lange offen oder deine Anmeldung hat gewechselt. Geh zurück, lade sie neu"
    " und schick es noch einmal ab."
)

UPLOAD_TEXT: Final = lazy_gettext(
    "Das Bild ist zu groß: höchstens 5 MB. Geh zurück und nimm ein kleineres."
)
FILE_TEXT: Final = lazy_gettext(
    "Die Datei ist zu groß: höchstens 10 MB. Geh zurück und nimm eine kleinere."
)
FOREIGN_TEXT: Final = lazy_gettext(
    "Das kam von einer fremden Seite; gespeichert ist nichts. Wenn du es selbst wolltest, öffne die"
    " Seite hier und schick es von dort ab."
)


def answer(
    status: int,
    text: str | None = None,
    headers: dict[str, str] | None = None,
    code: str | None = None,
    fields: dict[str, str] | None = None,
) -> Response:
    """Build the answer for ``status``; without a text of its own, the usual one.

    JSON is ``{error, message, status, request_id}``: ``error`` is a word for programs (the
    status's name unless ``code`` says more), ``message`` a sentence for the athlete. ``fields``, where
    single values are wrong, has a message for each.
    """
    title = str(TITLES.get(status, TITLES[400]))
    text = text or str(TEXTS.get(status, TEXTS[400]))
    if wants_json(request):
        response = jsonify(
            # Werkzeug's names: Python's own differ from version to version.
            error=code or HTTP_STATUS_CODES[status].lower().replace(" ", "_"),
            message=text,
            status=status,
            request_id=g.get("request_id", ""),
            **({} if fields is None else {"fields": fields}),
        )
    elif request_ctx.url_adapter is None:
        # The request was refused before its address was looked at (a foreign host name), so no
        # link can be built.
        response = make_response(f"{status} {title}. {text}\n")
        response.mimetype = "text/plain"
    else:
        response = make_response(_page(status=status, heading=title, text=text))
    response.status_code = status
    response.headers.update(headers or {})
    return response


def _page(**words: Any) -> str:  # noqa: ANN401  what the template shows
    """Render the page; without the athlete when that is what went wrong."""
    try:
        return render_template("errors/error.html", **words)
    except (DBAPIError, PoolTimeoutError, ObjectDeletedError):
        _forget_session()
        return render_template("errors/error.html", **words)


@bp.app_errorhandler(HTTPException)
def http_error(error: HTTPException) -> ResponseReturnValue:
    """Answer 4xx raised by Flask, Werkzeug or `abort`; ``abort(403, "…")`` brings its text."""
    if isinstance(error, RequestRedirect):
        return error.get_response()
    status = error.code or 500
    own = error.description if error.description != type(error).description else None
    kept = {
        name: value
        for name, value in error.get_headers(request.environ)
        if name in {"Allow", "Retry-After"}
    }
    if status == 429:  # noqa: PLR2004  Too Many Requests; the limiter's text is for operators
        own = None
    text = own if status in {403, 409, 422, 503} else None
    if isinstance(error, RequestEntityTooLarge) and brings_files():
        text = str(UPLOAD_TEXT if request.endpoint == "auth.edit_profile" else FILE_TEXT)
    db.session.rollback()
    return answer(status, text, kept)


@bp.app_errorhandler(CSRFError)
def csrf_error(_error: CSRFError) -> ResponseReturnValue:
    """Answer 400 to a POST without the session's token.

    A form of our own page, sent after somebody signed out or in anew elsewhere, comes back to be
    sent once more: to whom it belongs, who may have to sign in first. A foreign page's form never
    does, and neither do passwords.
    """
    if not _is_our_own_form():
        return answer(400, str(CSRF_TEXT), code="csrf")
    try:
        return _bring_back()
    except (DBAPIError, PoolTimeoutError) as error:
        return database_unavailable(error)


def _bring_back() -> ResponseReturnValue:
    kept = unsealed(request.form.get(FIELD)) or sent_form()
    if current_user.is_authenticated and not kept.is_the_readers:
        return answer(400, str(CSRF_OTHER), code="csrf")
    if not current_user.is_authenticated and kept.owner is not None:
        g.kept_form = kept
        ask: ResponseReturnValue = login.unauthorized()
        return ask
    return kept_page(kept, str(CSRF_KEPT)), 400


@bp.app_errorhandler(ForeignOriginError)
def foreign_form(_error: ForeignOriginError) -> ResponseReturnValue:
    """Answer 400 to what another site's page sent; nothing of it is shown."""
    return answer(400, str(FOREIGN_TEXT), code="foreign")


@bp.app_errorhandler(DomainError)
def domain_error(error: DomainError) -> ResponseReturnValue:
    """Answer with the broken rule's own sentence; nothing of the request is stored."""
    db.session.rollback()
    fields = error.fields if isinstance(error, InvalidError) else None
    wait = {"Retry-After": str(error.retry_after)} if error.retry_after else None
    return answer(error.status, error.message, wait, fields=fields)


@bp.app_errorhandler(RenamedError)
def renamed(error: RenamedError) -> ResponseReturnValue:
    """Lead to whom the form was about, under their new name, and say that nothing was done."""
    if wants_json(request):
        return domain_error(error)
    db.session.rollback()
    flash(error.message, FlashLevel.INFO)
    return redirect(url_for("main.user", username=error.username), code=303)


@bp.app_errorhandler(StaleDataError)
def stale_row(error: StaleDataError) -> ResponseReturnValue:
    """Answer 409 when two changes of one row met and this one came second."""
    db.session.rollback()
    return answer(
        409,
        gettext(
            "Jemand anders hat das gerade geändert. Lade die Seite neu und versuch es noch einmal."
        ),
    )


@bp.app_errorhandler(OperationalError)
@bp.app_errorhandler(InterfaceError)
@bp.app_errorhandler(PoolTimeoutError)
def database_unavailable(error: DBAPIError | PoolTimeoutError) -> ResponseReturnValue:
    """Answer 503 while the database is away or locked; the next request tries again."""
    current_app.logger.error("Database unavailable: %s", type(error).__name__, exc_info=error)
    _forget_session()
    return answer(503, headers={"Retry-After": "60"})


@bp.app_errorhandler(Exception)
@bp.app_errorhandler(InternalServerError)
def internal_error(error: Exception) -> ResponseReturnValue:
    """Answer 500, undo what was begun, and log the fault with the request's id."""
    current_app.logger.error(
        "Unhandled %s on %s [%s]",
        type(error).__name__,
        request.endpoint,
        g.get("request_id"),
        exc_info=error,
    )
    _forget_session()
    return answer(500)


def _is_our_own_form() -> bool:
    """Return whether a page of this site sent a plain form."""
    if sender_of(request) is not Sender.OURS or wants_json(request):
        return False
    return bool(request.form)


def _forget_session() -> None:
    """Undo without needing the database; the page must not load the athlete again."""
    try:
        db.session.rollback()
    except (DBAPIError, PoolTimeoutError):
        db.session().invalidate()
    g._login_user = login.anonymous_user()  # noqa: SLF001  where Flask-Login keeps it
