"""What the database holds, to tell whether a request changed anything; and how it is emptied."""

from typing import Any

from flask import Flask
from sqlalchemy import CompoundSelect, Connection, literal_column, select, union_all

from project.extensions import db
from project.models import Base

Rows = dict[str, set[tuple[Any, ...]]]

# Each after those that point at it.
_TABLES = list(reversed(Base.metadata.sorted_tables))
_FILLED: CompoundSelect[int] = union_all(
    *(
        select(literal_column(str(number))).where(select(table).exists())
        for number, table in enumerate(_TABLES)
    )
)


def empty(connection: Connection) -> None:
    """Delete every row; most tests fill five of twenty tables, so they are asked first."""
    for number in connection.execute(_FILLED).scalars().all():
        connection.execute(_TABLES[number].delete())


def snapshot(app: Flask) -> Rows:
    """Return every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: {tuple(row) for row in connection.execute(select(table))}
            for table in Base.metadata.sorted_tables
        }


def changed_tables(before: Rows, after: Rows) -> list[str]:
    """Return the names of the tables that are not as they were."""
    return [name for name, rows in before.items() if rows != after[name]]
