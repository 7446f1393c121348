"""Going on with a program: a day left out or chosen, pauses, lighter weeks, and its end."""

from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from project.enums import FlashLevel
from project.exceptions import InvalidError
from project.extensions import db
from project.i18n import format_day, gettext
from project.main import bp
from project.main.forms.training.enrolments import MoveForm
from project.main.pages.training.enrolments import title_of
from project.main.pages.training.progress import record_row
from project.models import Enrolment, User
from project.queries.training import enrolments as queries
from project.queries.training.enrolments import EnrolmentState
from project.services.training import enrolments as service
from project.services.training.looking_back import summary_of
from project.services.training.progression_upkeep import today_of
from project.web.current import current_athlete
from project.web.loaders import own_enrolment_or_404
from project.web.notices import flash
from project.web.safe_redirect import safe_next

MOST_RECORDS: Final = 20


@bp.post("/enrolment/<int:enrolment_id>/skip")
def skip_day(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    day_id = _named(MoveForm().day())
    title = _title(_state(athlete, enrolment), day_id)
    skipped = service.skip(athlete, enrolment, day_id)
    db.session.commit()
    if skipped:
        flash(gettext("„%(title)s“ ist ausgelassen.", title=title))
    else:
        flash(gettext("Inzwischen ist ein anderer Tag dran."), FlashLevel.INFO)
    return _back()


@bp.post("/enrolment/<int:enrolment_id>/choose")
def choose_day(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    day_id = _named(MoveForm().day())
    title = _title(_state(athlete, enrolment), day_id)
    service.choose(athlete, enrolment, day_id)
    db.session.commit()
    # One that is next already was chosen by the same button.
    flash(gettext("Als Nächstes dran: „%(title)s“.", title=title))
    return _back()


@bp.post("/enrolment/<int:enrolment_id>/undo")
def undo_step(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    undone = service.undo(athlete, enrolment, _named(MoveForm().step()))
    db.session.commit()
    if undone:
        flash(gettext("Zurückgenommen."))
    else:
        flash(gettext("Hier ist nichts mehr zurückzunehmen."), FlashLevel.INFO)
    return _back()


@bp.post("/enrolment/<int:enrolment_id>/pause")
def pause_program(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    service.pause(athlete, enrolment)
    db.session.commit()
    flash(gettext("Pause: Bis du weitermachst, ist nichts dran."))
    return _back()


@bp.post("/enrolment/<int:enrolment_id>/resume")
def resume_program(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    service.resume(athlete, enrolment)
    db.session.commit()
    flash(gettext("Das Programm geht weiter."))
    return _back()


@bp.post("/enrolment/<int:enrolment_id>/deload")
def begin_deload(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    service.begin_deload(athlete, enrolment)
    until = enrolment.deload_until
    db.session.commit()
    if until is not None:
        flash(
            gettext(
                "Leichte Woche bis %(day)s: weniger Sätze, niedrigere Ziele.", day=format_day(until)
            )
        )
    return _back()


@bp.post("/enrolment/<int:enrolment_id>/end_deload")
def end_deload(enrolment_id: int) -> ResponseReturnValue:
    athlete, enrolment = _held(enrolment_id)
    service.end_deload(athlete, enrolment)
    db.session.commit()
    flash(gettext("Die leichte Woche ist vorbei."))
    return _back()


@bp.route("/enrolment/<int:enrolment_id>/end", methods=["GET", "POST"])
def end_program(enrolment_id: int) -> ResponseReturnValue:
    """Ask first: who ends a program loses nothing, but nothing of it is due any more."""
    athlete = current_athlete()
    enrolment = own_enrolment_or_404(enrolment_id, athlete, lock=request.method == "POST")
    summary = url_for("main.program_summary", enrolment_id=enrolment_id)
    if request.method == "POST":
        if service.end(athlete, enrolment):
            db.session.commit()
            flash(gettext("Das Programm ist beendet."))
        return redirect(summary, code=303)
    if enrolment.ended_at is not None:
        return redirect(summary, code=303)
    state = _state(athlete, enrolment)
    return render_template(
        "main/training/enrolments/end.html", state=state, back=safe_next(url_for("main.plan"))
    )


@bp.get("/enrolment/<int:enrolment_id>/summary")
def program_summary(enrolment_id: int) -> ResponseReturnValue:
    """Say what a program brought, also while it runs; eight statements for any number of workouts."""
    athlete = current_athlete()
    enrolment = own_enrolment_or_404(enrolment_id, athlete)
    state = _state(athlete, enrolment)
    summary = summary_of(athlete, state)
    return render_template(
        "main/training/enrolments/summary.html",
        state=state,
        summary=summary,
        records=[
            record_row(record, ladder, ladder.names)
            for record, ladder in summary.records[:MOST_RECORDS]
        ],
    )


def _held(enrolment_id: int) -> tuple[User, Enrolment]:
    """Hold the athlete's enrolment until the transaction ends, so that two presses come in turn."""
    athlete = current_athlete()
    return athlete, own_enrolment_or_404(enrolment_id, athlete, lock=True)


def _state(athlete: User, enrolment: Enrolment) -> EnrolmentState:
    state = queries.enrolment_state(enrolment.id, athlete.calendar, today_of(athlete))
    return state or abort(404)


def _named(number: int | None) -> int:
    if number is None:
        raise InvalidError(gettext("Bitte lade die Seite neu."), {})
    return number


def _title(state: EnrolmentState, day_id: int) -> str:
    day = state.day(day_id)
    if day is None:
        abort(404)
    return title_of(day)


def _back() -> Response:
    return redirect(safe_next(url_for("main.plan")), code=303)
