"""Signing in and out."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.auth import bp
from project.auth.forms import LoginForm
from project.auth.signing_in import sign_in, sign_out
from project.decorators import reads_first
from project.enums import FlashLevel
from project.extensions import db
from project.i18n import gettext
from project.services.account import accounts
from project.web.kept_forms import kept_page, unsealed
from project.web.notices import flash
from project.web.rate_limits import (
    sign_in_by_account,
    sign_in_by_address,
    sign_in_from_everywhere,
)
from project.web.requests import begin_reading, begin_writing
from project.web.safe_redirect import safe_next


@bp.route("/login", methods=["GET", "POST"])
@sign_in_from_everywhere
@sign_in_by_account
@sign_in_by_address
@reads_first
def login() -> ResponseReturnValue:
    form = LoginForm()
    if current_user.is_authenticated:
        return _go_on(form)
    if not form.validate_on_submit():
        return _login_page(form)
    verified = accounts.verify_login(form.username.data, form.password.data)
    begin_writing()
    athlete = accounts.signed_in_account(verified) if verified else None
    if athlete is None:
        form.refuse("password", gettext("Name oder Passwort stimmt nicht."))
        return _login_page(form)
    sign_in(athlete, remember=form.remember_me.data)
    db.session.commit()
    return _go_on(form)


def _go_on(form: LoginForm) -> ResponseReturnValue:
    """Lead to where the athlete wanted to go, or show them what they had typed before."""
    kept = unsealed(form.kept.data)
    if kept and kept.is_the_readers:
        begin_reading()
        return kept_page(kept, gettext("Was du geschrieben hast, ist noch da: Schick es jetzt ab."))
    if kept:
        flash(
            gettext(
                "Was hier geschrieben stand, gehört zu einem anderen Konto und ist nicht übernommen."
            ),
            FlashLevel.WARNING,
        )
    return redirect(safe_next(url_for("main.index")), code=303)


def _login_page(form: LoginForm) -> ResponseReturnValue:
    return form.page("auth/login.html", next_url=safe_next("") or None)


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    sign_out()
    db.session.commit()
    flash(gettext("Du bist abgemeldet."))
    return redirect(url_for("main.index"), code=303)
