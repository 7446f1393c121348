"""Opening an account and confirming its address."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.auth import bp
from project.auth.forms import ConfirmForm, RegistrationForm
from project.auth.invitations import invitation_or_refuse
from project.auth.links import expired_link, start_page
from project.auth.signing_in import sign_in
from project.decorators import reads_first
from project.enums import Visibility
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.mailing import account_mails
from project.models import User
from project.models.account.user import hash_password
from project.queries.account import accounts as queries
from project.services.account import accounts
from project.services.account.names import check_name_is_free
from project.token import confirm_token
from project.web.current import current_athlete
from project.web.languages import reader_language
from project.web.notices import flash
from project.web.rate_limits import count_mail_to, count_own_mail, count_registration
from project.web.requests import begin_writing


@bp.route("/register", methods=["GET", "POST"])
@reads_first
def register() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("main.index"), code=303)
    invitation = invitation_or_refuse(request.args.get("invite", ""))
    form = RegistrationForm()
    if form.validate_on_submit():
        try:
            athlete = _open_account(form, is_invited=bool(invitation))
        except FieldError as error:
            db.session.rollback()
            form.refuse(error.field, error.message)
        else:
            account_mails.confirmation(athlete)
            sign_in(athlete, remember=False)
            db.session.commit()
            return redirect(url_for("auth.unconfirmed"), code=303)
    return form.page("auth/register.html", invitation=invitation)


def _open_account(form: RegistrationForm, *, is_invited: bool) -> User:
    """Check what is cheap, count, hash, and only then begin to write."""
    check_name_is_free(form.username.data)
    if not is_invited:
        count_registration()
    count_mail_to(form.email.data)
    password_hash = hash_password(form.password.data)
    begin_writing()
    return accounts.register(
        username=form.username.data,
        email=form.email.data,
        password_hash=password_hash,
        visibility=Visibility(form.default_visibility.data),
        language=reader_language(),
    )


@bp.get("/unconfirmed")
def unconfirmed() -> ResponseReturnValue:
    athlete = current_athlete()
    if athlete.confirmed:
        return redirect(url_for("main.index"), code=303)
    return render_template("auth/unconfirmed.html", address=accounts.wanted_address(athlete))


@bp.post("/resend")
def resend_confirmation() -> ResponseReturnValue:
    athlete = current_athlete()
    if not athlete.confirmed:
        count_own_mail(accounts.wanted_address(athlete))
        account_mails.confirmation(athlete)
        db.session.commit()
        flash(gettext("Die Mail ist noch einmal unterwegs."))
    return redirect(url_for("auth.unconfirmed"), code=303)


# Mail scanners open links before people do, so GET shows a button and only POST confirms.
@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm_email(token: str) -> ResponseReturnValue:
    email = confirm_token(token, current_app.config["TOKEN_MAX_AGE"])
    athlete = queries.by_email(email) if isinstance(email, str) else None
    if athlete is None:
        return expired_link()
    form = ConfirmForm()
    if not athlete.confirmed and not form.validate_on_submit():
        return render_template("auth/confirm_email.html", username=athlete.username, form=form)
    accounts.confirm(athlete)
    db.session.commit()
    flash(gettext("Deine Adresse ist bestätigt. Viel Spaß beim Training."))
    return redirect(url_for(start_page()), code=303)
