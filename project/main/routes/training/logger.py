"""The phone logger: one page, and the JSON it sends while a workout is running.

The contract of the JSON stands in ``static/js/lib/training/workout_state.mjs``.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training import logger as forms
from project.main.pages.training.logger import Elapsed, First, choices, snapshot
from project.main.pages.training.logger_words import logger_words
from project.main.routes.training.program_place import program_place
from project.models import utc_now
from project.queries.training import logger as queries
from project.queries.training.progression import exercises_of
from project.queries.training.titles import shown_title_of
from project.services.training import logger as service
from project.services.training.exercise_notes import save_notes
from project.web.assets import SOURCE
from project.web.current import current_athlete
from project.web.loaders import own_workout_or_404
from project.web.requests import begin_reading


@bp.get("/workout/<int:workout_id>/log")
def log_workout(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    workout = own_workout_or_404(workout_id, athlete)
    state = snapshot(workout_id, athlete)
    return render_template(
        "main/training/logger/log.html",
        workout=workout,
        title=shown_title_of(workout, athlete.calendar),
        first=First.of(state),
        elapsed=Elapsed.of(workout, utc_now()),
        program=program_place(workout_id, athlete),
        data={
            "athlete_id": athlete.id,
            "workout_id": workout_id,
            "snapshot": state,
            "urls": _urls(workout_id),
            "words": logger_words(),
        },
    )


def _urls(workout_id: int) -> dict[str, str]:
    """Return where the page sends each kind of operation, and where it leads."""
    endpoints = {
        "set": "main.log_set",
        "set_delete": "main.delete_logged_set",
        "exercise": "main.log_exercise",
        "exercise_delete": "main.delete_logged_exercise",
        "order": "main.order_logged_exercises",
        "note": "main.log_notes",
        "state": "main.log_state",
        "choices": "main.log_choices",
        "finish": "main.finish_workout",
        "discard": "main.discard_workout",
        "over": "main.workout",
    }
    urls = {name: url_for(point, workout_id=workout_id) for name, point in endpoints.items()}
    return {
        **urls,
        "sign_in": url_for("auth.login", next=request.path),
        "service_worker": url_for("main.service_worker"),
    }


@bp.get("/sw.js")
def service_worker() -> ResponseReturnValue:
    """Answer the script that keeps the logger's page on the device.

    It may care for pages below its own address only, so it cannot live among the static files.
    """
    script = (SOURCE / "js" / "service_worker.js").read_bytes()
    headers = {"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache"}
    return make_response(script, headers)


@bp.get("/workout/<int:workout_id>/log/state")
def log_state(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    own_workout_or_404(workout_id, athlete)
    # A page that stayed open while its athlete signed in again needs the new session's token.
    return jsonify(snapshot=snapshot(workout_id, athlete), csrf_token=generate_csrf())


@bp.get("/workout/<int:workout_id>/log/choices")
def log_choices(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    own_workout_or_404(workout_id, athlete)
    return jsonify(choices=choices(athlete, forms.search_words(request)))


@bp.post("/workout/<int:workout_id>/log/sets")
def log_set(workout_id: int) -> ResponseReturnValue:
    try:
        change, version = forms.set_change(request)
    except InvalidError:
        service.touch(workout_id, current_athlete())  # whose workout it is, is asked first
        raise
    service.touch(workout_id, current_athlete(), change.key if change.done else None)
    place = queries.set_slot(
        workout_id,
        exercise_id=change.exercise_id,
        exercise_key=change.exercise_key,
        level_id=change.draft.level_id,
        level=change.draft.level,
        key=change.key,
        order=change.order,
    )
    if place is None:
        raise service.GoneError(gettext("Diese Übung ist nicht mehr im Training."))
    stored = service.record_set(place, change)
    return _answer(workout_id, place, version, {"set": stored})


@bp.post("/workout/<int:workout_id>/log/sets/delete")
def delete_logged_set(workout_id: int) -> ResponseReturnValue:
    service.touch(workout_id, current_athlete())
    gone, version = forms.removal(request)
    service.delete_set(queries.set_id(workout_id, gone.key))
    service.forget_planned(workout_id, gone.key)
    return _changed(workout_id, version, {"set": None, "deleted": True})


@bp.post("/workout/<int:workout_id>/log/exercises")
def log_exercise(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    service.touch(workout_id, athlete)
    change, version = forms.exercise_change(request)
    before = exercises_of(workout_id)
    exercise_id, as_sent = service.save_exercise(workout_id, athlete, change)
    known = version if as_sent else -1
    return _changed(workout_id, known, {"exercise": {"id": exercise_id}}, before)


@bp.post("/workout/<int:workout_id>/log/exercises/delete")
def delete_logged_exercise(workout_id: int) -> ResponseReturnValue:
    service.touch(workout_id, current_athlete())
    gone, version = forms.removal(request)
    before = exercises_of(workout_id)
    service.delete_exercise(workout_id, gone.exercise_id, gone.key)
    return _changed(workout_id, version, {"exercise": None, "deleted": True}, before)


@bp.post("/workout/<int:workout_id>/log/notes")
def log_notes(workout_id: int) -> ResponseReturnValue:
    athlete = current_athlete()
    service.touch(workout_id, athlete)
    change, version = forms.note_change(request)
    save_notes(workout_id, athlete, change)
    return _changed(workout_id, version, {"noted": True})


@bp.post("/workout/<int:workout_id>/log/order")
def order_logged_exercises(workout_id: int) -> ResponseReturnValue:
    service.touch(workout_id, current_athlete())
    exercises, version = forms.order_change(request)
    service.order_exercises(workout_id, exercises)
    return _changed(workout_id, version, {})


def _changed(
    workout_id: int, known: int | None, answer: dict[str, Any], before: Sequence[int] = ()
) -> Response:
    """Commit and answer, with the version read from the database."""
    return _answer(workout_id, queries.workout_state(workout_id), known, answer, before)


def _answer(
    workout_id: int,
    state: queries.WorkoutState,
    known: int | None,
    answer: dict[str, Any],
    before: Sequence[int] = (),
) -> Response:
    """Commit and answer; a page that missed another device's change gets the whole workout.

    ``before`` are the exercises of the library that were in the workout before the change.
    """
    athlete = current_athlete()
    service.follow_late_change(workout_id, athlete, state, before)
    db.session.commit()
    answer |= {"version": state.version, "server_time": queries.now_ms()}
    if known is not None and known != state.version - 1:
        begin_reading()
        answer["snapshot"] = snapshot(workout_id, athlete)
    return jsonify(answer)
