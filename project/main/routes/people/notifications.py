"""What is new from others: for the badge, and as a page."""

import json
import math

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from project.extensions import db
from project.main import bp
from project.queries.people import notifications as queries
from project.services.account.locking import lock_athletes
from project.services.people import notifications as service
from project.web.current import current_athlete, signed_in

MOST_REQUESTS = 50
MOST_EVENTS = 30


@bp.get("/notifications")
def notifications() -> ResponseReturnValue:
    """Answer what is newer than ``since``, oldest first; the badge asks this every ten seconds."""
    g.last_use_is_old = False  # an open page is no sign of its athlete, and a poll writes nothing
    since = _since()
    news = [each._asdict() for each in signed_in().told if each.timestamp > since]
    # Not by way of the app's JSON provider: no other answer is asked for as often as this one.
    return Response(json.dumps(news), mimetype="application/json")


def _since() -> float:
    """Return the query parameter ``since``; what is no finite number is 0."""
    try:
        since = float(request.args.get("since", "0"))
    except ValueError:
        return 0.0
    return since if math.isfinite(since) else 0.0


@bp.get("/notifications/list")
def notification_list() -> ResponseReturnValue:
    athlete = current_athlete()
    return render_template(
        "main/people/notifications/list.html",
        requests=queries.waiting(athlete.id, MOST_REQUESTS),
        events=queries.events(athlete, MOST_EVENTS),
    )


@bp.post("/notifications/seen")
def mark_seen() -> ResponseReturnValue:
    (athlete,) = lock_athletes(current_athlete().id)
    service.mark_seen(athlete)
    db.session.commit()
    return redirect(url_for("main.notification_list"), code=303)
