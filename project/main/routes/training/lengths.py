"""How long a workout took, by its athlete's own word."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from project.decorators import check_confirmed, login_required
from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.lengths import LengthForm
from project.services.training import lengths as service
from project.web.current import current_athlete
from project.web.loaders import own_workout_or_404
from project.web.notices import flash


@bp.route("/workout/<int:workout_id>/length", methods=["GET", "POST"])
@login_required
@check_confirmed
def workout_length(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    workout = own_workout_or_404(workout_id, athlete)
    if workout.is_running or workout.is_planned:
        abort(404)
    form = LengthForm()
    form.show(workout, workout.finished_at or workout.started_at or workout.timestamp)
    if form.validate_on_submit():
        began, ended = form.began.moment(), form.ended.moment()
        try:
            service.set_length(
                workout, athlete, began=began, ended=ended, paused=form.paused.seconds()
            )
        except InvalidError as error:
            db.session.rollback()
            for name, text in error.fields.items():
                form.refuse(name, text)
        else:
            db.session.commit()
            flash(gettext("Start und Ende gespeichert."))
            return redirect(url_for("main.workout", workout_id=workout_id), code=303)
    return form.page("main/training/workouts/length.html", workout_id=workout_id)
