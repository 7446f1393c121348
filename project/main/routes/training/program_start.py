"""Beginning a program: how often and when, then where its athlete stands on its ladders."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.placement import MOST
from project.main.forms.training.program_start import ProgramStartForm
from project.models import User
from project.queries.training import programs as queries
from project.queries.training.enrolments import EnrolmentState, running_enrolments
from project.queries.training.programs import ProgramRow
from project.services.training import program_start as service
from project.services.training.progression_upkeep import today_of
from project.web.current import current_athlete
from project.web.notices import flash


@bp.route("/program/<int:program_id>/start", methods=["GET", "POST"])
def start_program(program_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    program = _own_or_404(program_id, athlete)
    running = _running(program_id, athlete)
    form = ProgramStartForm(
        days_a_week=str(program.days_a_week), weekdays=list(running.weekdays if running else "")
    )
    if not form.validate_on_submit():
        return form.page("main/training/programs/start.html", program=program, running=running)
    service.start_program(athlete, queries.own(program_id, athlete.id) or abort(404), form.start())
    to_place = [] if running else service.ladders_to_place(athlete, program)
    db.session.commit()
    if running:
        flash(gettext("Gespeichert."))
    else:
        flash(gettext("„%(title)s“ läuft.", title=program.title))
    plan = url_for("main.plan")
    if to_place:
        plan = url_for("main.placement", exercise=to_place[:MOST], next=plan)
    return redirect(plan, code=303)


def _own_or_404(program_id: int, athlete: User) -> ProgramRow:
    program = queries.detail(program_id, athlete.id)
    if program is None or program.user_id != athlete.id:
        abort(404)
    return program


def _running(program_id: int, athlete: User) -> EnrolmentState | None:
    states = running_enrolments(athlete.id, athlete.calendar, today_of(athlete))
    return next((state for state in states if state.program_id == program_id), None)
