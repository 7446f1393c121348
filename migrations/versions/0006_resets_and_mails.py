"""Of several reset links the newest alone works; mails know what they are and how urgent.

Revision: 0006, after 0005.

On SQLite columns are added in place, so the default stays in the table.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.add_column("user", sa.Column("reset_key", sa.String(32), nullable=True))
    kind = sa.Column("kind", sa.String(32), nullable=False, server_default="")
    op.add_column("email_outbox", kind)
    op.add_column("email_outbox", sa.Column("about_id", sa.Integer(), nullable=True))
    urgent = sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("email_outbox", urgent)
    op.add_column("email_outbox", sa.Column("useful_until", UTC, nullable=True))


def downgrade() -> None:
    op.drop_column("email_outbox", "useful_until")
    op.drop_column("email_outbox", "urgent")
    op.drop_column("email_outbox", "about_id")
    op.drop_column("email_outbox", "kind")
    op.drop_column("user", "reset_key")
