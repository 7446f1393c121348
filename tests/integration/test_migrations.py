"""The migrations build what the models say, on every database, and can be undone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import (
    Engine,
    Inspector,
    MetaData,
    String,
    Table,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)

import project
from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import Base, fold
from project.rules.library.figures.catalogue import figure_keys
from project.settings import engine_options
from project.web import readiness
from tests.support.servers import drop_database, make_database

pytestmark = [pytest.mark.integration, pytest.mark.database]

BOOKKEEPING = "alembic_version"


@pytest.fixture
def installation(database: str, tmp_path: Path) -> Iterator[Flask]:
    """Return an app on a database of its own, with nothing in it."""
    url = make_url(database)
    name = str(tmp_path / "new.sqlite") if url.get_backend_name() == "sqlite" else ""
    url = url.set(database=name or f"{url.database}_migrations")
    address = url.render_as_string(hide_password=False)
    make_database(url)

    class EmptyConfig(TestConfig):
        SQLALCHEMY_DATABASE_URI = address
        SQLALCHEMY_ENGINE_OPTIONS: ClassVar[dict[str, Any]] = engine_options(address)
        ASSET_FOLDER = tmp_path / "assets"

    app = create_app(EmptyConfig)
    with app.app_context():
        yield app
        db.engine.dispose()
    drop_database(url)


@pytest.fixture
def alembic(installation: Flask) -> AlembicConfig:
    config: AlembicConfig = installation.extensions["migrate"].migrate.get_config()
    return config


def revisions(alembic: AlembicConfig) -> list[str]:
    """Return all revisions, oldest first."""
    script = ScriptDirectory.from_config(alembic)
    return [each.revision for each in reversed(list(script.walk_revisions()))]


def tables(engine: Engine) -> dict[str, Any]:
    """Describe every table: columns, keys, indexes, rules, each with its name.

    Server defaults are left out: SQLite wants one for a column that is added later.
    """
    inspector = inspect(engine)
    return {
        name: table(engine, inspector, name)
        for name in inspector.get_table_names()
        if name != BOOKKEEPING
    }


def table(engine: Engine, inspector: Inspector, name: str) -> dict[str, Any]:
    columns = {
        column["name"]: (
            column["type"].compile(engine.dialect),
            column["nullable"],
            column["type"].collation if isinstance(column["type"], String) else None,
        )
        for column in inspector.get_columns(name)
    }
    keys = sorted(
        (key["name"], key["constrained_columns"], key["referred_table"], key["options"])
        for key in inspector.get_foreign_keys(name)
    )
    indexes = sorted(
        (str(index["name"]), index["column_names"], index["unique"])
        for index in inspector.get_indexes(name)
    )
    unique = sorted(
        (str(each["name"]), each["column_names"]) for each in inspector.get_unique_constraints(name)
    )
    rules = sorted(
        (str(rule["name"]), rule["sqltext"]) for rule in inspector.get_check_constraints(name)
    )
    primary = inspector.get_pk_constraint(name)
    return {
        "columns": columns,
        "foreign keys": keys,
        "indexes": indexes,
        "unique": unique,
        "rules": rules,
        "primary key": (primary["name"], primary["constrained_columns"]),
        "options": inspector.get_table_options(name),
        "counts on": counts_on(engine, name),
    }


def counts_on(engine: Engine, name: str) -> bool:
    """Return whether SQLite never gives an id a second time; the others never do."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        query = text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
        return "AUTOINCREMENT" in str(connection.scalar(query, {"name": name}))


def test_migrations_build_exactly_the_models(installation: Flask, alembic: AlembicConfig) -> None:
    upgrade(alembic, "head")
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []
    migrated = tables(db.engine)

    upgrade(alembic, "head")
    downgrade(alembic, "base")
    Base.metadata.create_all(db.engine)
    assert migrated == tables(db.engine)


def test_migrations_can_be_undone_to_nothing(installation: Flask, alembic: AlembicConfig) -> None:
    upgrade(alembic, "head")
    downgrade(alembic, "base")
    assert inspect(db.engine).get_table_names() == [BOOKKEEPING]


def test_each_migration_goes_up_down_and_up_again(
    installation: Flask, alembic: AlembicConfig
) -> None:
    before: dict[str, Any] = {}
    for revision in revisions(alembic):
        upgrade(alembic, revision)
        after = tables(db.engine)
        downgrade(alembic, "-1")
        assert tables(db.engine) == before, revision
        upgrade(alembic, revision)
        assert tables(db.engine) == after, revision
        before = after


