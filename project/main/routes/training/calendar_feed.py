"""The calendar that other programs subscribe to, and the page with its address."""

from datetime import date

from flask import abort, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from project.extensions import db
from project.i18n import gettext, site_language, speaking
from project.mailing.links import site_url
from project.main import bp
from project.models import User, utc_now
from project.queries.training.calendar_feed import athlete_of
from project.queries.training.enrolments import running_enrolments
from project.queries.training.plan_calendar import workouts_between
from project.services.account.secret_addresses import may_be_secret
from project.services.training import calendar_address as service
from project.settings import host_of
from project.web.current import current_athlete
from project.web.notices import flash
from project.web.rate_limits import count_wrong_secret


@bp.get("/settings/calendar")
def calendar_address() -> ResponseReturnValue:
    token = current_athlete().calendar_token
    address = site_url("main.calendar_feed", token=token) if token else ""
    return render_template("main/training/reminders/calendar.html", address=address)


@bp.post("/settings/calendar")
def make_calendar_address() -> ResponseReturnValue:
    """Make an address, which takes the place of an older one."""
    service.make_address(current_athlete())
    db.session.commit()
    return redirect(url_for("main.calendar_address"), code=303)


@bp.post("/settings/calendar/revoke")
def revoke_calendar_address() -> ResponseReturnValue:
    service.revoke_address(current_athlete())
    db.session.commit()
    flash(gettext("Die Adresse führt nirgends mehr hin."))
    return redirect(url_for("main.calendar_address"), code=303)


@bp.get("/calendar/<token>.ics")
def calendar_feed(token: str) -> ResponseReturnValue:
    """Give the calendar to whoever knows its address; seven statements at most."""
    athlete = athlete_of(token) if may_be_secret(token) else None
    if athlete is None:
        count_wrong_secret()
        abort(404)
    with speaking(athlete.language or site_language()):
        content = _file(athlete, athlete.calendar.day_of(utc_now()))
    response = make_response(content)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _file(athlete: User, today: date) -> bytes:
    from project.main.pages.training import calendar_file as page  # noqa: PLC0415  few processes write calendars

    calendar = athlete.calendar
    return page.calendar_file(
        running_enrolments(athlete.id, calendar, today),
        workouts_between(athlete.id, calendar, today - page.BACK, today),
        zone=calendar.zone,
        host=host_of(current_app.config["APP_BASE_URL"]) or "localhost",
        now=utc_now(),
    )
