"""What the database holds, to tell whether a request changed anything."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from project.extensions import db
from project.models import Base

Rows = dict[str, set[tuple[Any, ...]]]


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
