"""*Fortschritt*: where all ladders stand, and what was done lately."""

from flask import render_template
from flask.typing import ResponseReturnValue

from project.main import bp
from project.main.pages.training.progress import progress_view
from project.queries.library import categories
from project.queries.training import progression
from project.queries.training.training_weeks import training_weeks
from project.rules.training.year import first_day
from project.services.training.progression_upkeep import today_in
from project.web.current import reader


@bp.get("/progress")
def progress() -> ResponseReturnValue:
    """Show the page; four statements with the one that finds who is signed in."""
    athlete = reader()
    calendar = athlete.calendar
    today = today_in(calendar)
    view = progress_view(
        progression.glances(athlete.id, calendar, archived=True),
        categories.of_library(athlete.id),
        training_weeks(athlete.id, calendar, rated_since=first_day(today)),
        today,
    )
    return render_template("main/training/progress/page.html", view=view)
