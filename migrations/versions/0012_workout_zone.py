"""Workouts keep the zone they were done in and their pauses; an athlete's day may begin later.

Revision: 0012, after 0011.

On SQLite columns are added in place, so the defaults stay in the tables.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels = None
depends_on = None

# What has a rule; each column with the rule's name and the rule.
RULED = (
    ("workout", "paused", "ck_workout_paused", "paused >= 0"),
    ("user", "day_begins_at", "ck_user_day_begins_at", "day_begins_at BETWEEN 0 AND 6"),
)


def upgrade() -> None:
    # None stands for the athlete's own.
    op.add_column("workout", sa.Column("timezone", sa.String(64), nullable=True))
    for table, column, name, rule in RULED:
        if op.get_bind().dialect.name == "sqlite":
            # The line break keeps the rule readable for those who look it up in the table's text.
            text = f"{column} INTEGER DEFAULT '0' NOT NULL CONSTRAINT {name} CHECK ({rule})\n"
            op.execute(f'ALTER TABLE "{table}" ADD COLUMN {text}')
        else:
            op.add_column(
                table, sa.Column(column, sa.Integer(), nullable=False, server_default="0")
            )
            op.create_check_constraint(op.f(name), table, rule)


def downgrade() -> None:
    for table, column, name, _ in RULED:
        if op.get_bind().dialect.name != "sqlite":
            op.drop_constraint(op.f(name), table, type_="check")
        op.drop_column(table, column)
    op.drop_column("workout", "timezone")
