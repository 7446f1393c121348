"""Levels may have a picture of their athlete's own.

Revision: 0018, after 0017.

On SQLite the column is added in place, so the default stays in the table.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("picture", sa.String(64), nullable=False, server_default="")
    op.add_column("progression_levels", column)
    op.create_index("ix_progression_levels_picture", "progression_levels", ["picture"])


def downgrade() -> None:
    op.drop_index("ix_progression_levels_picture", "progression_levels")
    op.drop_column("progression_levels", "picture")