def test_names_lose_what_nobody_sees_unless_another_has_the_name(
    installation: Flask, alembic: AlembicConfig
) -> None:
    upgrade(alembic, "0006")
    old = {table: reflected(table) for table in ("user", "exercises", "progression_levels")}
    titles = {1: "Di\u00adps", 2: "Zug", 3: "Zug\u3164", 4: "💪\ufe0f"}
    with db.engine.begin() as connection:
        person = {"id": 1, "username": "alice", "username_key": "alice", "email": "a@example.org"}
        connection.execute(insert(old["user"]), filled(old["user"], person))
        for number, title in titles.items():
            row = {"id": number, "user_id": 1, "title": title, "title_key": title.casefold()}
            connection.execute(insert(old["exercises"]), filled(old["exercises"], row))
        level = {"exercise_definition_id": 1, "level_order": 1, "name": "Ba\u200bnk"}
        connection.execute(insert(old["progression_levels"]), level)
    upgrade(alembic, "head")
    exercises, levels = reflected("exercises").c, reflected("progression_levels").c
    with db.engine.connect() as connection:
        columns = (exercises.id, exercises.title, exercises.title_key, exercises.search_text)
        found = {row.id: tuple(row)[1:] for row in connection.execute(select(*columns))}
        names = connection.scalars(select(levels.name)).all()
    assert found[1] == ("Dips", "dips", "dips\nbank")
    assert found[3][:2] == ("Zug\u3164", "zug\u3164")
    assert found[4][:2] == ("💪\ufe0f", fold("💪"))
    assert names == ["Bank"]


def test_starter_ladders_added_before_there_were_figures_get_theirs(
    installation: Flask, alembic: AlembicConfig
) -> None:
    upgrade(alembic, "0015")
    old = {table: reflected(table) for table in ("user", "exercises", "progression_levels")}
    ladders = {
        "Liegestütze": ["Wandliegestütze", "Auf der Bank", "Liegestütze"],
        "Push-ups": ["Wall push-up", "Liegestütze"],
        "Liegestütze (Kopie)": ["Liegestütze"],
        "Klimmzüge": ["Klimmzüge", "Negative Klimmzüge"],
    }
    with db.engine.begin() as connection:
        person = {"id": 1, "username": "alice", "username_key": "alice", "email": "a@example.org"}
        connection.execute(insert(old["user"]), filled(old["user"], person))
        for number, (title, names) in enumerate(ladders.items(), 1):
            row = {"id": number, "user_id": 1, "title": title, "title_key": fold(title)}
            connection.execute(insert(old["exercises"]), filled(old["exercises"], row))
            for order, name in enumerate(names, 1):
                level = {"exercise_definition_id": number, "level_order": order, "name": name}
                connection.execute(insert(old["progression_levels"]), level)
    upgrade(alembic, "0017")
    levels = reflected("progression_levels")
    with db.engine.begin() as connection:
        connection.execute(
            update(levels).where(levels.c.name == "Klimmzüge").values(figure="dips-am-barren")
        )
    upgrade(alembic, "head")
    with db.engine.connect() as connection:
        by_place = (levels.c.exercise_definition_id, levels.c.level_order)
        found = connection.scalars(select(levels.c.figure).order_by(*by_place)).all()
    assert found == [
        *("wandliegestuetze", "", "liegestuetze"),
        *("wandliegestuetze", ""),
        "",
        *("dips-am-barren", ""),
    ]


def test_the_figures_that_older_ladders_get_are_those_there_are() -> None:
    file = Path(project.__file__).parents[1] / "migrations/versions/0018_level_pictures.json"
    given = {
        key for names in json.loads(file.read_text("utf-8")).values() for key in names.values()
    }
    assert given <= figure_keys()


def reflected(name: str) -> Table:
    return Table(name, MetaData(), autoload_with=db.engine)


def filled(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with something in every column that must have a value."""
    needed = {each.name: each.type.python_type for each in table.c if not each.nullable}
    moment = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    words = {"default_visibility": "all", "counting_type": "reps"}
    made = {name: moment if kind is datetime else kind() for name, kind in needed.items()}
    return made | {name: word for name, word in words.items() if name in needed} | row


def test_there_is_one_line_of_migrations_numbered_in_order(alembic: AlembicConfig) -> None:
    script = ScriptDirectory.from_config(alembic)
    assert script.get_heads() == [readiness.head()]
    line = revisions(alembic)
    assert line == sorted(line)
    assert all(revision.isdigit() and len(revision) == 4 for revision in line)
    assert [Path(script.get_revision(each).path).name[:4] for each in line] == line


def test_the_command_line_migrates_a_new_database(installation: Flask) -> None:
    result = installation.test_cli_runner().invoke(args=["db", "upgrade"])
    assert result.exit_code == 0, (result.output, result.exception)
    assert installation.test_cli_runner().invoke(args=["db", "check"]).exit_code == 0
