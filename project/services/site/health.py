"""Whether the database takes what the app writes; what is tried here is rolled back by the caller."""

import secrets
from collections.abc import Iterator

from sqlalchemy import Connection, delete, false, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from project.models import Base, RateLimit


def write(session: Session) -> None:
    """Store one row; raises when the database takes none. One statement."""
    key = f"readyz:{secrets.token_hex(16)}"
    session.execute(insert(RateLimit).values(key=key, hits=0, expires_at=0))


def unwritable(connection: Connection) -> Iterator[tuple[str, DBAPIError]]:
    """Yield the tables whose rows may not be added, changed and removed, with the reason.

    The statements are about no row at all, so whoever works meanwhile waits for nothing.
    """
    for table in Base.metadata.sorted_tables:
        first = next(iter(table.columns))
        nothing = select(table).where(false())
        try:
            with connection.begin_nested():
                connection.execute(insert(table).from_select(list(table.columns), nothing))
                connection.execute(update(table).values({first: first}).where(false()))
                connection.execute(delete(table).where(false()))
        except DBAPIError as error:
            yield table.name, error
