"""Is a database sound? Asked after tests that killed, crossed and starved what writes to it."""

from sqlalchemy import Connection, Engine, ForeignKeyConstraint, and_, exists, func, select, text

from project.models import Base

_POSTGRES_INDEXES = """
SELECT bt_index_check(pg_class.oid, true) FROM pg_index
JOIN pg_class ON pg_class.oid = pg_index.indexrelid
JOIN pg_am ON pg_am.oid = pg_class.relam AND pg_am.amname = 'btree'
JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
WHERE pg_namespace.nspname = 'public'
"""


def faults_of(engine: Engine) -> list[str]:
    """Return what is wrong: broken pages and indexes, and rows that point at nothing."""
    with engine.connect() as connection:
        found = {"sqlite": _sqlite, "mysql": _mariadb, "postgresql": _postgres}[
            engine.dialect.name
        ](connection)
        return found + _orphans(connection)


def _sqlite(connection: Connection) -> list[str]:
    said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [str(line) for line in said if line != "ok"] + [str(tuple(row)) for row in lost]


def _mariadb(connection: Connection) -> list[str]:
    names = ", ".join(f"`{table.name}`" for table in Base.metadata.sorted_tables)
    rows = connection.execute(text(f"CHECK TABLE {names} EXTENDED")).all()
    return [str(tuple(row)) for row in rows if tuple(row)[2:] != ("status", "OK")]


def _postgres(connection: Connection) -> list[str]:
    """Hold each index against its table; raises where one is broken."""
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
    connection.execute(text(_POSTGRES_INDEXES)).all()
    connection.commit()
    return []


def _orphans(connection: Connection) -> list[str]:
    found = []
    for table in Base.metadata.sorted_tables:
        for rule in table.foreign_key_constraints:
            count = _count_orphans(connection, rule)
            if count:
                found.append(f"{count} rows of {table.name} without their {rule.referred_table}")
    return found


def _count_orphans(connection: Connection, rule: ForeignKeyConstraint) -> int:
    there = rule.referred_table.alias()
    pairs = [(each.parent, there.c[each.column.name]) for each in rule.elements]
    named = and_(*(ours.is_not(None) for ours, _ in pairs))
    found = exists().where(*(ours == theirs for ours, theirs in pairs))
    statement = select(func.count()).select_from(rule.table).where(named, ~found)
    return connection.execute(statement).scalar_one()
