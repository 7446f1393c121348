"""*Einstufung*: an athlete says where they stand on ladders."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.main.forms.training.placement import MOST, PlacementForm, asked_ladders
from project.main.pages.training.placement import placement_cards
from project.queries.library.level_texts import level_texts
from project.queries.training import placement as queries
from project.queries.training import progression
from project.services.training import placement as service
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.safe_redirect import safe_next


@bp.get("/placement")
def placement() -> ResponseReturnValue:
    """Ask about the ladders that the address names, or about all of which nothing is known."""
    athlete = current_athlete()
    asked = asked_ladders(request.args)
    ids = (
        queries.own_ids(athlete.id, asked)
        if asked
        else [each.id for each in queries.unknown_ladders(athlete.id, MOST)]
    )
    places = progression.ladder_positions(ids, athlete.calendar) if ids else {}
    return render_template(
        "main/training/placement/page.html",
        cards=placement_cards([places[number] for number in ids], level_texts(ids) if ids else {}),
        back=safe_next(url_for("main.index")),
    )


@bp.post("/placement")
def place() -> ResponseReturnValue:
    placed = service.place(current_athlete(), PlacementForm().chosen())
    db.session.commit()
    if placed:
        flash(gettext("Deine Stufen gelten. Bei jeder Übung kannst du das zurücknehmen."))
    return redirect(safe_next(url_for("main.index")), code=303)
