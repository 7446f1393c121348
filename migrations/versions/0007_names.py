"""Names that were given up stay reserved for a while.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
KEY = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "given_up_name",
        sa.Column("name_key", KEY, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("given_up_at", UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name="fk_given_up_name_user_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("name_key", name="pk_given_up_name"),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
    op.create_index("ix_given_up_name_user_id", "given_up_name", ["user_id"])
    op.create_index("ix_given_up_name_given_up_at", "given_up_name", ["given_up_at"])


def downgrade() -> None:
    op.drop_table("given_up_name")
