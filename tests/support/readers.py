"""An app whose database lets it read and not write, as a forgotten GRANT or a full disk leaves it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import event, make_url

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.settings import engine_options
from tests.support.servers import administer

STATEMENTS = {
    "mysql": (
        ["CREATE USER {user}@'%'", "GRANT SELECT ON {{name}}.* TO {user}@'%'"],
        ["DROP USER {user}@'%'"],
    ),
    "postgresql": (
        ["CREATE ROLE {user} LOGIN"],
        ["DROP ROLE {user}"],
    ),
}


@contextmanager
def reading_app(config: type[TestConfig]) -> Iterator[Flask]:
    """Start the app on the tables of ``config`` as a user who may only read them."""
    url = make_url(config.SQLALCHEMY_DATABASE_URI)
    kind, user = url.get_backend_name(), f"reader_{url.database}"
    come, go = STATEMENTS.get(kind, ([], []))
    for statement in come:
        administer(url, statement.format(user=user))
    if kind == "postgresql":
        _in_database(config, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}")
    own = url if kind == "sqlite" else url.set(username=user)
    address = own.render_as_string(hide_password=False)

    class ReaderConfig(config):  # type: ignore[misc,valid-type]  # a class made by a caller
        SQLALCHEMY_DATABASE_URI = address
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(address)

    app = create_app(ReaderConfig)
    with app.app_context():
        engine = db.engine
    if kind == "sqlite":
        event.listen(engine, "connect", _forbid)
    yield app
    engine.dispose()
    if kind == "postgresql":
        _in_database(config, f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {user}")
    for statement in go:
        administer(url, statement.format(user=user))


def _in_database(config: type[TestConfig], statement: str) -> None:
    owner = create_app(config)
    with owner.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        db.engine.dispose()


def _forbid(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")
