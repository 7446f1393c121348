"""The first page: the landing page for visitors, *Heute* for athletes."""

from datetime import UTC, datetime
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.decorators import check_confirmed
from project.main import bp
from project.main.pages.training.ladder_cards import LadderCard, ProposalCard, is_proposed
from project.queries.people import feed
from project.queries.training import placement, progression
from project.queries.training import today as queries
from project.services.training.progression_upkeep import today_in
from project.web.current import reader
from project.web.pagination import asked_stretch, linked

FIRST_NEWS: Final = 8
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
    offers = queries.offers(athlete.id, OFFERED, datetime.now(UTC), athlete.calendar)
    proposed = [each for each in glances if is_proposed(each)]
    return render_template(
        "main/training/home/today.html",
        page=linked(news),
        offers=offers,
        # Who has trained already finds the question at the exercise.
        unknown=[] if offers.due else placement.unknown_ladders(athlete.id, UNKNOWN),
        proposals=[ProposalCard.of_glance(each) for each in proposed[:PROPOSALS]],
        more_proposals=len(proposed) > PROPOSALS,
        ladders=[LadderCard.of(each, day) for each in glances],
    )
