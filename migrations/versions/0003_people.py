"""Requests that were accepted, messages deleted for one side, mails about messages.

Revision: 0003, after 0002.

The feed's index leads with the athlete, and explore's has all that its page asks for. On SQLite
columns are added and dropped in place, because a rebuilt table would take along by cascade what
points at it; so the defaults stay in the tables.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
EXPLORE = "ix_workout_visibility_timestamp"
EXPLORE_COLUMNS = ["visibility", "is_template", "is_running", "timestamp", "id"]
FEED = "ix_workout_user_id_visibility_timestamp"
FEED_COLUMNS = ["user_id", "visibility", "is_template", "is_running", "timestamp", "id"]
PAIR = "ix_message_sender_id_recipient_id"
FOLLOWERS = "ix_followers_followed_id"
FOLLOWED = "ix_followers_follower_id"


def flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def replace_index(name: str, table: str, columns: list[str]) -> None:
    """Put the new index beside the old one first: MariaDB keeps one for each foreign key."""
    op.create_index("ix_while_replacing", table, columns)
    op.drop_index(name, table_name=table)
    op.create_index(name, table, columns)
    op.drop_index("ix_while_replacing", table_name=table)


def upgrade() -> None:
    op.add_column("followers", sa.Column("accepted_at", UTC, nullable=True))
    replace_index(FOLLOWERS, "followers", ["followed_id", "accepted", "created_at"])
    op.create_index(FOLLOWED, "followers", ["follower_id", "accepted", "created_at"])
    op.add_column("message", flag("deleted_by_sender"))
    op.add_column("message", flag("deleted_by_recipient"))
    replace_index(PAIR, "message", ["sender_id", "recipient_id", "id"])
    op.add_column("user", flag("mails_about_messages"))
    op.add_column("user", sa.Column("last_message_mail_at", UTC, nullable=True))
    op.add_column("user", sa.Column("last_notification_read_time", UTC, nullable=True))
    replace_index(EXPLORE, "workout", [*EXPLORE_COLUMNS, "user_id"])
    op.create_index(FEED, "workout", FEED_COLUMNS)
    op.drop_index("ix_workout_timestamp", table_name="workout")


def downgrade() -> None:
    op.create_index("ix_workout_timestamp", "workout", ["is_template", "timestamp", "id"])
    op.drop_index(FEED, table_name="workout")
    replace_index(EXPLORE, "workout", EXPLORE_COLUMNS)
    for column in ("last_notification_read_time", "last_message_mail_at", "mails_about_messages"):
        op.drop_column("user", column)
    replace_index(PAIR, "message", ["sender_id", "recipient_id", "timestamp"])
    op.drop_column("message", "deleted_by_recipient")
    op.drop_column("message", "deleted_by_sender")
    op.drop_index(FOLLOWED, table_name="followers")
    replace_index(FOLLOWERS, "followers", ["followed_id", "accepted"])
    op.drop_column("followers", "accepted_at")
