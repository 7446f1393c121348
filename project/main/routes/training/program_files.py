"""A program as a file: taken along, and taken in."""

from flask import abort, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from project.decorators import reads_first, takes_files
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.program_sharing import ProgramFileForm
from project.main.forms.training.workouts import new_submit_key
from project.models import Program
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import limit_uploads
from project.web.requests import begin_writing


@bp.get("/program/<int:program_id>/file")
def program_file(program_id: int) -> ResponseReturnValue:
    """Give the athlete's own program as a file: what of it they pass on is theirs to say."""
    from project.services.site import program_files  # noqa: PLC0415  few processes need its readers

    athlete = current_athlete()
    program = db.session.get(Program, program_id)
    if program is None or program.user_id != athlete.id:
        abort(404)
    response = make_response(program_files.program_file(athlete, program_id))
    response.mimetype = "application/json"
    response.headers.set("Content-Disposition", "attachment", filename=f"program-{program_id}.json")
    return response


@bp.route("/programs/upload", methods=["GET", "POST"])
@limit_uploads
@reads_first
@takes_files
def upload_program() -> ResponseReturnValue:
    """Take a program's file; it is read before the transaction begins to write."""
    from project.services.site import program_files, restoring  # noqa: PLC0415  as above

    form = ProgramFileForm()
    if form.validate_on_submit():
        try:
            training = restoring.read_export(form.content())
            begin_writing()
            made, is_new = program_files.take_program(
                current_athlete(), training, submit_key=form.submit_key.data or None
            )
        except FieldError as error:
            db.session.rollback()
            form.refuse("file", error.message)
        else:
            program_id = made.id
            db.session.commit()
            if is_new:
                flash(gettext("Übernommen. Vorlagen und Übungen darin sind deine eigenen."))
            return redirect(url_for("main.start_program", program_id=program_id), code=303)
    form.submit_key.data = form.submit_key.data or new_submit_key()
    return form.page("main/training/programs/upload.html")
