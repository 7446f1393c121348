"""The first page: the landing page for visitors, *Heute* for athletes."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.main import bp


@bp.get("/")
@bp.get("/index")
def index() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return render_template("main/landing.html")
    return render_template("main/home/today.html")
