"""Training from other apps: files, imports, where workouts came from, and what was chosen.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels = None
depends_on = None

TABLE = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "sqlite_autoincrement": True,
}
UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
LONG = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


def upgrade() -> None:
    add_imports()
    add_parts()
    add_imported_workouts()
    add_choices()


def downgrade() -> None:
    op.drop_table("import_columns")
    op.drop_table("import_names")
    op.drop_table("imported_workouts")
    op.drop_table("import_parts")
    op.drop_table("training_imports")


def binary(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def reference(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def add_imports() -> None:
    table = "training_imports"
    texts = ("asked", "summary", "choices", "targets", "made", "waiting")
    counts = ("parts", "part", "workouts_added", "workouts_grown", "sets_added", "workouts_kept")
    op.create_table(
        table,
        number("id"),
        number("user_id"),
        number("open_owner_id", nullable=True),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("brings_back", sa.Boolean(), nullable=False),
        *(sa.Column(name, LONG, nullable=False) for name in texts),
        *(number(name) for name in counts),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("started_at", UTC, nullable=True),
        sa.Column("finished_at", UTC, nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'storing', 'done', 'undoing', 'undone')",
            name=op.f(f"ck_{table}_state"),
        ),
        sa.CheckConstraint(
            "visibility IN ('all', 'followers', 'private')", name=op.f(f"ck_{table}_visibility")
        ),
        sa.CheckConstraint("part BETWEEN 0 AND parts", name=op.f(f"ck_{table}_part")),
        reference(table, "user_id", "user", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("open_owner_id", name=f"uq_{table}_open_owner_id"),
        **TABLE,
    )
    op.create_index("ix_training_imports_user_id_created_at", table, ["user_id", "created_at"])
    op.create_index("ix_training_imports_state", table, ["state"])


def add_parts() -> None:
    table = "import_parts"
    op.create_table(
        table,
        number("import_id"),
        sa.Column("kind", sa.String(8), nullable=False),
        number("number"),
        sa.Column("body", LONG, nullable=False),
        sa.CheckConstraint("kind IN ('file', 'workouts')", name=op.f(f"ck_{table}_kind")),
        reference(table, "import_id", "training_imports", "CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "kind", "number", name=f"pk_{table}"),
        **TABLE,
    )


def add_imported_workouts() -> None:
    table = "imported_workouts"
    op.create_table(
        table,
        number("id"),
        number("user_id"),
        sa.Column("source_key", binary(36), nullable=False),
        sa.Column("moment", binary(64), nullable=False),
        number("import_id", nullable=True),
        number("workout_id", nullable=True),
        number("version"),
        sa.Column("set_keys", LONG, nullable=False),
        reference(table, "user_id", "user", "CASCADE"),
        reference(table, "import_id", "training_imports", "SET NULL"),
        reference(table, "workout_id", "workout", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("user_id", "source_key", name=f"uq_{table}_user_id_source_key"),
        **TABLE,
    )
    op.create_index("ix_imported_workouts_user_id_moment", table, ["user_id", "moment"])
    op.create_index("ix_imported_workouts_import_id", table, ["import_id", "id"])
    op.create_index("ix_imported_workouts_workout_id", table, ["workout_id"])


def add_choices() -> None:
    table = "import_names"
    op.create_table(
        table,
        number("user_id"),
        sa.Column("name_key", binary(240), nullable=False),
        number("exercise_id", nullable=True),
        number("level_id", nullable=True),
        reference(table, "user_id", "user", "CASCADE"),
        reference(table, "exercise_id", "exercises", "CASCADE"),
        reference(table, "level_id", "progression_levels", "SET NULL"),
        sa.PrimaryKeyConstraint("user_id", "name_key", name=f"pk_{table}"),
        **TABLE,
    )
    op.create_index("ix_import_names_exercise_id", table, ["exercise_id"])
    op.create_index("ix_import_names_level_id", table, ["level_id"])
    table = "import_columns"
    op.create_table(
        table,
        number("user_id"),
        sa.Column("header_key", binary(240), nullable=False),
        sa.Column("meaning", sa.String(32), nullable=False),
        reference(table, "user_id", "user", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "header_key", name=f"pk_{table}"),
        **TABLE,
    )
