"""The devices on which the athlete is signed in, and how one is signed out."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from project.auth import bp
from project.extensions import db
from project.i18n import gettext
from project.queries.account import devices as queries
from project.services.account import devices as service
from project.web.current import current_athlete, signed_in
from project.web.notices import flash
from project.web.user_agents import describe


@bp.get("/sessions")
def sessions_list() -> ResponseReturnValue:
    devices = [
        (device, describe(device.user_agent), device.id == signed_in().device_id)
        for device in queries.signed_in_devices(current_athlete().id)
    ]
    return render_template("auth/devices.html", devices=devices)


@bp.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    # One that is gone already was signed out by somebody else's click; that is no error.
    service.sign_out_device(current_athlete().id, session_id)
    db.session.commit()
    flash(gettext("Das Gerät ist abgemeldet."))
    return redirect(url_for("auth.sessions_list"), code=303)


@bp.post("/sessions/end_others")
def end_other_sessions() -> ResponseReturnValue:
    service.sign_out_other_devices(current_athlete().id, signed_in().device_id)
    db.session.commit()
    flash(gettext("Alle anderen Geräte sind abgemeldet."))
    return redirect(url_for("auth.sessions_list"), code=303)
