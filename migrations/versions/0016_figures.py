"""Levels have a figure.

Revision: 0016, after 0015.

On SQLite the column is added in place, so the default stays in the table.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("figure", sa.String(64), nullable=False, server_default="")
    op.add_column("progression_levels", column)


def downgrade() -> None:
    op.drop_column("progression_levels", "figure")
