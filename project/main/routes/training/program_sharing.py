"""A program's own address: given away, read without an account, taken over with one, taken back."""

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.mailing.links import site_url
from project.main import bp
from project.main.forms.training.program_sharing import TakeProgramForm
from project.main.forms.training.workouts import new_submit_key
from project.models import User
from project.queries.training import programs as queries
from project.queries.training.program_sharing import shared_with
from project.queries.training.programs import ProgramRow
from project.services.account.secret_addresses import may_be_secret
from project.services.training import program_sharing as service
from project.services.training.program_copies import copy_program
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import count_wrong_secret


@bp.get("/program/<int:program_id>/share")
def program_address(program_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    program = queries.detail(program_id, athlete.id)
    if program is None or program.user_id != athlete.id:
        abort(404)
    token = program.share_token
    address = site_url("main.shared_program", token=token) if token else ""
    return render_template("main/training/programs/share.html", program=program, address=address)


@bp.post("/program/<int:program_id>/share")
def share_program(program_id: int) -> ResponseReturnValue:
    _own_or_404(program_id, current_athlete())
    service.share(program_id)
    db.session.commit()
    return redirect(url_for("main.program_address", program_id=program_id), code=303)


@bp.post("/program/<int:program_id>/share/revoke")
def revoke_program(program_id: int) -> ResponseReturnValue:
    _own_or_404(program_id, current_athlete())
    service.revoke(program_id)
    db.session.commit()
    flash(gettext("Die Adresse führt nirgends mehr hin."))
    return redirect(url_for("main.program_address", program_id=program_id), code=303)


def _own_or_404(program_id: int, athlete: User) -> None:
    """Hold the athlete's program until the transaction ends."""
    if queries.own(program_id, athlete.id) is None:
        abort(404)


@bp.get("/p/<token>")
def shared_program(token: str) -> ResponseReturnValue:
    """Show a program's days to whoever knows its address, and of its athlete nothing but the name."""
    program = _shared_or_404(token)
    page = render_template(
        "main/training/programs/shared.html",
        program=program,
        token=token,
        is_own=current_user.is_authenticated and current_athlete().id == program.user_id,
        submit_key=new_submit_key(),
    )
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.post("/p/<token>/take")
def take_program(token: str) -> ResponseReturnValue:
    """Copy a shared program, and lead to where it is started."""
    program = _shared_or_404(token)
    form = TakeProgramForm()
    if not form.validate_on_submit():
        raise InvalidError(gettext("Bitte lade die Seite neu."), {})
    copy, is_new = copy_program(program, current_athlete(), submit_key=form.submit_key.data or None)
    db.session.commit()
    if is_new:
        flash(gettext("Übernommen. Vorlagen und Übungen darin sind deine eigenen."))
    return redirect(url_for("main.start_program", program_id=copy.id), code=303)


def _shared_or_404(token: str) -> ProgramRow:
    viewer_id = current_athlete().id if current_user.is_authenticated else None
    program = shared_with(token, viewer_id) if may_be_secret(token) else None
    if program is None:
        count_wrong_secret()
        abort(404)
    return program
