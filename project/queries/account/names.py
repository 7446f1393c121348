"""Names that were given up: who may have them, and where their links lead."""

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select

from project.extensions import db
from project.models import GivenUpName, fold, utc_now

RESERVED_FOR: Final = timedelta(days=90)


def is_over() -> ColumnElement[bool]:
    """Return the condition that anybody may have the name again."""
    return GivenUpName.given_up_at < utc_now() - RESERVED_FOR


def is_reserved(username: str, athlete_id: int | None = None) -> bool:
    """Return whether the name is kept for somebody other than the athlete; one statement."""
    query = select(GivenUpName.name_key).where(
        GivenUpName.name_key == fold(username),
        GivenUpName.given_up_at >= utc_now() - RESERVED_FOR,
        or_(GivenUpName.user_id.is_(None), GivenUpName.user_id != (athlete_id or 0)),
    )
    return db.session.scalar(query) is not None


def count_kept(athlete_id: int) -> int:
    """Return how many names are kept for the athlete."""
    query = select(func.count()).where(
        GivenUpName.user_id == athlete_id, GivenUpName.given_up_at >= utc_now() - RESERVED_FOR
    )
    return db.session.scalar(query) or 0
