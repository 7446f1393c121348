"""Athletes may say where they stand on a ladder: a decision of its own kind.

Revision: 0013, after 0012.

SQLite cannot change a rule in place, so the table is made anew there; nothing points at it. What
it counted on to goes along: an id is never given twice.
"""

import re

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels = None
depends_on = None

NAME = "progression_decisions"
RULE = "ck_progression_decisions_kind"
BEFORE = "'advance', 'step_back', 'ladder_done'"
AFTER = f"{BEFORE}, 'placed'"


def upgrade() -> None:
    change_rule(BEFORE, AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM progression_decisions WHERE kind = 'placed'")
    change_rule(AFTER, BEFORE)


def change_rule(old: str, new: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        make_anew(f"kind IN ({old})", f"kind IN ({new})")
    else:
        op.drop_constraint(op.f(RULE), NAME, type_="check")
        op.create_check_constraint(op.f(RULE), NAME, f"kind IN ({new})")


def make_anew(old: str, new: str) -> None:
    """Copy the table into one with the other rule, and give that its name and indexes."""
    connection = op.get_bind()
    statement = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = :type")
    (table,) = connection.scalars(statement, {"name": NAME, "type": "table"})
    indexes = connection.scalars(statement, {"name": NAME, "type": "index"}).all()
    if old not in table:
        raise RuntimeError(f"{NAME} has another rule than expected")
    name = {"name": NAME}
    counted = connection.scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name").bindparams(**name)
    )
    head = re.compile(rf'CREATE TABLE "?{NAME}"?')
    op.execute(head.sub(f"CREATE TABLE {NAME}_new", table.replace(old, new), count=1))
    op.execute("INSERT INTO progression_decisions_new SELECT * FROM progression_decisions")
    op.drop_table(NAME)
    op.rename_table(f"{NAME}_new", NAME)
    op.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name").bindparams(**name))
    if counted is not None:
        row = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)")
        op.execute(row.bindparams(**name, seq=counted))
    for index in filter(None, indexes):
        op.execute(index)
