"""Signing in and out."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.auth import bp
from project.auth.forms import LoginForm
from project.auth.session import sign_in, sign_out
from project.decorators import reads_first
from project.enums import FlashLevel
from project.extensions import db
from project.i18n import gettext
from project.services.account import accounts
from project.web.notices import flash
from project.web.rate_limits import sign_in_by_account, sign_in_by_address
from project.web.requests import begin_writing
from project.web.safe_redirect import safe_next


@bp.route("/login", methods=["GET", "POST"])
@sign_in_by_account
@sign_in_by_address
@reads_first
def login() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(safe_next(url_for("main.index")), code=303)
    form = LoginForm()
    if not form.validate_on_submit():
        return _login_page(form)
    verified = accounts.verify_login(form.username.data, form.password.data)
    begin_writing()
    athlete = accounts.signed_in_as(verified) if verified else None
    if athlete is None:
        form.refuse("password", gettext("Name oder Passwort stimmt nicht."))
        return _login_page(form)
    sign_in(athlete, remember=form.remember_me.data)
    db.session.commit()
    return redirect(safe_next(url_for("main.index")), code=303)


def _login_page(form: LoginForm) -> ResponseReturnValue:
    page = render_template("auth/login.html", form=form, next_url=safe_next("") or None)
    return page, 422 if form.errors else 200


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    sign_out()
    db.session.commit()
    flash(gettext("Du bist abgemeldet."), FlashLevel.SUCCESS)
    return redirect(url_for("main.index"), code=303)
