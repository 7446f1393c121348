"""Levels say how they go, and an exercise keeps a note for every time.

Revision: 0011, after 0010.

On SQLite columns are added in place, so the default stays in the table. Levels that came from the
starter library before stay without texts: the exercise's description has a line for each of them.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels = None
depends_on = None

COLUMNS = (
    ("progression_levels", "description"),
    ("progression_levels", "link"),
    ("exercises", "pinned_note"),
)


def upgrade() -> None:
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.String(500), nullable=False, server_default=""))


def downgrade() -> None:
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
