"""What monitors ask."""

from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import OutboxEmail, RateLimit, utc_now
from project.web import readiness
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter
from tests.support.readers import reading_app

pytestmark = [pytest.mark.integration, pytest.mark.database]


def answer(response: TestResponse) -> tuple[int, Any]:
    return response.status_code, response.get_json()


def failing(*problems: str) -> tuple[int, Any]:
    return 503, {"status": "failing", "problems": list(problems)}


def test_healthz_answers_without_asking_the_database(
    client: FlaskClient, count_queries: QueryCounter
) -> None:
    with count_queries.expect(0):
        assert answer(client.get("/healthz")) == (200, {"status": "ok"})


@pytest.mark.usefixtures("at_head")
def test_readyz_is_content_with_a_working_site(
    client: FlaskClient, count_queries: QueryCounter
) -> None:
    with count_queries.expect(4):
        assert answer(client.get("/readyz")) == (200, {"status": "ok"})


def test_readyz_misses_tables_that_were_never_migrated(client: FlaskClient) -> None:
    assert answer(client.get("/readyz")) == failing(
        "The database does not answer, or was never migrated."
    )


@pytest.mark.usefixtures("at_head")
def test_readyz_notices_tables_of_another_version(client: FlaskClient, app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert answer(client.get("/readyz")) == failing(
        f"The database is at revision 0000, the code wants {readiness.head()}."
    )


@pytest.mark.usefixtures("at_head")
def test_readyz_leaves_nothing_behind(site: Site, make: Make) -> None:
    site.client.get("/readyz")
    assert make.count(RateLimit) == 0


MISSING = "A table or a column is missing, or may not be read."


@pytest.mark.usefixtures("at_head")
@pytest.mark.parametrize(
    ("away", "back"),
    [
        ("ALTER TABLE block RENAME TO block_2", "ALTER TABLE block_2 RENAME TO block"),
        ("ALTER TABLE message RENAME COLUMN body TO words",
         "ALTER TABLE message RENAME COLUMN words TO body"),
    ],
    ids=["table", "column"],
)  # fmt: skip
def test_readyz_misses_a_table_and_a_column(site: Site, app: Flask, away: str, back: str) -> None:
    """Renamed, so that they come back as they were."""
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(away)
    try:
        found = answer(site.client.get("/readyz"))
    finally:
        with app.app_context():
            # SQLite's ALTER goes by the columns that a connection knew when it was last used.
            db.engine.dispose()
            with db.engine.begin() as connection:
                connection.exec_driver_sql(back)
    assert found == failing(MISSING)
    assert site.client.get("/readyz").status_code == 200


@pytest.mark.usefixtures("at_head")
def test_readyz_notices_that_nothing_can_be_stored(config: type[TestConfig]) -> None:
    with reading_app(config) as app:
        assert answer(Site(app).client.get("/readyz")) == failing(
            "The database cannot be written to."
        )


def mail(make: Make, *, minutes: int, **columns: Any) -> None:
    moment = utc_now() - timedelta(minutes=minutes)
    with make.session() as session:
        session.add(
            OutboxEmail(
                recipient="a@example.org",
                subject="s",
                html="h",
                text="t",
                created_at=moment,
                **columns,
            )
        )


@pytest.mark.usefixtures("at_head")
def test_readyz_notices_mail_that_nobody_sends(client: FlaskClient, make: Make) -> None:
    mail(make, minutes=59)
    mail(make, minutes=90, sent_at=utc_now())
    mail(make, minutes=90, failed=True)
    assert client.get("/readyz").status_code == 200

    mail(make, minutes=61)
    assert answer(client.get("/readyz")) == failing(
        "A mail has been waiting for more than an hour."
    )


@pytest.mark.usefixtures("at_head")
def test_readyz_notices_folders_it_cannot_write_to(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    for name in ("UPLOAD_FOLDER", "LOG_FOLDER"):
        monkeypatch.setitem(app.config, name, tmp_path / "file" / "folder")
    assert answer(client.get("/readyz")) == failing(
        "The folder for uploads is not writable.", "The folder for logs is not writable."
    )
    monkeypatch.setitem(app.config, "LOG_TO_STDOUT", True)
    assert answer(client.get("/readyz")) == failing("The folder for uploads is not writable.")
    monkeypatch.setitem(app.config, "UPLOAD_BUCKET", "somewhere/else")
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/no/such/file", "mysql+pymysql://a:geheim@127.0.0.1:1/x"]
)
def test_readyz_says_that_the_database_is_away_and_nothing_more(
    config: type[TestConfig], url: str
) -> None:
    class AwayConfig(config):  # type: ignore[misc,valid-type]  # a class made by a fixture
        SQLALCHEMY_DATABASE_URI = url
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = {}

    app = create_app(AwayConfig)
    response = app.test_client().get("/readyz")
    with app.app_context():
        db.engine.dispose()
    assert answer(response) == failing("The database does not answer, or was never migrated.")
    assert app.test_client().get("/healthz").status_code == 200
