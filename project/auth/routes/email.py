"""A new address: asked for with the password, in force once it is confirmed."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.auth import bp
from project.auth.forms import ChangeEmailForm, ConfirmForm
from project.auth.links import athlete_of, expired_link, start_page
from project.auth.signing_in import sign_in
from project.decorators import reads_first
from project.enums import Purpose
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.mailing import account_mails
from project.models import User
from project.services.account import accounts
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import count_own_mail, limit_password_checks
from project.web.requests import begin_writing


@bp.route("/change_email", methods=["GET", "POST"])
@limit_password_checks
@reads_first
def change_email() -> ResponseReturnValue:
    form = ChangeEmailForm()
    if form.validate_on_submit():
        try:
            athlete = _note_address(current_athlete(), form)
        except FieldError as error:
            form.refuse(error.field, error.message)
        else:
            account_mails.confirmation(athlete)
            account_mails.email_change_requested(athlete)
            db.session.commit()
            flash(gettext("Jetzt fehlt noch der Klick in der Mail an die neue Adresse."))
            return redirect(
                url_for("auth.change_email" if athlete.confirmed else "auth.unconfirmed"), code=303
            )
    return form.page("auth/change_email.html", athlete=current_athlete())


def _note_address(athlete: User, form: ChangeEmailForm) -> User:
    verified = accounts.verify_password(athlete, form.current_password.data)
    if verified:
        count_own_mail(form.email.data)
    begin_writing()
    unchanged = accounts.signed_in_account(verified) if verified else None
    if unchanged is None:
        raise FieldError("current_password", gettext("Das ist nicht dein Passwort."))
    accounts.request_new_address(unchanged, form.email.data)
    return unchanged


@bp.route("/confirm_new/<token>", methods=["GET", "POST"])
def confirm_new_email(token: str) -> ResponseReturnValue:
    athlete, address = athlete_of(Purpose.CHANGE_EMAIL, token)
    if athlete is None or address != athlete.pending_email:
        return expired_link()
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("auth/confirm_email.html", username=athlete.username, form=form)
    return _take_address(athlete, address)


def _take_address(athlete: User, address: str) -> ResponseReturnValue:
    old_address, was_confirmed = athlete.email, athlete.confirmed
    here = current_user.is_authenticated and current_athlete().id == athlete.id
    if not accounts.take_new_address(athlete, address):
        return expired_link()
    if was_confirmed:
        account_mails.email_changed(athlete, old_address)
    if here:
        sign_in(athlete, remember=session.permanent)
    db.session.commit()
    flash(gettext("Deine neue Adresse gilt. Auf allen anderen Geräten bist du abgemeldet."))
    return redirect(url_for(start_page()), code=303)
