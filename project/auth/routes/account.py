"""The settings, all of an athlete's data in one file, and the end of the account."""

import tempfile
from contextlib import ExitStack, suppress
from typing import IO

from flask import current_app, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from project.auth import bp
from project.auth.forms import PasswordForm
from project.auth.signing_in import sign_out
from project.decorators import reads_first
from project.enums import Registration
from project.exceptions import UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.mailing import account_mails
from project.models import User, utc_now
from project.queries.account import accounts as queries
from project.services.account import accounts
from project.services.account.accounts import Verified
from project.services.account.pictures import remove_picture
from project.services.site import deletion
from project.services.site.export import write_archive
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.pictures import picture_store, remove_unused_pictures
from project.web.rate_limits import limit_password_checks
from project.web.requests import begin_writing


@bp.get("/settings")
def settings() -> ResponseReturnValue:
    athlete = current_athlete()
    is_closed = current_app.config["REGISTRATION"] == Registration.CLOSED
    return render_template(
        "auth/settings.html",
        athlete=athlete,
        address=accounts.wanted_address(athlete) if not athlete.confirmed else athlete.email,
        can_invite=athlete.confirmed and not is_closed,
    )


@bp.route("/export", methods=["GET", "POST"])
@limit_password_checks
@reads_first
def export_data() -> ResponseReturnValue:
    form = PasswordForm()
    if _checked(form) is None:
        return form.page("auth/export.html")
    athlete = current_athlete()
    file, size = _archive(athlete)
    name = f"calisthenics-{athlete.username}-{utc_now():%Y-%m-%d}.zip"
    response = send_file(file, "application/zip", as_attachment=True, download_name=name)
    response.content_length = size
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _archive(athlete: User) -> tuple[IO[bytes], int]:
    """Return the archive and its size; the system removes it as soon as it is closed.

    The answer closes it when it is sent.
    """
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        write_archive(athlete, file, picture_store())
        stack.pop_all()
    size = file.tell()
    file.seek(0)
    return file, size


@bp.route("/delete_account", methods=["GET", "POST"])
@limit_password_checks
@reads_first
def delete_account() -> ResponseReturnValue:
    form = PasswordForm()
    verified = _checked(form)
    if verified is None:
        holdings = queries.holdings(current_athlete().id)
        return form.page(
            "auth/delete_account.html",
            holdings=holdings,
            obstacle=deletion.obstacle(current_athlete()),
        )
    begin_writing()
    try:
        athlete, of_levels = deletion.delete_account(verified)
    except UnknownAthleteError:  # changed or deleted at this very moment
        return redirect(url_for("auth.delete_account"), code=303)
    account_mails.account_deleted(athlete)
    sign_out(forget=True)
    db.session.commit()
    with suppress(OSError):  # what stays is swept up with other pictures nobody has
        remove_picture(athlete.image_file, picture_store())
    remove_unused_pictures(of_levels)
    flash(gettext("Dein Konto ist gelöscht."))
    return redirect(url_for("main.index"), code=303)


def _checked(form: PasswordForm) -> Verified | None:
    """Return the athlete whose password was typed; else None, with the reason at the field."""
    if not form.validate_on_submit():
        return None
    verified = accounts.verify_password(current_athlete(), form.current_password.data)
    if verified is None:
        form.refuse("current_password", gettext("Das ist nicht dein Passwort."))
    return verified
