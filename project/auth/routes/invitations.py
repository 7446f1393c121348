"""A link with which friends open an account."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from project.auth import bp
from project.auth.invitations import invitation_link
from project.enums import Registration
from project.mailing.links import site_url
from project.web.current import current_athlete


@bp.get("/invite")
def invite() -> ResponseReturnValue:
    kind = current_app.config["REGISTRATION"]
    if kind == Registration.CLOSED:
        raise NotFound
    is_open = kind == Registration.OPEN
    link = site_url("auth.register") if is_open else invitation_link(current_athlete().id)
    return render_template("auth/invite.html", link=link, is_open=is_open)
