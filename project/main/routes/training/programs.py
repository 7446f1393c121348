"""*Programme*: the list, a page for each, its editor, copying and deleting."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.programs import (
    KINDS,
    CopyProgramForm,
    DayBlock,
    DeleteProgramForm,
    ProgramForm,
)
from project.main.forms.training.workout_rows import parse_id
from project.main.forms.training.workouts import new_submit_key
from project.main.pages.training.programs import DayCard, ProgramCard, frame, minutes_of
from project.queries.library.level_texts import level_texts
from project.queries.training import programs as queries
from project.queries.training.durations import minutes_of as own_minutes_of
from project.queries.training.programs import ProgramRow
from project.queries.training.workouts import performed_in
from project.rules.limits import MAX_PROGRAM_DAYS
from project.services.training import programs as service
from project.services.training.program_copies import copy_program as copy_of
from project.services.training.programs import StaleProgramError
from project.web.current import current_athlete
from project.web.loaders import own_program_or_404, visible_program_or_404
from project.web.notices import flash


@bp.get("/programs")
def programs() -> ResponseReturnValue:
    athlete = current_athlete()
    found = queries.own_programs(athlete.id)
    minutes = own_minutes_of({key for each in found for key in each.template_ids}, athlete.id)
    return render_template(
        "main/training/programs/list.html",
        cards=[ProgramCard.of(program, minutes) for program in found],
    )


@bp.get("/program/<int:program_id>")
def program(program_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    found = visible_program_or_404(program_id, athlete)
    is_own = found.user_id == athlete.id
    own = own_minutes_of(found.template_ids, athlete.id) if is_own else {}
    texts = level_texts({each.definition_id for day in found.days for each in day.exercises})
    cards = []
    for day in found.days:
        known = own.get(day.template_id) if day.template_id else None
        cards.append(DayCard.of(day, texts, known or minutes_of(day.exercises)))
    return render_template(
        "main/training/programs/detail.html",
        program=found,
        is_own=is_own,
        is_running=is_own and queries.is_running(found.id),
        tags=frame(found.days_a_week, found.weeks, None, found.focus),
        days=cards,
        submit_key=new_submit_key(),
    )


@bp.route("/add_program", methods=["GET", "POST"])
def add_program() -> ResponseReturnValue:
    form = ProgramForm(data={"submit_key": new_submit_key()})
    if request.method == "GET" or form.act():
        return _editor(form)
    try:
        made, _ = service.create_program(
            current_athlete(), form.draft(), submit_key=form.submit_key.data
        )
    except InvalidError as error:
        return _refused(form, error)
    db.session.commit()
    flash(gettext("Programm gespeichert."))
    return redirect(url_for("main.program", program_id=made.id), code=303)


@bp.route("/program/<int:program_id>/edit", methods=["GET", "POST"])
def edit_program(program_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    row = own_program_or_404(program_id, athlete, lock=request.method == "POST")
    stored = visible_program_or_404(program_id, athlete)
    form = ProgramForm.of(stored)
    if request.method == "GET" or form.act():
        return _editor(form, stored)
    try:
        service.edit_program(row, form.draft(stored), athlete=athlete, version=form.read_version())
    except InvalidError as error:
        return _refused(form, error, stored)
    except StaleProgramError as error:
        db.session.rollback()
        form.version.data = str(stored.version)
        form.form_errors = [
            error.message,
            gettext("Speicherst du noch einmal, gilt, was hier steht."),
        ]
        return _editor(form, stored, status=error.status)
    db.session.commit()
    flash(gettext("Programm gespeichert."))
    return redirect(url_for("main.program", program_id=program_id), code=303)


@bp.post("/program/<int:program_id>/copy")
def copy_program(program_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    form = CopyProgramForm()
    form.validate()
    copy, is_new = copy_of(
        visible_program_or_404(program_id, athlete), athlete, submit_key=form.submit_key.data
    )
    db.session.commit()
    if is_new:
        flash(gettext("Programm kopiert. Vorlagen und Übungen darin sind deine eigenen."))
    return redirect(url_for("main.program", program_id=copy.id), code=303)


@bp.get("/program/<int:program_id>/delete/confirm")
def confirm_delete_program(program_id: int) -> ResponseReturnValue:
    found = own_program_or_404(program_id, current_athlete())
    return render_template("main/training/programs/delete.html", program=found)


@bp.post("/program/<int:program_id>/delete")
def delete_program(program_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    found = own_program_or_404(program_id, athlete, lock=True)
    form = DeleteProgramForm()
    service.delete_program(found, athlete, with_templates=bool(form.templates.data))
    db.session.commit()
    flash(gettext("Programm gelöscht."))
    return redirect(url_for("main.programs"), code=303)


def _refused(
    form: ProgramForm, error: InvalidError, stored: ProgramRow | None = None
) -> ResponseReturnValue:
    db.session.rollback()
    form.show_errors(error.fields)
    return _editor(form, stored, status=error.status)


def _editor(
    form: ProgramForm, stored: ProgramRow | None = None, *, status: int = 200
) -> ResponseReturnValue:
    athlete = current_athlete()
    choices = queries.template_choices(athlete.id, athlete.calendar)
    own = {choice.id for choice in choices}
    chosen = {number for day in form.days if (number := parse_id(day.template)) in own}
    page = render_template(
        "main/training/programs/form.html",
        form=form,
        stored=stored,
        kinds=KINDS,
        blank=DayBlock(),
        most_days=MAX_PROGRAM_DAYS,
        choices=choices,
        exercises={str(key): rows for key, rows in performed_in(chosen).items()},
    )
    return page, status
