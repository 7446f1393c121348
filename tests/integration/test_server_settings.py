"""Whatever a host has set on its database server, the site works and stores what it was given."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from project import create_app
from project.cli import upgrade
from project.config import TestConfig
from project.extensions import db
from project.settings import engine_options
from tests.support.commands import run
from tests.support.http import Site
from tests.support.make import Make
from tests.support.servers import administer, drop_database, make_database

pytestmark = [pytest.mark.integration, pytest.mark.database]

# Each a set of (name, value) as an administrator writes it; the old values come back afterwards.
MODES = (
    "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "PAD_CHAR_TO_FULL_LENGTH",
    "IGNORE_SPACE", "HIGH_NOT_PRECEDENCE", "NO_AUTO_VALUE_ON_ZERO", "REAL_AS_FLOAT",
    "NO_UNSIGNED_SUBTRACTION", "ONLY_FULL_GROUP_BY", "EMPTY_STRING_IS_NULL",
    "SIMULTANEOUS_ASSIGNMENT", "TIME_ROUND_FRACTIONAL", "TRADITIONAL", "ANSI", "ORACLE", "MSSQL",
    "DB2", "MAXDB", "POSTGRESQL", "MYSQL323", "MYSQL40", "",
)  # fmt: skip
VARIABLES = (
    "sql_select_limit=1", "sql_safe_updates=1", "sql_auto_is_null=1", "foreign_key_checks=0",
    "unique_checks=0", "group_concat_max_len=4", "div_precision_increment=0", "autocommit=0",
    "completion_type=1", "tx_isolation='SERIALIZABLE'",
    "max_join_size=1", "innodb_lock_wait_timeout=1", "default_storage_engine='MyISAM'",
    "collation_server='utf8mb4_german2_ci'",
)  # fmt: skip
PARAMETERS = (
    "datestyle='German, DMY'", "intervalstyle='sql_standard'", "standard_conforming_strings=off",
    "timezone='Asia/Kolkata'", "client_encoding='LATIN1'", "bytea_output='escape'",
    "default_transaction_isolation='serializable'",
    "transform_null_equals=on",
    "quote_all_identifiers=on", "backslash_quote=off", "array_nulls=off",
)  # fmt: skip
EVERYTHING_AT_ONCE = "ANSI,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH,EMPTY_STRING_IS_NULL"
Set = Callable[[str], None]


@pytest.fixture
def server_says(database: str) -> Iterator[Set]:
    """Set something for all new connections to MariaDB or to this database of PostgreSQL."""
    kind = make_url(database).get_backend_name()
    undo: list[str] = []

    def say(setting: str) -> None:
        name = setting.partition("=")[0]
        if kind == "mysql":
            undo.append(f"SET GLOBAL {name} = {_global(database, name)}")
            administer(database, f"SET GLOBAL {setting}")
        elif kind == "postgresql":
            undo.append(f"ALTER DATABASE {{name}} RESET {name}")
            administer(database, f"ALTER DATABASE {{name}} SET {setting}")

    yield say
    for statement in undo:
        administer(database, statement)


def _global(database: str, name: str) -> str:
    """Return what MariaDB has set for new connections, as SQL."""
    engine = create_engine(make_url(database).set(database=""))
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(f"SELECT @@GLOBAL.{name}")
        (value,) = cursor.fetchone() or ("",)
    engine.dispose()
    return str(value) if isinstance(value, int) else f"'{value}'"


def settings_of(database: str) -> tuple[str, ...]:
    """Return what can be set on this kind of server; SQLite has none to set."""
    return {
        "mysql": (*(f"sql_mode='{mode}'" for mode in MODES), *VARIABLES),
        "postgresql": PARAMETERS,
    }.get(make_url(database).get_backend_name(), ("",))


@pytest.fixture
def another(app: Flask, config: type[TestConfig]) -> Iterator[Callable[[], Flask]]:
    """Start the app anew on the same tables, as a restart does."""
    started: list[Flask] = []

    def start() -> Flask:
        started.append(create_app(config))
        return started[-1]

    yield start
    for each in started:
        with each.app_context():
            db.engine.dispose()


ODD = "\\Zug\\ \"oben\" 'unten' || `quer` %s"


def test_the_site_works_and_keeps_what_it_was_given(
    another: Callable[[], Flask], server_says: Set, make: Make, database: str
) -> None:
    dora = make.user(username="dora")
    for number, setting in enumerate(settings_of(database)):
        if setting:
            server_says(setting)
        app = another()
        site = Site(app).sign_in(dora)
        page = site.open("/categories")
        name = f"{ODD} {number}"
        page = site.submit(page, {"name": name}, action="/categories/add")
        assert name in page.text, setting
        assert page.text.count("Zug") == number + 1, setting
        with app.app_context():
            db.engine.dispose()
    # By now all of them hold at once, but for the modes, of which the last one set holds.
    site = Site(another()).sign_in(dora)
    for path in (
        "/",
        "/explore",
        "/workouts",
        "/exercises",
        "/messages",
        "/progress",
        "/user/dora",
    ):
        site.open(path)


@pytest.mark.parametrize("mode", ["ANSI_QUOTES", "ORACLE", EVERYTHING_AT_ONCE])
def test_tables_are_made_saved_and_brought_back(
    server_says: Set, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    """Elsewhere than on MariaDB nothing is set, and the way is the same."""
    url = make_url(database)
    on_mysql = url.get_backend_name() == "mysql"
    if on_mysql:
        server_says(f"sql_mode='{mode}'")
    name = f"{url.database}_settings" if url.get_backend_name() != "sqlite" else ""
    url = url.set(database=name or str(tmp_path / "new.sqlite"))
    address = url.render_as_string(hide_password=False)
    make_database(url)

    class NewConfig(TestConfig):
        SQLALCHEMY_DATABASE_URI = address
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(address)
        ASSET_FOLDER = tmp_path / "assets"
        UPLOAD_FOLDER = tmp_path / "uploads"

    app = create_app(NewConfig)
    monkeypatch.setattr(app, "instance_path", str(tmp_path / "instance"))
    monkeypatch.setattr(upgrade, "ROOT", tmp_path)
    assert "Migrated from nothing" in run(app, "upgrade")
    make = Make(app)
    make.user(username="dora", about_me=ODD)
    run(app, "backup", tmp_path / "all.zip")
    run(app, "restore", tmp_path / "all.zip", "--yes")
    with app.app_context():
        about = db.session.scalar(text("SELECT about_me FROM `user`" if on_mysql else
                                       'SELECT about_me FROM "user"'))  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    drop_database(url)
    assert about == ODD
