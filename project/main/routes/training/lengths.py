"""How long a workout took, by its athlete's own word."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from project.decorators import check_confirmed, login_required
from project.enums import FlashLevel
from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.lengths import LengthForm
from project.main.forms.training.workouts import shown_moment
from project.models import Workout
from project.services.training import lengths as service
from project.web.current import current_athlete
from project.web.filters import local_input
from project.web.loaders import own_workout_or_404
from project.web.notices import flash


@bp.route("/workout/<int:workout_id>/length", methods=["GET", "POST"])
@login_required
@check_confirmed
def workout_length(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    workout = own_workout_or_404(workout_id, athlete)
    if workout.is_running:
        abort(404)
    form = _form(workout)
    if form.validate_on_submit():
        began, ended = form.began.moment(), form.ended.moment()
        try:
            service.set_length(
                workout, athlete, began or workout.timestamp, ended or workout.timestamp
            )
        except InvalidError as error:
            db.session.rollback()
            for name, text in error.fields.items():
                form.refuse(name, text)
        else:
            db.session.commit()
            flash(gettext("Start und Ende gespeichert."), FlashLevel.SUCCESS)
            return redirect(url_for("main.workout", workout_id=workout_id), code=303)
    page = render_template("main/training/workouts/length.html", form=form, workout_id=workout_id)
    return page, 422 if form.errors else 200


def _form(workout: Workout) -> LengthForm:
    """Return the form with what is stored; one without a length ends when it began."""
    began = workout.started_at or workout.timestamp
    ended = workout.finished_at or began
    moments = {"began": began, "ended": ended}
    form = LengthForm(
        data={
            **{name: local_input(at, workout.timezone) for name, at in moments.items()},
            **{f"{name}_shown": shown_moment(at, workout.timezone) for name, at in moments.items()},
        }
    )
    form.began.fallback, form.ended.fallback = began, ended
    return form
