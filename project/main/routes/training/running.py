"""Starting, finishing and discarding a running workout."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.enums import FlashLevel
from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext, ngettext
from project.main import bp
from project.main.forms.training.running import FinishForm, StartForm
from project.main.pages.training.finished import outcome_of
from project.main.pages.training.logger import comparisons
from project.main.pages.training.workout_text import workout_text
from project.main.routes.training.program_place import program_place
from project.models import User, Workout, utc_now
from project.queries.training import running as queries
from project.queries.training.enrolments import running_enrolments
from project.queries.training.titles import shown_title_of
from project.queries.training.workout_templates import changed_template_of
from project.queries.training.workouts import WorkoutDetail
from project.services.training import running as service
from project.services.training.progression_upkeep import today_of
from project.web.current import current_athlete
from project.web.loaders import own_workout_or_404, visible_workout_or_404
from project.web.notices import flash


@bp.post("/workout/start")
def start_workout() -> ResponseReturnValue:
    athlete = current_athlete()
    started = _started(StartForm(), athlete)
    db.session.commit()
    if not started.is_new and service.forgotten_end(started.workout, utc_now()):
        flash(
            gettext("Dieses Training läuft noch. Beende oder verwirf es zuerst."), FlashLevel.INFO
        )
        url = url_for("main.finish_workout", workout_id=started.workout.id)
        return redirect(url, code=303)
    if not started.is_new:
        flash(gettext("Dieses Training läuft schon."), FlashLevel.INFO)
    if started.left_out:
        flash(_left_out(started.left_out), FlashLevel.INFO)
    return redirect(url_for("main.log_workout", workout_id=started.workout.id), code=303)


def _started(form: StartForm, athlete: User) -> service.StartedWorkout:
    number = form.day_id()
    if number is None:
        return service.start(athlete, _source(form, athlete))
    states = running_enrolments(athlete.id, athlete.calendar, today_of(athlete))
    found = ((state, state.day(number)) for state in states)
    state, day = next(((state, day) for state, day in found if day), (None, None))
    if state is None or day is None or day.is_rest:
        abort(404)
    template = None if day.template_id is None else visible_workout_or_404(day.template_id, athlete)
    started = service.StartedDay(
        day.id, state.id, day.title or day.template_title, is_deload=state.is_deload
    )
    return service.start(athlete, template, started)


def _left_out(titles: Sequence[str]) -> str:
    """Name the one archived exercise that is missing, or say how many are."""
    if len(titles) == 1:
        return gettext("„%(title)s“ ist archiviert und fehlt hier.", title=titles[0])
    return ngettext(
        "%(num)s Übung ist archiviert und fehlt hier.",
        "%(num)s Übungen sind archiviert und fehlen hier.",
        len(titles),
    )


def _source(form: StartForm, athlete: User) -> WorkoutDetail | None:
    """Return what the form names, if it names anything: an own template, or a workout that is over."""
    number = form.source_id()
    if number is None:
        return None
    source = visible_workout_or_404(number, athlete)
    if source.is_template is not form.from_template:
        abort(404)
    return source


@bp.route("/workout/<int:workout_id>/finish", methods=["GET", "POST"])
def finish_workout(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    workout = own_workout_or_404(workout_id, athlete, lock=request.method == "POST")
    if not workout.is_running:
        # A button pressed twice: the second answer is the one that is seen.
        page = "main.finished_workout" if request.method == "POST" else "main.workout"
        return redirect(url_for(page, workout_id=workout_id), code=303)
    form = FinishForm(visibility=workout.visibility, note=workout.note)
    now = utc_now()
    form.show(workout, service.forgotten_end(workout, now) or now)
    if not form.validate_on_submit():
        return _finish_page(form, workout)
    try:
        service.finish(workout, form.end())
    except InvalidError as error:
        db.session.rollback()
        for name, text in error.fields.items():
            form.refuse(name, text)
        return _finish_page(form, own_workout_or_404(workout_id, athlete))
    db.session.commit()
    flash(gettext("Training gespeichert."))
    return redirect(url_for("main.finished_workout", workout_id=workout_id), code=303)


def _finish_page(form: FinishForm, workout: Workout) -> ResponseReturnValue:
    done, still_open, halves = comparisons(workout.id, current_athlete())
    if not form.is_submitted():
        form.title.data = workout.title
    page = render_template(
        "main/training/logger/finish.html",
        form=form,
        workout=workout,
        forgotten_end=service.forgotten_end(workout, utc_now()),
        comparisons=done,
        program=program_place(workout.id, current_athlete()),
        open_sets=still_open,
        missing_sides=halves,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/workout/<int:workout_id>/finished")
def finished_workout(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    workout = visible_workout_or_404(workout_id, athlete)
    if workout.user_id != athlete.id or workout.is_template:
        abort(404)
    if workout.is_running:
        return redirect(url_for("main.log_workout", workout_id=workout_id), code=303)
    return render_template(
        "main/training/logger/finished.html",
        workout=workout,
        is_own=True,
        text=workout_text(workout),
        template=changed_template_of(workout),
        news=outcome_of(workout, athlete),
        program=program_place(workout_id, athlete),
    )


@bp.route("/workout/<int:workout_id>/discard", methods=["GET", "POST"])
def discard_workout(workout_id: int) -> ResponseReturnValue:
    asked = request.method == "GET"
    workout = own_workout_or_404(workout_id, current_athlete(), lock=not asked)
    if not workout.is_running:
        return redirect(url_for("main.workout", workout_id=workout_id), code=303)
    if asked:
        sets = queries.sets_done(workout_id)
        title = shown_title_of(workout, current_athlete().calendar)
        return render_template(
            "main/training/logger/discard.html", workout=workout, title=title, sets=sets
        )
    service.discard(workout)
    db.session.commit()
    flash(gettext("Training verworfen."), FlashLevel.INFO)
    return redirect(url_for("main.index"), code=303)
