"""Whose calendar an address is."""

from sqlalchemy import select, true

from project.extensions import db
from project.models import User


def athlete_of(token: str) -> User | None:
    """Return whose calendar has this secret; one statement, by an index."""
    query = select(User).where(User.calendar_token == token, User.confirmed == true())
    return db.session.scalar(query)
