"""Of several reset links the newest alone works.

Revision: 0007, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("reset_key", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("user", "reset_key")
