"""How connections behave: SQLite's rules, the kind of a transaction, forks and conflicts."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

# Whether the next transaction is going to write. On SQLite such a transaction takes the write
# lock at its start (BEGIN IMMEDIATE): one that reads first and then wants to write would fail
# at once, without waiting, when another process wrote in between.
_writes: ContextVar[bool] = ContextVar("writes", default=True)

# How long SQLite's write lock is waited for, in seconds: one transaction, or a whole request with
# all its transactions. An answer is due within ten.
PATIENCE: Final = 8.0
_waits_until: ContextVar[float | None] = ContextVar("waits_until", default=None)
_HURRIED: Final = "hurried"

# Lock wait time-out; deadlock; and a deadlock within a savepoint, which takes the whole
# transaction with it, so that going back to the savepoint fails in its place.
_MYSQL_CONFLICTS: Final = frozenset({1205, 1213, 1305})
_POSTGRES_CONFLICTS: Final = frozenset({"40001", "40P01"})  # serialization failure, deadlock

# What a host may have set otherwise, so that the same statement means something else or fails.
# Not whether one may write at all: some forbid it while a disk is full.
_MYSQL: Final = {
    "sql_mode": "'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO'",
    "time_zone": "'+00:00'",
    "foreign_key_checks": "1",
    "unique_checks": "1",
    "sql_auto_is_null": "0",
    "sql_safe_updates": "0",
    "sql_select_limit": "18446744073709551615",  # DEFAULT would be the host's
    "sql_big_selects": "1",
    "completion_type": "0",
    "div_precision_increment": "4",
    # MySQL cuts aggregated strings at 1024 bytes; a hundred sets need about 1100.
    "group_concat_max_len": "1048576",
}
_POSTGRES: Final = {
    "DateStyle": "ISO, YMD",  # psycopg reads no other moments
    "IntervalStyle": "postgres",
    "standard_conforming_strings": "on",
    "transform_null_equals": "off",
    "default_transaction_isolation": "read committed",
}


def expect_writes(*, yes: bool) -> None:
    """Say whether the transactions that begin from now on write; the default is yes."""
    _writes.set(yes)


def writes_expected() -> bool:
    """Return whether a transaction that begins now is one that writes."""
    return _writes.get()


@contextmanager
def expecting(*, writes: bool) -> Iterator[None]:
    """Within the block, transactions begin for writing or only for reading."""
    token = _writes.set(writes)
    try:
        yield
    finally:
        _writes.reset(token)


def limit_waiting(seconds: float | None) -> None:
    """Let all transactions that begin from now on wait so long together; None is without end."""
    _waits_until.set(None if seconds is None else time.monotonic() + seconds)


@contextmanager
def waiting_briefly(seconds: float = 0.5) -> Iterator[None]:
    """Within the block wait only so long: for what may be left undone."""
    until, before = time.monotonic() + seconds, _waits_until.get()
    token = _waits_until.set(until if before is None else min(until, before))
    try:
        yield
    finally:
        _waits_until.reset(token)


def prepare_engine(engine: Engine) -> None:
    """Give ``engine`` our rules; call once, right after it was made."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        # Before SQLAlchemy looks at the first connection: from the server's settings it learns
        # how names and texts are quoted.
        server = _configure_postgresql if engine.dialect.name == "postgresql" else _configure_mysql
        event.listen(engine, "connect", server, insert=True)
    # A forked child must neither use nor close its parent's connections.
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself; `_begin_sqlite` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        _busy_timeout(PATIENCE),
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if _writes.get():
        _set_patience(connection)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    # Every page begins so, and going by SQLAlchemy takes ten times as long.
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    try:
        driver.execute("BEGIN")
    except sqlite3.Error:
        connection.exec_driver_sql("BEGIN")  # fails again, with an error that the pages know


def _set_patience(connection: Connection) -> None:
    """Give the connection what is left of the time to wait."""
    until = _waits_until.get()
    if until is None and _HURRIED not in connection.info:
        return
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    if until is None:
        del connection.info[_HURRIED]
        driver.execute(f"PRAGMA {_busy_timeout(PATIENCE)}")
    else:
        connection.info[_HURRIED] = True
        driver.execute(f"PRAGMA {_busy_timeout(max(0.0, until - time.monotonic()))}")


def _busy_timeout(seconds: float) -> str:
    return f"busy_timeout = {round(seconds * 1000)}"


def _configure_mysql(connection: Any, _record: object) -> None:  # noqa: ANN401  PyMySQL's own type
    with connection.cursor() as cursor:
        cursor.execute("SET " + ", ".join(f"{name} = {value}" for name, value in _MYSQL.items()))
        # Each statement sees what is committed, as on PostgreSQL: after a lost race the row that
        # won can be read within the same transaction.
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")


def _configure_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401  psycopg's own type
    connection.autocommit = True  # what is set in a transaction goes when it is rolled back
    settings = ", ".join(
        f"set_config('{name}', '{value}', false)" for name, value in _POSTGRES.items()
    )
    connection.execute(f"SELECT {settings}")
    connection.autocommit = False


def is_conflict(error: DBAPIError) -> bool:
    """Return whether the transaction lost against another one and may simply be run again."""
    original = error.orig
    if getattr(original, "sqlstate", None) in _POSTGRES_CONFLICTS:
        return True
    code = next(iter(getattr(original, "args", ())), None)
    return code in _MYSQL_CONFLICTS
