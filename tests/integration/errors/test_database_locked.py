"""While somebody else holds SQLite's file, pages that only read are there at once."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from project.extensions import db
from project.models import Base, UserSession, utc_now
from tests.integration.errors.test_database_away import app_on
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.sqlite"


@pytest.fixture
def own_app(file: Path, tmp_path: Path) -> Iterator[Flask]:
    app = app_on(f"sqlite:///{file}", tmp_path)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_to_note_who_was_here_costs_nobody_their_page(own_app: Flask, file: Path) -> None:
    site = Site(own_app).sign_in(Make(own_app).user(username="alice"))
    with own_app.app_context():
        long_ago = utc_now() - timedelta(hours=1)
        db.session.execute(update(UserSession).values(last_used_at=long_ago))
        db.session.commit()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        assert site.client.get("/workouts").status_code == 200
        assert time.monotonic() - started < 4
