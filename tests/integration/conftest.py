"""Fixtures of tests that ask pages or run commands."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from project.extensions import db
from project.web import readiness


@pytest.fixture
def at_head(app: Flask) -> Iterator[None]:
    """Say that the tables, which the models made, are at head."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        insert = text("INSERT INTO alembic_version VALUES (:head)")
        connection.execute(insert, {"head": readiness.head()})
    yield
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
