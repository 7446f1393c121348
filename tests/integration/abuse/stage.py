"""The scene that is attacked: built once, put back whenever an attack was taken for an order."""

import re
from typing import Any, Final

from flask import Flask
from sqlalchemy import event, select, text

from project.extensions import db
from project.models import Base
from tests.integration.access_table import Scene
from tests.support.http import Site
from tests.support.integrity import faults_of
from tests.support.make import Make
from tests.support.snapshot import empty

WRITES: Final = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# Written by requests of all kinds: how often they come, and when somebody was last seen.
ASIDE: Final = re.compile(
    r"rate_limit|user_session|UPDATE [\"`]?user[\"`]? SET last_seen=\S+ WHERE"
)

FIRST_ID: Final = 100_000
_ALTER: Final = "ALTER TABLE `{table}` AUTO_INCREMENT = {id}"
NUMBERING: Final = {
    "sqlite": "INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {id} - 1)",
    "mysql": _ALTER,
    "mariadb": _ALTER,
    "postgresql": "SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {id}, false)",
}


class Stage:
    """Visitors and what they have, in an app's database, with an eye on what is stored."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self._engine = db.engine
        self._empty()
        self._number_from_the_same_id()
        make = Make(app)
        self.scene = Scene(make)
        hidden = make.user(username="hidden")
        entries = [(make.exercise(owner=hidden), [("Knie", 1)])]
        self.foreign = make.workout(athlete=hidden, exercises=entries).id
        self.sites = {
            visitor: Site(app).sign_in(user) if user else Site(app)
            for visitor, user in self.scene.visitors.items()
        }
        for site in self.sites.values():
            site.csrf_token()
        self._cookies = {name: _cookie(site) for name, site in self.sites.items()}
        with self._engine.connect() as connection:
            self._rows = [
                (table, [row._asdict() for row in connection.execute(_all(table))])
                for table in Base.metadata.sorted_tables
            ]
        self._written: list[str] = []
        self.stored: list[str] = []
        self._listen(event.listen)

    def close(self) -> None:
        """Watch the database no longer."""
        self._listen(event.remove)

    def reset(self) -> None:
        """Put back every row, with its id, and everybody's cookie."""
        self._empty()
        with self._engine.begin() as connection:
            for table, rows in self._rows:
                if rows:
                    connection.execute(table.insert(), rows)
        for name, site in self.sites.items():
            site.client.set_cookie("session", self._cookies[name])
        self.stored.clear()

    def broken(self) -> list[str]:
        """Return what is wrong in the database's own eyes, and rows whose parent is gone."""
        return faults_of(self._engine)

    def _empty(self) -> None:
        with self._engine.begin() as connection:
            empty(connection)

    def _number_from_the_same_id(self) -> None:
        """Let ids be the same in every database, and too large to be taken for a count."""
        tables = [table.name for table in Base.metadata.sorted_tables if "id" in table.c]
        with self._engine.begin() as connection:
            dialect = connection.dialect.name
            if dialect == "sqlite":
                connection.execute(text("DELETE FROM sqlite_sequence"))
            for name in tables:
                connection.execute(text(NUMBERING[dialect].format(table=name, id=FIRST_ID)))

    def _listen(self, how: Any) -> None:
        how(self._engine, "before_cursor_execute", self._note_statement)
        how(self._engine, "commit", self._note_commit)
        how(self._engine, "rollback", self._note_rollback)

    def _note_statement(self, _1: object, _2: object, statement: str, *_: object) -> None:
        if WRITES.match(statement) and not ASIDE.search(statement):
            self._written.append(statement)

    def _note_commit(self, _: object) -> None:
        self.stored += self._written
        self._written.clear()

    def _note_rollback(self, _: object) -> None:
        self._written.clear()


def _cookie(site: Site) -> str:
    cookie = site.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def _all(table: Any) -> Any:
    """Select all rows in an order in which they can be stored again."""
    return select(table).order_by(*table.primary_key)
