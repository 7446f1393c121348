"""What the commands say about the database: which one it is, and what is wrong with it."""

import re
from typing import Final

from flask import Flask
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from project.cli import revisions
from project.cli.checks import Config, Finding, Findings, Severity
from project.cli.programs import command_line
from project.database import expecting
from project.extensions import db
from project.models import Base
from project.services.site import health
from project.settings import Settings

SHOWN: Final = 3
GRANT: Final = (
    "Give the database's user all rights on it and its tables (MariaDB: GRANT ALL PRIVILEGES ON"
    " name.* TO user; PostgreSQL: make the user their owner), or ask the host why it is read-only."
)
# A password with an @ in it that was not escaped would be taken for a part of the host.
AMBIGUOUS: Final = re.compile(r"://[^/?#]*@[^/?#]*@")


def shown_address(url: str) -> str:
    """Return a database's address without its password, however that was written."""
    if AMBIGUOUS.search(url):
        return "(an address with two @; write one in the password as %40)"
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        return "(not a valid address)"
    query = {key: value for key, value in address.query.items() if "pass" not in key}
    return address.set(query=query).render_as_string(hide_password=True)


def named(config: Config) -> str:
    """Return which database the settings name, and which of them does."""
    settings: Settings = config["SETTINGS"]
    places = [settings.find(name)[1] for name in ("DATABASE_URL", "DB_NAME")]
    place = next(filter(None, places), "no setting; the default")
    return f"{shown_address(config['SQLALCHEMY_DATABASE_URI'])}, from {place}"


def database(app: Flask) -> Findings:
    """Ask whether it answers, is at the code's revision, has all tables and lets us write."""
    name = named(app.config)
    try:
        with expecting(writes=False), db.engine.connect() as connection:
            encoding = _encoding(connection)
        revision, head = revisions.current(), revisions.head()
    except (SQLAlchemyError, OSError) as error:
        fix = (
            "Check DATABASE_URL (special characters of the password as %XX), or DB_NAME, DB_USER,"
            " DB_PASSWORD and DB_HOST, and that the user was given this database."
        )
        says = "does not answer" if isinstance(error, OperationalError | OSError) else "fails"
        yield Finding("database", Severity.FAIL, f"{name}, {says}: {cause(error)}", fix)
        return
    yield Finding("database", Severity.OK, f"{name}, answers.")
    if encoding not in {"", "UTF8"}:
        fix = (
            "Make it anew: createdb -O USER -E UTF8 -T template0 NAME; backup and restore move it."
        )
        yield Finding(
            "encoding", Severity.FAIL, f"The database counts in {encoding}, not UTF8.", fix
        )
    if revision == head:
        yield Finding("revision", Severity.OK, f"The tables are at revision {head}.")
        yield from tables()
        return
    state = f"The tables are at revision {revision or 'none'}, the code wants {head}."
    newer = bool(revision) and not revisions.is_known(revision)
    fix = "Put the newer version of the code back." if newer else command_line("upgrade")
    yield Finding("revision", Severity.FAIL, state, fix)


def tables() -> Findings:
    """Look at each table of the models: all columns, and whether rows may be changed."""
    try:
        with expecting(writes=False), db.engine.connect() as connection:
            missing = lacking(connection)
    except SQLAlchemyError as error:
        yield Finding("tables", Severity.FAIL, f"They cannot be looked at: {cause(error)}", GRANT)
        return
    if missing:
        fix = f"Bring the newest backup back: {command_line('restore FILE')}"
        yield Finding("tables", Severity.FAIL, f"Missing: {few(missing)}.", fix)
        return
    yield Finding("tables", Severity.OK, "Every table is there, with all columns.")
    refusal = _refusal()
    if refusal:
        yield Finding("writing", Severity.FAIL, f"No changes are taken: {refusal}", GRANT)
    else:
        yield Finding("writing", Severity.OK, "Every table takes changes.")


def _refusal() -> str:
    """Return what the database says against writing, and where; nothing is stored."""
    try:
        with (
            expecting(writes=True),
            db.engine.connect() as connection,
            connection.begin() as transaction,
        ):
            refused = list(health.unwritable(connection))
            transaction.rollback()
    except SQLAlchemyError as error:
        return cause(error)
    return f"{cause(refused[0][1])} ({few([name for name, _ in refused])})" if refused else ""


def lacking(connection: Connection) -> list[str]:
    """Return which tables and columns of the models are not there, as table or table.column."""
    models = Base.metadata.tables
    found = inspect(connection).get_multi_columns(filter_names=list(models))
    there = {name: {each["name"] for each in columns} for (_, name), columns in found.items()}
    return [
        *(name for name in models if name not in there),
        *(
            f"{name}.{column.name}"
            for name, table in models.items()
            for column in table.columns
            if name in there and column.name not in there[name]
        ),
    ]


def few(names: list[str]) -> str:
    """Return the first names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def cause(error: Exception) -> str:
    """Return what the database itself says, on one line."""
    return (str(getattr(error, "orig", error)).splitlines() or [type(error).__name__])[0]


def _encoding(connection: Connection) -> str:
    """Return how PostgreSQL stores text; elsewhere each table of ours says so itself."""
    if connection.dialect.name != "postgresql":
        connection.execute(text("SELECT 1"))
        return ""
    return str(connection.scalar(text("SHOW server_encoding")))
