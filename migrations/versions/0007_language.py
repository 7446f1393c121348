"""The language an athlete reads; none follows the browser.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("language", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("user", "language")
