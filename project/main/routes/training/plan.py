"""*Plan*: what the programs that run have in store, and the calendar of what was and will be."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from project.main import bp
from project.main.forms.training.plan import asked_sheet
from project.main.pages.training.plan import (
    Known,
    plan_programs,
    streak_words,
    trained_in,
    week_strip,
)
from project.main.pages.training.plan_calendar import first_shown, last_shown, month_view
from project.models import User
from project.queries.account.signed_in import Account
from project.queries.training import progression
from project.queries.training.durations import minutes_of
from project.queries.training.enrolments import EnrolmentState, running_enrolments
from project.queries.training.plan_calendar import workouts_between
from project.queries.training.training_weeks import TrainingWeeks, training_weeks
from project.queries.training.workouts import performed_in
from project.services.training.program_offers import loads_since, program_offers
from project.services.training.progression_upkeep import today_in
from project.web.current import reader


@bp.get("/plan")
def plan() -> ResponseReturnValue:
    """Show the week and each running program; eight statements for any number of programs.

    One more when a ladder is lower than it was, as then it is asked whether a lighter week helps.
    """
    athlete = reader()
    calendar = athlete.calendar
    today = today_in(calendar)
    states = running_enrolments(athlete.id, calendar, today)
    weeks = training_weeks(athlete.id, calendar, rated_since=loads_since(today))
    known = _known(athlete, states, weeks)
    return render_template(
        "main/training/plan/page.html",
        programs=plan_programs(states, known, weeks.trained),
        week=week_strip(states, weeks.trained, today),
        streak=streak_words(weeks.streak(today)),
    )


def _known(
    athlete: Account | User, states: Sequence[EnrolmentState], weeks: TrainingWeeks
) -> Known:
    templates = {day.template_id for state in states for day in state.days if day.template_id}
    exercises = performed_in(templates)
    ids = {each.definition_id for planned in exercises.values() for each in planned}
    ladders = progression.ladder_summaries(ids, athlete.calendar)
    trained = {state.id: trained_in(state, exercises) for state in states}
    return Known(
        exercises,
        minutes_of(templates, athlete.id),
        ladders,
        program_offers(states, trained, ladders, weeks, athlete.calendar),
    )


@bp.get("/plan/calendar")
def plan_calendar() -> ResponseReturnValue:
    """Show a month, and one of its days opened; six statements at most."""
    athlete = reader()
    today = today_in(athlete.calendar)
    month, opened = asked_sheet(request.args, today)
    view = month_view(
        month,
        opened,
        today,
        running_enrolments(athlete.id, athlete.calendar, today),
        workouts_between(athlete.id, athlete.calendar, first_shown(month), last_shown(month)),
    )
    return render_template("main/training/plan/calendar.html", view=view)
