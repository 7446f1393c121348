"""Reminders: the hour an athlete chooses, and the link in each mail that stops them."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.extensions import csrf, db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.reminders import ReminderForm
from project.services.training import reminders as service
from project.token import read_stop_token
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import count_wrong_secret


@bp.route("/settings/reminders", methods=["GET", "POST"])
def reminders() -> ResponseReturnValue:
    athlete = current_athlete()
    form = ReminderForm(athlete)
    if not form.validate_on_submit():
        return form.page("main/training/reminders/settings.html", athlete=athlete)
    service.choose_reminder(athlete, form.minute)
    db.session.commit()
    flash(gettext("Gespeichert."))
    return redirect(url_for("main.reminders"), code=303)


# Mail programs send this without a session and without our token (RFC 8058). The address itself
# says who may: it is signed, and stops reminders and nothing else.
@bp.route("/stop_reminders/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no type hints
def stop_reminders(token: str) -> ResponseReturnValue:
    """Stop an athlete's reminders, with one click; GET, which scanners of mails ask for, only asks."""
    athlete_id = read_stop_token(token)
    if athlete_id is None:
        count_wrong_secret()
        abort(404)
    is_stopped = request.method == "POST"
    if is_stopped:
        service.stop_reminders(athlete_id)
        db.session.commit()
    page = render_template("main/training/reminders/stop.html", token=token, is_stopped=is_stopped)
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
