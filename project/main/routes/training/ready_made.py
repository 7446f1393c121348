"""Ready-made programs: the list, and taking one over."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext, language_code, ngettext
from project.main import bp
from project.main.forms.training.programs import AddReadyMadeForm
from project.main.forms.training.workouts import new_submit_key
from project.main.pages.training.programs import ReadyMadeCard
from project.queries.training.programs import own_programs
from project.rules.training.ready_made.programs import ready_made_program
from project.rules.training.ready_made.programs import ready_made_programs as shipped
from project.services.training.ready_made import add_ready_made
from project.web.current import current_athlete
from project.web.notices import flash


@bp.get("/programs/ready_made")
def ready_made_programs() -> ResponseReturnValue:
    own = {each.source: each.id for each in own_programs(current_athlete().id) if each.source}
    return render_template(
        "main/training/programs/ready_made.html",
        cards=[ReadyMadeCard.of(each, own) for each in shipped(language_code())],
        keys=new_submit_key,
    )


@bp.post("/programs/ready_made/add")
def add_ready_made_program() -> ResponseReturnValue:
    form = AddReadyMadeForm()
    wanted = ready_made_program(form.program.data or "", language_code())
    if wanted is None:
        raise InvalidError(gettext("Dieses Programm gibt es nicht."), {})
    added = add_ready_made(current_athlete(), wanted, submit_key=form.submit_key.data or None)
    db.session.commit()
    if added.is_new:
        flash(_told(added.new_ladders))
    return redirect(url_for("main.start_program", program_id=added.program.id), code=303)


def _told(new_ladders: int) -> str:
    if not new_ladders:
        return gettext("Das Programm gehört jetzt dir.")
    return ngettext(
        "Das Programm gehört jetzt dir. %(num)d Leiter kam in deine Bibliothek.",
        "Das Programm gehört jetzt dir. %(num)d Leitern kamen in deine Bibliothek.",
        new_ladders,
    )
