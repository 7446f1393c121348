"""How a database runs a statement: which tables it reads from end to end."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, text

from project.models import Base

_NAMES: Final = re.compile(
    r"\b(?:FROM|JOIN|,) *[`\"]?(\w+)[`\"]?(?: AS [`\"]?(\w+)[`\"]?)?", re.IGNORECASE
)


def update_statistics(connection: Connection) -> None:
    """Let the planner know how many rows there are; SQLite plans without, as it does on a host."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))
    elif connection.dialect.name in {"mysql", "mariadb"}:
        names = ", ".join(f"`{name}`" for name in Base.metadata.tables)
        connection.exec_driver_sql(f"ANALYZE TABLE {names}").all()


def scanned(connection: Connection, statement: str, parameters: Any) -> set[str]:
    """Return the tables of which the statement reads every row, or every entry of an index."""
    aliases = {alias or name: name for name, alias in _NAMES.findall(statement)}
    found = {
        "sqlite": _sqlite, "postgresql": _postgres, "mysql": _mysql, "mariadb": _mysql,
    }[connection.dialect.name](connection, statement, parameters)  # fmt: skip
    return {aliases.get(name, name) for name in found} & set(Base.metadata.tables)


def _sqlite(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
        if match := re.match(r"SCAN (\w+)", str(row[3])):
            yield match[1]


def _postgres(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    # The tables of a test are small, and reading all of them is cheap; what remains when
    # that is forbidden is what no index can answer.
    connection.exec_driver_sql("SET enable_seqscan = off")
    explained = f"EXPLAIN (FORMAT JSON) {statement}"
    plan = connection.exec_driver_sql(explained, parameters).scalar_one()
    nodes = [entry["Plan"] for entry in (json.loads(plan) if isinstance(plan, str) else plan)]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node["Node Type"] == "Seq Scan":
            yield node["Alias"]


def _mysql(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).mappings():
        if row["type"] in {"ALL", "index"} and row["table"]:
            yield row["table"]
