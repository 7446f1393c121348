"""A set may be a warm-up, go to failure, or go on from the one before it at an easier level.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels = None
depends_on = None

RULE = "set_type IS NULL OR set_type IN ('warmup', 'failure', 'segment')"
NAME = "ck_exercise_sets_set_type"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # In place; the line break keeps the rule readable for those who look it up in the table's text.
        column = f"set_type VARCHAR(8) CONSTRAINT {NAME} CHECK ({RULE})\n"
        op.execute(f"ALTER TABLE exercise_sets ADD COLUMN {column}")
    else:
        op.add_column("exercise_sets", sa.Column("set_type", sa.String(8), nullable=True))
        op.create_check_constraint(op.f(NAME), "exercise_sets", RULE)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), "exercise_sets", type_="check")
    op.drop_column("exercise_sets", "set_type")
