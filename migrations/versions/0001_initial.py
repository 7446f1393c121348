"""All tables of the first version.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None

LINK_TABLE = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}
TABLE = LINK_TABLE | {"sqlite_autoincrement": True}
UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def binary(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "email_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UTC, nullable=False),
        sa.Column("sent_at", UTC, nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("claimed_by", binary(32), nullable=True),
        sa.Column("claimed_until", UTC, nullable=True),
        sa.Column("message_key", binary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_outbox")),
        **TABLE,
    )
    with op.batch_alter_table("email_outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_email_outbox_sent_at_next_attempt_at", ["sent_at", "next_attempt_at"], unique=False
        )

    op.create_table(
        "exercise_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_key", binary(240), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_category")),
        sa.UniqueConstraint("name_key", name=op.f("uq_exercise_category_name_key")),
        **TABLE,
    )
    op.create_table(
        "rate_limit",
        sa.Column("key", binary(255), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limit")),
        **TABLE,
    )
    with op.batch_alter_table("rate_limit", schema=None) as batch_op:
        batch_op.create_index("ix_rate_limit_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("username_key", binary(64), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("email_key", binary(240), nullable=False),
        sa.Column("password_hash", sa.String(length=512), nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", UTC, nullable=True),
        sa.Column("about_me", sa.String(length=280), nullable=False),
        sa.Column("image_file", sa.String(length=64), nullable=False),
        sa.Column("last_seen", UTC, nullable=False),
        sa.Column("registered_on", UTC, nullable=False),
        sa.Column("last_message_read_time", UTC, nullable=True),
        sa.Column("session_epoch", sa.String(length=32), nullable=False),
        sa.Column("pending_email", sa.String(length=120), nullable=True),
        sa.Column("default_visibility", sa.String(length=16), nullable=False),
        sa.Column("approves_followers", sa.Boolean(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "default_visibility IN ('all', 'followers', 'private')",
            name=op.f("ck_user_default_visibility"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_email_key")),
        sa.UniqueConstraint("username_key", name=op.f("uq_user_username_key")),
        **TABLE,
    )
    op.create_table(
        "block",
        sa.Column("blocker_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_block_not_oneself")),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["user.id"], name=op.f("fk_block_blocked_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["user.id"], name=op.f("fk_block_blocker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_block")),
        **TABLE,
    )
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.create_index("ix_block_blocked_id", ["blocked_id"], unique=False)

    op.create_table(
        "exercises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("title_key", binary(240), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("counting_type", sa.String(length=16), nullable=False),
        sa.Column("date_created", UTC, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("rest_seconds", sa.Integer(), nullable=False),
        sa.Column("tracks_load", sa.Boolean(), nullable=False),
        sa.Column("tracks_sides", sa.Boolean(), nullable=False),
        sa.Column("tracks_rir", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "counting_type IN ('reps', 'duration')", name=op.f("ck_exercises_counting_type")
        ),
        sa.CheckConstraint(
            "rest_seconds BETWEEN 0 AND 3600", name=op.f("ck_exercises_rest_seconds")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_exercises_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercises")),
        sa.UniqueConstraint("user_id", "title_key", name=op.f("uq_exercises_user_id_title_key")),
        **TABLE,
    )
    op.create_table(
        "followers",
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("followed_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("follower_id <> followed_id", name=op.f("ck_followers_not_oneself")),
        sa.ForeignKeyConstraint(
            ["followed_id"], ["user.id"], name=op.f("fk_followers_followed_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["follower_id"], ["user.id"], name=op.f("fk_followers_follower_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name=op.f("pk_followers")),
        **TABLE,
    )
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.create_index("ix_followers_followed_id", ["followed_id", "accepted"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(length=1000), nullable=False),
        sa.Column("timestamp", UTC, nullable=False),
        sa.CheckConstraint("sender_id <> recipient_id", name=op.f("ck_message_not_oneself")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user.id"], name=op.f("fk_message_recipient_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["user.id"], name=op.f("fk_message_sender_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        **TABLE,
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_message_recipient_id_timestamp", ["recipient_id", "timestamp"], unique=False
        )
        batch_op.create_index(
            "ix_message_sender_id_recipient_id",
            ["sender_id", "recipient_id", "timestamp"],
            unique=False,
        )

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("timestamp", sa.Double(), nullable=False),
        sa.Column("payload_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notification_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_notification_user_id_name")),
        **TABLE,
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notification_user_id_timestamp", ["user_id", "timestamp"], unique=False
        )

    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", binary(64), nullable=False),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("last_used_at", UTC, nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("remember", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_user_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
        **TABLE,
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(
            "ix_user_session_user_id_last_used_at", ["user_id", "last_used_at"], unique=False
        )

    op.create_table(
        "workout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("timestamp", UTC, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_template", sa.Boolean(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("started_at", UTC, nullable=True),
        sa.Column("finished_at", UTC, nullable=True),
        sa.Column("submit_key", binary(36), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("running_owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "visibility IN ('all', 'followers', 'private')", name=op.f("ck_workout_visibility")
        ),
        sa.CheckConstraint(
            "(is_running AND running_owner_id IS NOT NULL AND running_owner_id = user_id) OR (NOT is_running AND running_owner_id IS NULL)",
            name=op.f("ck_workout_running_owner"),
        ),
        sa.CheckConstraint(
            "NOT (is_template AND is_running)", name=op.f("ck_workout_template_rests")
        ),
        sa.CheckConstraint(
            "effort IS NULL OR effort BETWEEN 1 AND 10", name=op.f("ck_workout_effort")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["workout.id"],
            name=op.f("fk_workout_template_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_workout_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workout")),
        sa.UniqueConstraint("running_owner_id", name=op.f("uq_workout_running_owner_id")),
        sa.UniqueConstraint("user_id", "submit_key", name=op.f("uq_workout_user_id_submit_key")),
        **TABLE,
    )
    with op.batch_alter_table("workout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workout_template_id"), ["template_id"], unique=False)
        batch_op.create_index(
            "ix_workout_timestamp", ["is_template", "timestamp", "id"], unique=False
        )
        batch_op.create_index(
            "ix_workout_user_id_timestamp",
            ["user_id", "is_template", "timestamp", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_workout_visibility_timestamp",
            ["visibility", "is_template", "is_running", "timestamp", "id"],
            unique=False,
        )

    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_order", sa.Integer(), nullable=False),
        sa.Column("workout_id", sa.Integer(), nullable=False),
        sa.Column("exercise_definition_id", sa.Integer(), nullable=False),
        sa.Column("superset", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=280), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_definition_id"],
            ["exercises.id"],
            name=op.f("fk_exercise_exercise_definition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workout_id"], ["workout.id"], name=op.f("fk_exercise_workout_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise")),
        sa.UniqueConstraint(
            "workout_id", "exercise_order", name=op.f("uq_exercise_workout_id_exercise_order")
        ),
        **TABLE,
    )
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exercise_exercise_definition_id"),
            ["exercise_definition_id"],
            unique=False,
        )

    op.create_table(
        "exercise_categories",
        sa.Column("exercise_definition_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["exercise_category.id"],
            name=op.f("fk_exercise_categories_category_id"),
        ),
        sa.ForeignKeyConstraint(
            ["exercise_definition_id"],
            ["exercises.id"],
            name=op.f("fk_exercise_categories_exercise_definition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "exercise_definition_id", "category_id", name=op.f("pk_exercise_categories")
        ),
        **LINK_TABLE,
    )
    with op.batch_alter_table("exercise_categories", schema=None) as batch_op:
        batch_op.create_index("ix_exercise_categories_category_id", ["category_id"], unique=False)

    op.create_table(
        "progression_levels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_definition_id", sa.Integer(), nullable=False),
        sa.Column("name", binary(80), nullable=False),
        sa.Column("level_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_definition_id"],
            ["exercises.id"],
            name=op.f("fk_progression_levels_exercise_definition_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progression_levels")),
        sa.UniqueConstraint(
            "exercise_definition_id",
            "level_order",
            name=op.f("uq_progression_levels_exercise_definition_id_level_order"),
        ),
        sa.UniqueConstraint(
            "exercise_definition_id",
            "name",
            name=op.f("uq_progression_levels_exercise_definition_id_name"),
        ),
        **TABLE,
    )
    op.create_table(
        "exercise_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_order", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("progression", sa.String(length=80), nullable=False),
        sa.Column("progression_level_id", sa.Integer(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True),
        sa.Column("load_kg", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("side", sa.String(length=8), nullable=True),
        sa.Column("rir", sa.Integer(), nullable=True),
        sa.Column("client_key", binary(36), nullable=True),
        sa.CheckConstraint(
            "side IS NULL OR side IN ('left', 'right')", name=op.f("ck_exercise_sets_side")
        ),
        sa.CheckConstraint(
            "(reps IS NOT NULL AND duration IS NULL AND reps BETWEEN 0 AND 9999) OR (reps IS NULL AND duration IS NOT NULL AND duration BETWEEN 0 AND 86399)",
            name=op.f("ck_exercise_sets_value"),
        ),
        sa.CheckConstraint(
            "rir IS NULL OR rir BETWEEN 0 AND 10", name=op.f("ck_exercise_sets_rir")
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_exercise_sets_exercise_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["progression_level_id"],
            ["progression_levels.id"],
            name=op.f("fk_exercise_sets_progression_level_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_sets")),
        sa.UniqueConstraint(
            "exercise_id", "client_key", name=op.f("uq_exercise_sets_exercise_id_client_key")
        ),
        sa.UniqueConstraint(
            "exercise_id", "set_order", name=op.f("uq_exercise_sets_exercise_id_set_order")
        ),
        **TABLE,
    )
    with op.batch_alter_table("exercise_sets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exercise_sets_progression_level_id"),
            ["progression_level_id"],
            unique=False,
        )


def downgrade() -> None:
    """Drop every table; its indexes go with it, and MariaDB would not let go of them before."""
    op.drop_table("exercise_sets")
    op.drop_table("progression_levels")
    op.drop_table("exercise_categories")
    op.drop_table("exercise")
    op.drop_table("workout")
    op.drop_table("user_session")
    op.drop_table("notification")
    op.drop_table("message")
    op.drop_table("followers")
    op.drop_table("exercises")
    op.drop_table("block")
    op.drop_table("user")
    op.drop_table("rate_limit")
    op.drop_table("exercise_category")
    op.drop_table("email_outbox")
