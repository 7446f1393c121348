"""Following, requests, and being rid of somebody."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from project.enums import FlashLevel
from project.extensions import db
from project.i18n import gettext
from project.main import bp
from project.queries.people import people
from project.services.people import blocking
from project.services.people import following as service
from project.web.current import current_athlete
from project.web.forms import PersonForm
from project.web.loaders import meant_or_404, other_by_name_or_404
from project.web.notices import flash
from project.web.safe_redirect import safe_next

MOST_BLOCKED = 500


@bp.post("/follow/<username>")
def follow(username: str) -> ResponseReturnValue:
    athlete = current_athlete()
    other = meant_or_404(username, athlete)
    followed = service.follow(athlete.id, other.id)
    db.session.commit()
    if followed:
        flash(gettext("Du folgst %(name)s.", name=other.username))
    else:
        flash(
            gettext("%(name)s entscheidet, ob du folgen darfst.", name=other.username),
            FlashLevel.INFO,
        )
    return _back(other.username)


@bp.post("/unfollow/<username>")
def unfollow(username: str) -> ResponseReturnValue:
    other = meant_or_404(username, current_athlete())
    service.unfollow(current_athlete().id, other.id)
    db.session.commit()
    return _back(other.username)


@bp.post("/followers/<username>/accept")
def accept_follower(username: str) -> ResponseReturnValue:
    other = meant_or_404(username, current_athlete())
    accepted = service.accept(current_athlete().id, other.id)
    db.session.commit()
    if accepted:
        flash(gettext("%(name)s folgt dir jetzt.", name=other.username))
    return _back(other.username)


@bp.post("/followers/<username>/remove")
def remove_follower(username: str) -> ResponseReturnValue:
    """Decline a request, or end that somebody follows me."""
    other = meant_or_404(username, current_athlete())
    service.remove_follower(current_athlete().id, other.id)
    db.session.commit()
    return _back(other.username)


@bp.get("/blocked")
def blocked() -> ResponseReturnValue:
    persons = people.blocked_by(current_athlete().id, MOST_BLOCKED)
    return render_template("main/people/blocked.html", persons=persons)


@bp.get("/block/<username>")
def confirm_block(username: str) -> ResponseReturnValue:
    other = other_by_name_or_404(username, current_athlete())
    return render_template("main/people/block.html", other=other)


@bp.post("/block/<username>")
def block(username: str) -> ResponseReturnValue:
    other = meant_or_404(username, current_athlete())
    blocking.block(current_athlete().id, other.id)
    db.session.commit()
    flash(gettext("%(name)s ist blockiert.", name=other.username))
    return redirect(url_for("main.blocked"), code=303)


@bp.post("/unblock/<username>")
def unblock(username: str) -> ResponseReturnValue:
    """Take the block back; from whom the list showed, whatever they are called now."""
    who = PersonForm().person_id()
    other = people.find_to_unblock(username if who is None else who, current_athlete().id)
    if other is None:
        abort(404)
    blocking.unblock(current_athlete().id, other.id)
    db.session.commit()
    return redirect(url_for("main.blocked"), code=303)


def _back(username: str) -> Response:
    """Return to the page the button was on; the other's own page by default."""
    return redirect(safe_next(url_for("main.user", username=username)), code=303)
