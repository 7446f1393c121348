"""A workout knows when its last set was done, and whether somebody confirmed how long it took.

Revision: 0008, after 0007.

On SQLite columns are added in place, so the default stays in the table.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.add_column("workout", sa.Column("last_set_at", UTC, nullable=True))
    confirmed = sa.Column(
        "length_confirmed", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("workout", confirmed)


def downgrade() -> None:
    op.drop_column("workout", "length_confirmed")
    op.drop_column("workout", "last_set_at")
