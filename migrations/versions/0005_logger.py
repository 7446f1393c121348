"""What the phone logger keeps with a running workout's exercises.

Revision: 0005, after 0004.

An index instead of a constraint makes the key unique: SQLite can add it in place.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

INDEX = "uq_exercise_workout_id_client_key"


def upgrade() -> None:
    key = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
    op.add_column("exercise", sa.Column("client_key", key, nullable=True))
    op.add_column("exercise", sa.Column("plan_json", sa.Text(), nullable=True))
    op.create_index(INDEX, "exercise", ["workout_id", "client_key"], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="exercise")
    op.drop_column("exercise", "plan_json")
    op.drop_column("exercise", "client_key")
