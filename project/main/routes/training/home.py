"""The first page: the landing page for visitors, *Heute* for athletes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.decorators import check_confirmed
from project.main import bp
from project.main.pages.training.ladder_cards import LadderCard, ProposalCard, is_proposed
from project.main.pages.training.program_days import due_templates, programs_today
from project.models import User
from project.queries.account.signed_in import Account
from project.queries.people import feed
from project.queries.training import placement, progression
from project.queries.training import today as queries
from project.queries.training.durations import minutes_of
from project.queries.training.enrolments import running_enrolments
from project.queries.training.progression import LadderSummary
from project.services.training.progression_upkeep import today_in
from project.web.current import reader, signed_in
from project.web.pagination import asked_stretch, linked

FIRST_NEWS: Final = 6
OFFERED: Final = 3
LADDERS: Final = 4
PROPOSALS: Final = 2
UNKNOWN: Final = 8


@bp.get("/index")
@bp.get("/")  # the nearest to the function is the address that links get
def index() -> ResponseReturnValue:
    return (
        today()
        if current_user.is_authenticated
        else render_template("main/training/home/landing.html")
    )


@check_confirmed
def today() -> ResponseReturnValue:
    """Show what is due and how else to start, what comes next, and the newest of the feed; its further pages are it alone."""
    athlete = reader()
    stretch = asked_stretch()
    if stretch["before"] or stretch["after"]:
        page = linked(feed.feed(athlete.id, **stretch))
        return render_template("main/training/home/feed.html", page=page)
    news = feed.feed(athlete.id, limit=min(stretch["limit"], FIRST_NEWS))
    day = today_in(athlete.calendar)
    glances = progression.glances(athlete.id, athlete.calendar, limit=LADDERS)
    return render_template(
        "main/training/home/today.html",
        page=linked(news),
        **_plan(athlete, day),
        **_ladders(glances, day),
    )


def _plan(athlete: Account | User, day: date) -> dict[str, Any]:
    """Return what there is to start: of programs that run, or else what was done and written."""
    if signed_in().follows_program:
        states = running_enrolments(athlete.id, athlete.calendar, day)
        return {
            "programs": programs_today(states, minutes_of(due_templates(states), athlete.id)),
            "last_id": next((state.last_workout_id for state in states), None),
            "offers": queries.NOTHING,
            "unknown": [],
        }
    offers = queries.offers(athlete.id, OFFERED, datetime.now(UTC), athlete.calendar)
    # Who has trained already finds the question at the exercise.
    unknown = [] if offers.due else placement.unknown_ladders(athlete.id, UNKNOWN)
    return {"programs": [], "last_id": None, "offers": offers, "unknown": unknown}


def _ladders(glances: Sequence[LadderSummary], day: date) -> dict[str, Any]:
    proposed = [each for each in glances if is_proposed(each)]
    return {
        "proposals": [ProposalCard.of_glance(each) for each in proposed[:PROPOSALS]],
        "more_proposals": len(proposed) > PROPOSALS,
        "ladders": [LadderCard.of(each, day) for each in glances],
    }
