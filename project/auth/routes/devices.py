"""Where the athlete is signed in, and how to end it there."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from project.auth import bp
from project.enums import FlashLevel
from project.extensions import db
from project.i18n import gettext
from project.queries.account import sessions as queries
from project.services.account import sessions
from project.web.current import current_athlete, signed_in
from project.web.notices import flash
from project.web.user_agents import describe


@bp.get("/sessions")
def sessions_list() -> ResponseReturnValue:
    devices = [
        (device, describe(device.user_agent), device.id == signed_in().session_id)
        for device in queries.signed_in_devices(current_athlete().id)
    ]
    return render_template("auth/sessions.html", devices=devices)


@bp.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    # One that is gone already was signed out by somebody else's click; that is no error.
    sessions.end_session(current_athlete().id, session_id)
    db.session.commit()
    flash(gettext("Das Gerät ist abgemeldet."), FlashLevel.SUCCESS)
    return redirect(url_for("auth.sessions_list"), code=303)


@bp.post("/sessions/end_others")
def end_other_sessions() -> ResponseReturnValue:
    sessions.end_others(current_athlete().id, signed_in().session_id)
    db.session.commit()
    flash(gettext("Alle anderen Geräte sind abgemeldet."), FlashLevel.SUCCESS)
    return redirect(url_for("auth.sessions_list"), code=303)
