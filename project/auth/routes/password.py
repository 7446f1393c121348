"""A forgotten password, and a new one."""

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

from project.auth import bp
from project.auth.forms import ChangePasswordForm, ForgotForm, NewPasswordForm
from project.auth.links import athlete_of, expired_link
from project.auth.signing_in import sign_in
from project.decorators import reads_first
from project.enums import Purpose
from project.extensions import db
from project.i18n import gettext
from project.mailing import account_mails
from project.models import User
from project.models.account.user import hash_password
from project.queries.account import accounts as queries
from project.services.account import accounts
from project.services.account.accounts import Verified
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import count_forgotten, count_own_mail, limit_password_checks
from project.web.requests import begin_writing


@bp.route("/forgot", methods=["GET", "POST"])
def forgot() -> ResponseReturnValue:
    form = ForgotForm()
    if not form.validate_on_submit():
        return form.page("auth/forgot.html")
    count_forgotten(form.email.data)
    account_mails.reset(queries.by_email(form.email.data))
    db.session.commit()
    flash(
        gettext(
            "Wenn es zu dieser Adresse ein Konto gibt, ist jetzt eine Mail mit einem Link"
            " unterwegs."
        )
    )
    return redirect(url_for("auth.login"), code=303)


@bp.route("/forgot/new/<token>", methods=["GET", "POST"])
@reads_first
def forgot_new(token: str) -> ResponseReturnValue:
    athlete, address = athlete_of(Purpose.RESET, token)
    if athlete is None:
        return expired_link()
    form = NewPasswordForm((athlete.username, athlete.email))
    if not form.validate_on_submit():
        return form.page("auth/forgot_new.html", username=athlete.username)
    changed = _store(Verified(athlete.id, athlete.password_hash), form)
    if changed is None:
        return expired_link()
    if address:  # the link came by mail, so the mailbox is theirs
        accounts.confirm(changed)
    account_mails.password_changed(changed)
    db.session.commit()
    flash(gettext("Dein neues Passwort gilt. Melde dich damit an."))
    return redirect(url_for("auth.login"), code=303)


@bp.route("/change_password", methods=["GET", "POST"])
@limit_password_checks
@reads_first
def change_password() -> ResponseReturnValue:
    athlete = current_athlete()
    form = ChangePasswordForm((athlete.username, athlete.email))
    if not form.validate_on_submit():
        return _change_page(form)
    verified = accounts.verify_password(athlete, form.current_password.data)
    if verified:
        count_own_mail()
    changed = _store(verified, form) if verified else None
    if changed is None:
        form.refuse("current_password", gettext("Das ist nicht dein Passwort."))
        return _change_page(form)
    account_mails.password_changed(changed)
    sign_in(changed, remember=session.permanent)
    db.session.commit()
    flash(gettext("Dein Passwort ist geändert. Alle anderen Geräte sind abgemeldet."))
    return redirect(url_for("auth.change_password"), code=303)


def _change_page(form: ChangePasswordForm) -> ResponseReturnValue:
    return form.page("auth/change_password.html")


def _store(verified: Verified, form: NewPasswordForm) -> User | None:
    """Hash, then write: the new password, with which every device is signed out."""
    new_hash = hash_password(form.password.data)
    begin_writing()
    return accounts.change_password(verified, new_hash)
