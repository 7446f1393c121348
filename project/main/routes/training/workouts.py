"""Workouts: the list, one of them, writing, deleting, marking as done."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.enums import FlashLevel
from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.workout_rows import parse_id
from project.main.forms.training.workouts import DoneForm
from project.main.pages.training.editor import Editor
from project.main.pages.training.workout_text import workout_text
from project.queries.library.counterparts import counterparts
from project.queries.training import cards
from project.queries.training import workouts as queries
from project.queries.training.titles import shown_title_of
from project.queries.training.workout_templates import changed_template_of
from project.queries.training.workouts import WorkoutDetail
from project.services.training import workouts as service
from project.services.training.workout_check import UnsaidError
from project.web.current import current_athlete, reader
from project.web.loaders import own_workout_or_404, visible_workout_or_404
from project.web.notices import flash
from project.web.pagination import asked_window, linked
from project.web.safe_redirect import safe_next


@bp.get("/workouts")
def workouts() -> ResponseReturnValue:
    if request.args.get("plan") == "1":
        planned = cards.planned_cards(reader().id)
        return render_template("main/training/workouts/plan.html", cards=planned)
    hide_done = request.args.get("hide_done") == "1"
    page = cards.own_cards(reader().id, **asked_window(), hide_done=hide_done)
    return render_template(
        "main/training/workouts/list.html", page=linked(page), hide_done=hide_done
    )


@bp.get("/workout/<int:workout_id>")
def workout(workout_id: int) -> ResponseReturnValue:
    found = visible_workout_or_404(workout_id, current_athlete())
    is_own = found.user_id == current_athlete().id
    ids = {exercise.definition_id for exercise in found.exercises}
    return render_template(
        "main/training/workouts/detail.html",
        workout=found,
        is_own=is_own,
        text=workout_text(found) if is_own else "",
        counterparts={} if is_own else counterparts(ids, current_athlete().id),
        template=changed_template_of(found) if is_own else None,
    )


@bp.route("/add_workout", methods=["GET", "POST"])
def add_workout() -> ResponseReturnValue:
    editor = Editor(current_athlete())
    if request.method == "GET":
        if source := _source():
            editor.prefill(source)
        return editor.page()
    if editor.act():
        return editor.page()
    try:
        stored, is_new = service.log_workout(
            current_athlete(),
            editor.draft(),
            submit_key=editor.form.submit_key.data,
            template_id=editor.template_id(),
        )
    except UnsaidError as error:
        return editor.ask(error)
    except InvalidError as error:
        return editor.refused(error)
    db.session.commit()
    if stored.is_planned:
        flash(gettext("Geplant."))
        return redirect(url_for("main.workouts", plan=1), code=303)
    _tell(is_new)
    return redirect(url_for("main.finished_workout", workout_id=stored.id), code=303)


def _source() -> WorkoutDetail | None:
    """Return the workout or template that a new workout starts as; 404 for an unknown one."""
    for name, template in (("template_id", True), ("repeat_id", False)):
        if name in request.args:
            source = visible_workout_or_404(parse_id(request.args[name]) or 0, current_athlete())
            if source.is_template is not template or source.is_running:
                abort(404)
            return source
    return None


def _tell(is_new: bool) -> None:
    if is_new:
        flash(gettext("Gespeichert."))
    else:
        flash(gettext("Das war schon gespeichert."), FlashLevel.INFO)


@bp.route("/workout/<int:workout_id>/edit", methods=["GET", "POST"])
def edit_workout(workout_id: int) -> ResponseReturnValue:
    return edit(workout_id, template=False)


def edit(workout_id: int, *, template: bool) -> ResponseReturnValue:
    """Show or save the editor of a stored workout or template."""
    athlete = current_athlete()
    workout = own_workout_or_404(
        workout_id, athlete, template=template, lock=request.method == "POST"
    )
    editor = Editor(athlete, workout=workout, stored=queries.performed(workout.id))
    if request.method == "GET":
        return editor.first_page()
    if editor.act():
        return editor.page()
    try:
        service.edit_workout(
            workout,
            editor.draft(),
            athlete=athlete,
            version=editor.form.read_version(),
            stored=editor.stored,
        )
    except UnsaidError as error:
        return editor.ask(error)
    except service.StaleWorkoutError as error:
        return editor.conflict(error)
    except InvalidError as error:
        return editor.refused(error)
    db.session.commit()
    flash(gettext("Gespeichert."))
    return redirect(editor.home(), code=303)


@bp.get("/workout/<int:workout_id>/delete/confirm")
def confirm_delete_workout(workout_id: int) -> ResponseReturnValue:
    workout = own_workout_or_404(workout_id, current_athlete())
    title = shown_title_of(workout, current_athlete().calendar)
    return render_template("main/training/workouts/delete.html", workout=workout, title=title)


@bp.post("/workout/<int:workout_id>/delete")
def delete_workout(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    service.delete_workout(own_workout_or_404(workout_id, athlete), athlete)
    db.session.commit()
    flash(gettext("Gelöscht."))
    return redirect(url_for("main.workouts"), code=303)


@bp.post("/workout/<int:workout_id>/toggle_done")
def toggle_done(workout_id: int) -> ResponseReturnValue:
    workout = own_workout_or_404(workout_id, current_athlete())
    done = DoneForm().wanted()
    if done is None:
        raise InvalidError(gettext("Sag, ob das Training erledigt ist oder nicht."), {})
    service.mark_done(workout, done=done)
    db.session.commit()
    return redirect(safe_next(url_for("main.workouts")), code=303)
