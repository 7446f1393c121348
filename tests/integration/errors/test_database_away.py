"""A database that goes away spoils no answer that is made already."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy import literal, select

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.settings import engine_options

pytestmark = [pytest.mark.integration, pytest.mark.database]


def app_on(database: str, folder: Path) -> Flask:
    """Return an app of its own on the tests' database, with connections as in production."""

    class Config(TestConfig):
        SQLALCHEMY_DATABASE_URI = database
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(database)
        ASSET_FOLDER = folder / "assets"

    return create_app(Config)


def test_a_connection_whose_rollback_fails_goes_back_clean(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(database, tmp_path)
    with app.app_context():
        engine = db.engine
    engine.connect().close()  # the first one asks and rolls back on its own
    rolled_back = engine.dialect.do_rollback
    tries: list[object] = []

    def fail_once(connection: Any) -> None:
        tries.append(connection)
        if len(tries) == 1:
            raise engine.dialect.loaded_dbapi.OperationalError("disk I/O error")
        rolled_back(connection)

    @app.get("/read")
    def read() -> str:
        monkeypatch.setattr(engine.dialect, "do_rollback", fail_once)
        return str(db.session.scalar(select(literal(7))))

    answer = app.test_client().get("/read")
    assert answer.text == "7"
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # the pool of a file or server counts
    assert len(tries) > 1  # again, as the connection went back
    engine.dispose()


def test_an_answer_is_given_though_its_connection_broke(database: str, tmp_path: Path) -> None:
    app = app_on(database, tmp_path)

    @app.get("/cut")
    def cut() -> str:
        found = db.session.scalar(select(literal(7)))
        db.session.connection().connection.dbapi_connection.close()  # type: ignore[union-attr]  # it has one
        return str(found)

    visitor = app.test_client()
    assert [visitor.get("/cut").text for _ in range(2)] == ["7", "7"]
    with app.app_context():
        db.engine.dispose()
