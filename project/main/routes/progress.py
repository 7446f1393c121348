"""*Fortschritt*: where all ladders stand."""

from flask import render_template
from flask.typing import ResponseReturnValue

from project.decorators import check_confirmed, login_required
from project.main import bp
from project.main.ladder_cards import LadderCard
from project.queries import progression as queries
from project.services.progression import today_of
from project.web.current import current_athlete


@bp.get("/progress")
@login_required
@check_confirmed
def progress() -> ResponseReturnValue:
    athlete = current_athlete()
    today = today_of(athlete)
    glances = queries.glances(athlete.id, athlete.timezone)
    return render_template(
        "main/progress/page.html", ladders=[LadderCard.of(each, today) for each in glances]
    )
