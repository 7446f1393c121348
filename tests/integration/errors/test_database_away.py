"""A database that goes away spoils no answer that is made already."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import literal, select

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.settings import engine_options

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_an_answer_is_given_though_its_connection_broke(database: str, tmp_path: Path) -> None:
    class Config(TestConfig):
        SQLALCHEMY_DATABASE_URI = database
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(database)
        ASSET_FOLDER = tmp_path / "assets"

    app = create_app(Config)

    @app.get("/cut")
    def cut() -> str:
        found = db.session.scalar(select(literal(7)))
        db.session.connection().connection.dbapi_connection.close()  # type: ignore[union-attr]  # it has one
        return str(found)

    visitor = app.test_client()
    assert [visitor.get("/cut").text for _ in range(2)] == ["7", "7"]
    with app.app_context():
        db.engine.dispose()
