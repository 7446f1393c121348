"""The room of signing in: which athlete a cookie stands for, how that begins and how it ends.

The word for a place where somebody is signed in is *device*; its row is a `UserSession`.

    auth/routes/signing_in.py        the pages to sign in and out
    auth/routes/devices.py           the list of an athlete's devices; one or all others are signed out
    services/account/devices.py      signs a device in and out, by its row
    queries/account/devices.py       the devices of an athlete, and how long one stays signed in
    queries/account/signed_in.py     whom a cookie stands for: where a sign-in is checked, by one statement
    web/current.py                   who is signed in, for views
    web/kept_forms.py                what was typed when a sign-in ended meanwhile

One statement per request; nothing is written but rarely. "Angemeldet bleiben" makes the session's
own cookie last; Flask-Login's second cookie is not used, as it cannot follow a sub-path.
"""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Final

from flask import Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import Unauthorized

from project.auth import bp
from project.auth.forms import LoginForm
from project.database import expecting, waiting_briefly
from project.enums import FlashLevel
from project.extensions import db, login
from project.i18n import changed_reader, gettext
from project.models import User, utc_now
from project.queries.account.badge import badge_entries
from project.queries.account.signed_in import Account, find_sign_in
from project.services.account import devices
from project.web.current import current_athlete, remember_signed_in, signed_in
from project.web.kept_forms import FIELD, LONGEST, KeptForm, mark_session, sent_form
from project.web.notices import flash
from project.web.rate_limits import KNOWN, known_mark
from project.web.requests import is_navigation, wants_json

_COOKIE: Final = re.compile(r"([1-9][0-9]{0,9})\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})")
SEEN_EVERY: Final = timedelta(minutes=5)


def token_hash(token: str) -> str:
    """Return what is stored of a cookie's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


# It would rewrite every visitor's cookie; rows and epoch protect our cookies.
login.session_protection = None


@login.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no type hints
def load_user(cookie: str) -> Account | None:
    """Return the athlete while the device's row exists and the cookie's epoch is the athlete's."""
    match = _COOKIE.fullmatch(cookie)
    if match is None:
        return None
    row = find_sign_in(int(match[1]), match[2], match[3], token_hash(match[3]))
    if row is None:
        return None
    remember_signed_in(
        row.device_id,
        badge_entries(row.badge_json),
        running=row.running_workout_id,
        follows=row.follows_program,
    )
    g.last_use_is_old = utc_now() - row.last_used_at > SEEN_EVERY
    return row.account


@bp.after_app_request
def note_last_seen(response: Response) -> Response:
    """Note at most every five minutes that the athlete was here, after the page's own work.

    Best effort, in a transaction of its own: a busy database costs nobody their page.
    """
    if not g.pop("last_use_is_old", False) or not current_user.is_authenticated:
        return response
    try:
        with expecting(writes=True), waiting_briefly():
            db.session.rollback()
            devices.note_use(signed_in().device_id, utc_now())
            db.session.commit()
    except DBAPIError:
        db.session.rollback()
    else:
        session.modified = True  # a remembered cookie lives on from its last use
    return response


def sign_in(user: User, *, remember: bool) -> None:
    """Sign ``user`` in on this device; the caller commits.

    Everything the visitor's session held goes, so that nothing planted in it survives, its
    CSRF token included.
    """
    if current_user.is_authenticated and signed_in().device_id:
        devices.sign_out_device(current_athlete().id, signed_in().device_id)
    token = secrets.token_urlsafe(32)
    agent = request.user_agent.string
    devices.sign_in_device(user, token_hash=token_hash(token), user_agent=agent, remember=remember)
    user.session_token = token
    session.clear()
    session.permanent = remember
    mark_session(user)
    login_user(user)
    changed_reader()


def sign_out(*, forget: bool = False) -> None:
    """Sign this device out, here and in the database; the caller commits.

    Unless the browser is to ``forget`` the account, it stays one that its owner has used.
    """
    known, lasts = session.get(KNOWN), session.permanent
    if current_user.is_authenticated:
        athlete = current_athlete()
        devices.sign_out_device(athlete.id, signed_in().device_id)
        known = known_mark(athlete.id, athlete.session_epoch)
    logout_user()
    session.clear()
    if known and not forget:
        session[KNOWN], session.permanent = known, lasts


@login.unauthorized_handler  # type: ignore[untyped-decorator]  # Flask-Login has no type hints
def ask_to_sign_in() -> ResponseReturnValue:
    """Lead visitors to the sign-in page and, after a GET, back to where they wanted to go.

    A form that was sent after its device was signed out elsewhere waits in the sign-in page. What a script
    fetched gets no message: it would be a new cookie, which takes the place of the one that the
    athlete may get in another tab by signing in meanwhile.
    """
    if wants_json(request):
        raise Unauthorized(gettext("Bitte melde dich an."))
    if is_navigation(request):
        kept: KeptForm | None = g.pop("kept_form", None)
        if kept is None and request.method == "POST":
            kept = sent_form()
        if kept and kept.fields and len(kept.sealed()) <= LONGEST:
            return _sign_in_page(kept), 401
        flash(gettext("Bitte melde dich an."), FlashLevel.INFO)
    wanted = request.script_root + request.full_path.removesuffix("?")
    return redirect(
        url_for("auth.login", next=wanted if request.method == "GET" else None), code=303
    )


def _sign_in_page(kept: KeptForm) -> str:
    form = LoginForm(formdata=None, data={FIELD: kept.sealed()})
    return render_template("auth/login.html", form=form, next_url=None)
