"""Attacked apps: the one on the tested database, and beside it one on SQLite to compare with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from flask import Flask

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import Base
from project.settings import engine_options
from tests.integration.abuse.battery import Battery


@contextmanager
def ready(app: Flask, *, thorough: bool) -> Iterator[Battery]:
    """Watch the app, and let go of it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "request_class", app.request_class)
        patch.setattr(app, "json", app.json)
        patch.setitem(app.after_request_funcs, None, [*app.after_request_funcs[None]])
        battery = Battery(app, thorough=thorough)
        yield battery
        battery.stage.close()


@pytest.fixture(
    scope="module",
    params=[False, pytest.param(True, marks=pytest.mark.sweep)],
    ids=["part", "whole"],
)
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether everything is sent everywhere, which takes minutes."""
    return bool(request.param)


@pytest.fixture(scope="module")
def battery(app: Flask, thorough: bool) -> Iterator[Battery]:
    with ready(app, thorough=thorough) as battery:
        yield battery


@pytest.fixture(scope="module")
def twin(
    config: type[TestConfig],
    database: str,
    thorough: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Battery | None]:
    """The same app on SQLite; none where that is the tested database."""
    if database.startswith("sqlite"):
        yield None
        return
    url = f"sqlite:///{tmp_path_factory.mktemp('twin') / 'twin.sqlite'}"

    class TwinConfig(config):  # type: ignore[misc,valid-type]  # made by a fixture
        SQLALCHEMY_DATABASE_URI = url
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(url)

    app = create_app(TwinConfig)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    with ready(app, thorough=thorough) as battery:
        yield battery
    with app.app_context():
        db.engine.dispose()
