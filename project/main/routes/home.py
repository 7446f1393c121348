"""The first page: the landing page for visitors, *Heute* for athletes."""

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.decorators import check_confirmed
from project.main import bp
from project.queries import cards
from project.queries.workout_templates import template_cards
from project.web.current import current_athlete

LATEST: Final = 5
OFFERED: Final = 3


@bp.get("/")
@bp.get("/index")
def index() -> ResponseReturnValue:
    return today() if current_user.is_authenticated else render_template("main/landing.html")


@check_confirmed
def today() -> ResponseReturnValue:
    """Show how to start, what was done last, and what comes next."""
    athlete = current_athlete()
    return render_template(
        "main/home/today.html",
        latest=cards.own_cards(athlete.id, limit=LATEST).cards,
        templates=template_cards(athlete.id, limit=OFFERED).cards,
    )
