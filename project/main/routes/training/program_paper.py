"""A program on paper, for who leaves the phone at home."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from project.main import bp
from project.main.pages.training.program_paper import SESSIONS, paper_days
from project.queries.training import programs as queries
from project.queries.training import progression
from project.queries.training.durations import minutes_of
from project.services.training.progression_upkeep import today_in
from project.web.current import reader


@bp.get("/program/<int:program_id>/paper")
def paper_program(program_id: int) -> ResponseReturnValue:
    """Show the athlete's own program as sheets to print; six statements for any number of days."""
    athlete = reader()
    program = queries.detail(program_id, athlete.id)
    if program is None or program.user_id != athlete.id:
        abort(404)
    ids = {each.definition_id for day in program.days for each in day.exercises}
    days = paper_days(
        program,
        minutes_of(program.template_ids, athlete.id),
        progression.ladder_summaries(ids, athlete.calendar),
        today_in(athlete.calendar),
    )
    return render_template(
        "main/training/programs/paper.html", program=program, days=days, sessions=SESSIONS
    )
