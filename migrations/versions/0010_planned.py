"""Workouts may be planned: templates for one day.

Revision: 0010, after 0009.

On SQLite columns are added in place, so the default stays in the table.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    planned = sa.Column("is_planned", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("workout", planned)


def downgrade() -> None:
    op.execute("DELETE FROM workout WHERE is_planned")
    op.drop_column("workout", "is_planned")
