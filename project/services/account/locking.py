"""One change at a time between the same athletes."""

from sqlalchemy import select

from project.exceptions import UnknownAthleteError
from project.extensions import db
from project.models import User


def lock_athletes(*ids: int) -> list[User]:
    """Return these athletes, fresh and held until the transaction ends; one statement.

    Rows are taken in the order of their ids, so that two who act on each other at once wait
    instead of blocking one another for ever; foreign keys to them stay usable meanwhile. On
    SQLite the transaction holds the write lock already. Raises `UnknownAthleteError` when an
    account has just been deleted.
    """
    query = (
        select(User)
        .where(User.id.in_(sorted(ids)))
        .order_by(User.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    rows = {user.id: user for user in db.session.scalars(query)}
    if not rows.keys() >= set(ids):
        raise UnknownAthleteError
    return [rows[athlete_id] for athlete_id in ids]
