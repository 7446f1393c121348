"""Templates: the list, writing, deleting, using, and what goes between them and workouts."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.enums import FlashLevel
from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.workouts import WriteBackForm
from project.main.pages.training.editor import Editor
from project.main.pages.training.summaries import summary
from project.main.routes.training.workouts import edit
from project.queries.training import workout_templates as queries
from project.queries.training.programs import programs_with
from project.queries.training.titles import shown_title_of
from project.queries.training.workouts import WorkoutDetail
from project.services.training import workout_templates as service
from project.services.training.workouts import as_drafts, delete_workout, log_workout
from project.web.current import current_athlete
from project.web.loaders import own_workout_or_404, visible_workout_or_404
from project.web.notices import flash
from project.web.pagination import asked_window, linked


@bp.get("/workout_templates")
def workout_templates() -> ResponseReturnValue:
    page = queries.template_cards(current_athlete().id, **asked_window())
    return render_template("main/training/workout_templates/list.html", page=linked(page))


@bp.route("/add_template", methods=["GET", "POST"])
def add_template() -> ResponseReturnValue:
    editor = Editor(current_athlete(), template=True)
    if request.method == "GET" or editor.act():
        return editor.page()
    try:
        log_workout(
            current_athlete(),
            editor.draft(),
            submit_key=editor.form.submit_key.data,
            is_template=True,
        )
    except InvalidError as error:
        return editor.refused(error)
    db.session.commit()
    flash(gettext("Vorlage gespeichert."))
    return redirect(url_for("main.workout_templates"), code=303)


@bp.route("/workout_template/<int:template_id>/edit", methods=["GET", "POST"])
def edit_template(template_id: int) -> ResponseReturnValue:
    return edit(template_id, template=True)


@bp.get("/workout_template/<int:template_id>/delete/confirm")
def confirm_delete_template(template_id: int) -> ResponseReturnValue:
    template = own_workout_or_404(template_id, current_athlete(), template=True)
    title = shown_title_of(template, current_athlete().calendar)
    return render_template(
        "main/training/workout_templates/delete.html",
        template=template,
        title=title,
        programs=programs_with(template.id, template.user_id),
    )


@bp.post("/workout_template/<int:template_id>/delete")
def delete_template(template_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    delete_workout(own_workout_or_404(template_id, athlete, template=True), athlete)
    db.session.commit()
    flash(gettext("Vorlage gelöscht."))
    return redirect(url_for("main.workout_templates"), code=303)


@bp.get("/workout_template/<int:template_id>/use")
def use_template(template_id: int) -> ResponseReturnValue:
    template = own_workout_or_404(template_id, current_athlete(), template=True)
    return redirect(url_for("main.add_workout", template_id=template.id), code=303)


@bp.post("/workout/<int:workout_id>/save_as_template")
def save_as_template(workout_id: int) -> ResponseReturnValue:
    template, is_new = service.save_as_template(current_athlete(), _own_workout(workout_id))
    db.session.commit()
    if is_new:
        flash(gettext("Als Vorlage gespeichert."))
    else:
        flash(gettext("Diese Vorlage gibt es schon."), FlashLevel.INFO)
    return redirect(url_for("main.edit_template", template_id=template.id), code=303)


@bp.route("/workout/<int:workout_id>/write_back", methods=["GET", "POST"])
def write_back(workout_id: int) -> ResponseReturnValue:
    workout = _own_workout(workout_id)
    template = queries.template_of(workout)
    if template is None:
        abort(404)
    form = WriteBackForm(version=str(template.version))
    if not form.validate_on_submit() or form.version.data != str(template.version):
        titles = {e.definition_id: e.title for w in (template, workout) for e in w.exercises}
        before = summary(as_drafts(template.exercises), titles)
        after = summary(service.planned(workout.exercises), titles)
        page = render_template(
            "main/training/workout_templates/write_back.html",
            workout=workout,
            template=template,
            before=before,
            after=after,
            changed=form.is_submitted(),
        )
        return page, 409 if form.is_submitted() else 200
    athlete = current_athlete()
    row = own_workout_or_404(template.id, athlete, template=True, lock=True)
    service.write_back(athlete, row, template.exercises, workout)
    db.session.commit()
    flash(gettext("Vorlage aktualisiert."))
    return redirect(url_for("main.workout", workout_id=workout.id), code=303)


def _own_workout(workout_id: int) -> WorkoutDetail:
    """Return the athlete's own workout that is over, with everything in it."""
    workout = visible_workout_or_404(workout_id, current_athlete())
    if workout.user_id != current_athlete().id or workout.is_template or workout.is_running:
        abort(404)
    return workout
