"""An update keeps everything, and one that fails changes nothing."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, Table, func, insert, inspect, make_url, select, table

from project import create_app
from project.cli import revisions, upgrade
from project.config import TestConfig
from project.extensions import db
from project.models import Base
from project.services.site import backup
from project.settings import engine_options
from tests.support.commands import contents, manifest, refused, run
from tests.support.servers import drop_database, make_database

pytestmark = [pytest.mark.integration, pytest.mark.database]

MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("half_made", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("message", sa.Column("half_added", sa.Integer()))
    op.execute("DELETE FROM message")
    op.execute("SELECT there_is_no_such_column FROM message")
"""


@pytest.fixture
def installation(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Return an app on a database of its own, with nothing in it."""
    url = make_url(database)
    name = str(tmp_path / "new.sqlite") if url.get_backend_name() == "sqlite" else ""
    url = url.set(database=name or f"{url.database}_upgrade")
    address = url.render_as_string(hide_password=False)
    make_database(url)

    class EmptyConfig(TestConfig):
        SQLALCHEMY_DATABASE_URI = address
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(address)
        ASSET_FOLDER = tmp_path / "assets"
        UPLOAD_FOLDER = tmp_path / "uploads"

    app = create_app(EmptyConfig)
    monkeypatch.setattr(app, "instance_path", str(tmp_path / "instance"))
    monkeypatch.setattr(upgrade, "ROOT", tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()
    drop_database(url)


def reflected(name: str) -> Table:
    return Table(name, MetaData(), autoload_with=db.engine)


def fill(app: Flask, revision: str) -> None:
    """Make the tables of ``revision`` and put two people and a message into them."""
    with app.app_context():
        revisions.move_to(revision)
        user, message = reflected("user"), reflected("message")
        with db.engine.begin() as connection:
            for number, name in ((1, "alice"), (2, "Jörg Ü")):
                row = values(user, id=number, username=name, username_key=name.casefold())
                row |= {"email": f"{number}@example.org", "email_key": f"{number}@example.org"}
                row |= {"confirmed": True, "default_visibility": "all"}
                connection.execute(insert(user), row)
            body = "Schöne Grüße 💪"
            row = values(message, sender_id=1, recipient_id=2, body=body, timestamp=MOMENT)
            connection.execute(insert(message), row)
        db.engine.dispose()


def values(table: Table, **given: Any) -> dict[str, Any]:
    """Return a row with something in every column that must have a value."""
    row: dict[str, Any] = {}
    for column in table.columns:
        kind = column.type.python_type
        if not column.nullable and column.autoincrement is not True:
            row[column.name] = MOMENT if kind is datetime else kind(1)
    row |= given
    return {name: value for name, value in row.items() if name in table.columns}


def counts(app: Flask) -> dict[str, int]:
    with app.app_context(), db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in ("user", "message")
        }


def columns(app: Flask, table: str) -> set[str]:
    with app.app_context():
        return {each["name"] for each in inspect(db.engine).get_columns(table)}


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def safety_copy(app: Flask) -> Path:
    (file,) = (Path(app.instance_path) / "backups").glob("before-upgrade-*.zip")
    return file


def test_an_update_saves_the_old_tables_and_keeps_every_row(installation: Flask) -> None:
    fill(installation, "0001")
    output = run(installation, "upgrade")
    assert "Saved everything" in output
    assert "Migrated from 0001" in output
    assert counts(installation) == {"user": 2, "message": 1}
    assert {table.name for table in Base.metadata.sorted_tables} <= tables(installation)
    copy = manifest(safety_copy(installation))
    assert copy["revision"] == "0001"
    saved = {each["name"]: each for each in copy["tables"]}
    assert "mails_about_messages" not in saved["user"]["columns"]
    assert saved["user"]["columns"]["confirmed"] == "boolean"
    assert saved["message"]["columns"]["timestamp"] == "moment"
    assert not (Path(installation.instance_path) / "maintenance.on").exists()
    assert (Path(installation.instance_path).parent / "tmp" / "restart.txt").exists()


def test_the_old_tables_can_be_restored_into_the_new_version(installation: Flask) -> None:
    fill(installation, "0001")
    run(installation, "upgrade")
    run(installation, "restore", safety_copy(installation), "--yes")
    assert counts(installation) == {"user": 2, "message": 1}
    with installation.app_context():
        assert revisions.current() == revisions.head()


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installation: Flask) -> str:
    """Add a migration that fails half-way; return the revision before it."""
    with installation.app_context():
        head = revisions.head()
    folder = tmp_path / "migrations"
    shutil.copytree(revisions.MIGRATIONS, folder)
    (folder / "versions" / "9999_broken.py").write_text(BROKEN.format(head=head))
    monkeypatch.setattr(revisions, "MIGRATIONS", folder)
    return head


def test_a_migration_that_fails_changes_nothing(
    broken: str, installation: Flask, tmp_path: Path
) -> None:
    fill(installation, broken)
    before = columns(installation, "message")
    run(installation, "backup", tmp_path / "before.zip")

    output = refused(installation, "upgrade")

    assert "The migration failed" in output
    assert "Everything is as it was." in output
    assert columns(installation, "message") == before
    assert counts(installation) == {"user": 2, "message": 1}
    with installation.app_context():
        assert revisions.current() == broken
    run(installation, "backup", tmp_path / "after.zip")
    assert contents(tmp_path / "after.zip") == contents(tmp_path / "before.zip")
    assert not (Path(installation.instance_path) / "maintenance.on").exists()


def test_tables_that_lack_something_afterwards_are_not_kept(
    broken: str, installation: Flask
) -> None:
    (file,) = (revisions.MIGRATIONS / "versions").glob("9999_*")
    fault = 'op.execute("ALTER TABLE message RENAME COLUMN body TO words")'
    kept = BROKEN.partition("    op.create_table")[0]
    file.write_text(f"{kept.format(head=broken)}    {fault}\n")
    fill(installation, broken)
    output = refused(installation, "upgrade")
    assert "Everything is as it was." in output
    assert "body" in columns(installation, "message")
    assert counts(installation) == {"user": 2, "message": 1}


def test_what_doctor_finds_is_said_after_an_update(installation: Flask) -> None:
    output = run(installation, "upgrade")
    assert "FAIL  base-url: APP_BASE_URL is not set" in output
    assert "FAIL  revision" not in output
    assert "ok  " not in output, "what is well is no news"


def test_a_first_migration_that_fails_leaves_nothing_half_made(
    broken: str, installation: Flask
) -> None:
    refused(installation, "upgrade")
    assert tables(installation) <= {"half_made"}
    with installation.app_context():
        assert revisions.current() == ""


def test_tables_of_others_in_the_same_database_are_left_alone(
    installation: Flask, broken: str
) -> None:
    fill(installation, broken)
    with installation.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE wp_posts (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO wp_posts VALUES (7)")
    refused(installation, "upgrade")
    with installation.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id FROM wp_posts").scalars().all() == [7]
    assert "wp_posts" not in contents(safety_copy(installation))


def test_code_older_than_the_tables_is_refused(installation: Flask, broken: str) -> None:
    fill(installation, broken)
    with installation.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '7777'")
    assert "which this version does not know" in refused(installation, "upgrade")
    assert counts(installation) == {"user": 2, "message": 1}


def test_an_update_without_new_tables_only_restarts(installation: Flask) -> None:
    run(installation, "upgrade")
    assert "already" in run(installation, "upgrade")
    assert not (Path(installation.instance_path) / "backups").exists()


def test_a_site_that_was_closed_before_stays_closed(installation: Flask) -> None:
    assert run(installation, "maintenance", "on") == "Maintenance is on.\n"
    run(installation, "upgrade")
    switch = Path(installation.instance_path) / "maintenance.on"
    assert switch.exists()
    assert run(installation, "maintenance", "off") == "Maintenance is off.\n"
    assert not switch.exists()
    run(installation, "maintenance", "off")


def steps() -> list[str]:
    """Return all revisions, oldest first."""
    script = ScriptDirectory(str(revisions.MIGRATIONS))
    return [each.revision for each in reversed(list(script.walk_revisions()))]


def test_every_table_a_version_ever_had_is_saved_by_the_next(installation: Flask) -> None:
    with installation.app_context():
        for revision in steps():
            revisions.move_to(revision)
            unknown = {
                name
                for name in inspect(db.engine).get_table_names()
                if not (backup.is_ours(name) or name.startswith(revisions.OWN_TABLES))
            }
            assert unknown == set(), f"{revision}: name them in backup.FORMER_TABLES"
