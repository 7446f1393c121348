"""Which athlete a cookie stands for: one statement per request, nothing written but rarely."""

import hashlib
import re
from datetime import timedelta
from typing import Final

from flask import Response, g, session
from flask_login import current_user
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from project.auth import bp
from project.database import expecting
from project.extensions import db, login
from project.models import User, UserSession, utc_now
from project.queries import sessions
from project.web.current import remember_signed_in, signed_in

_COOKIE: Final = re.compile(r"([1-9][0-9]{0,9})\.([0-9a-f]{32})\.([A-Za-z0-9_-]{43})")
SEEN_EVERY: Final = timedelta(minutes=5)


def token_hash(token: str) -> str:
    """Return what is stored of a session's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@login.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no type hints
def load_user(cookie: str) -> User | None:
    """Return the athlete while the session's row exists and its epoch is the athlete's."""
    match = _COOKIE.fullmatch(cookie)
    if match is None:
        return None
    row = sessions.find(int(match[1]), match[2], token_hash(match[3]))
    if row is None:
        return None
    row.user.session_token = match[3]
    remember_signed_in(row.session_id, row.unread_json, row.running_workout_id)
    g.session_is_stale = utc_now() - row.last_used_at > SEEN_EVERY
    return row.user


@bp.after_app_request
def note_last_seen(response: Response) -> Response:
    """Note at most every five minutes that the athlete was here, after the page's own work.

    Best effort, in a transaction of its own: a busy database costs nobody their page.
    """
    if not g.pop("session_is_stale", False) or not current_user.is_authenticated:
        return response
    now = utc_now()
    try:
        with expecting(writes=True):
            db.session.rollback()
            db.session.execute(
                update(UserSession)
                .where(UserSession.id == signed_in().session_id)
                .values(last_used_at=now)
            )
            db.session.execute(update(User).where(User.id == current_user.id).values(last_seen=now))
            db.session.commit()
    except DBAPIError:
        db.session.rollback()
    else:
        session.modified = True  # a remembered cookie lives on from its last use
    return response
