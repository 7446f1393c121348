"""Where athletes are signed in: one row of ``user_session`` for each device."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, not_, or_, select

from project.extensions import db
from project.models import CLOCKS_DIFFER, UserSession, utc_now

# How long a device stays signed in without being used: with "Angemeldet bleiben", and without.
REMEMBERED: Final = timedelta(days=30)
UNREMEMBERED: Final = timedelta(days=2)


def is_over() -> ColumnElement[bool]:
    """Return the condition of devices that were not used for too long, or by a wrong clock."""
    now = utc_now()
    return or_(
        UserSession.last_used_at > now + CLOCKS_DIFFER,
        UserSession.last_used_at <= now - REMEMBERED,
        and_(UserSession.remember.is_(False), UserSession.last_used_at <= now - UNREMEMBERED),
    )


@dataclass(frozen=True)
class SignedInDevice:
    id: int
    user_agent: str
    created_at: datetime
    last_used_at: datetime


def signed_in_devices(user_id: int) -> list[SignedInDevice]:
    """Return where the athlete is signed in, last used first; one statement."""
    query = (
        select(
            UserSession.id,
            UserSession.user_agent,
            UserSession.created_at,
            UserSession.last_used_at,
        )
        .where(UserSession.user_id == user_id, not_(is_over()))
        .order_by(UserSession.last_used_at.desc(), UserSession.id.desc())
    )
    return [SignedInDevice(*row) for row in db.session.execute(query)]
