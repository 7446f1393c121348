"""What it takes to master a level, where ladders stand, answers to proposals, and forecasts.

Revision: 0004, after 0003.

On SQLite columns are added and dropped in place: rebuilding a table, as Alembic's batch mode does,
would run the ON DELETE CASCADE of everything that points at it. A rule can only come with a
column there, so it stands with the last one, which goes first on the way back.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0004"
down_revision: str | None = "0003"
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

CRITERIA = ("goal_sets", "start_value", "goal_value", "goal_sessions", "step")
RULE = (
    "goal_sets BETWEEN 1 AND 20 AND start_value BETWEEN 1 AND 86399"
    " AND goal_value BETWEEN 1 AND 86399 AND goal_sessions BETWEEN 1 AND 3"
    " AND step BETWEEN 1 AND 86399 AND start_value <= goal_value"
)


def upgrade() -> None:
    op.add_column(
        "exercises",
        sa.Column("on_profile", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for table in ("exercises", "progression_levels"):
        add_criteria(table)
    add_progress()
    add_decisions()
    add_forecasts()


def downgrade() -> None:
    op.drop_table("progression_forecasts")
    op.drop_table("progression_decisions")
    op.drop_table("exercise_progress")
    for table in ("progression_levels", "exercises"):
        remove_criteria(table)
    op.drop_column("exercises", "on_profile")


def add_criteria(table: str) -> None:
    for name in CRITERIA[:-1]:
        op.add_column(table, sa.Column(name, sa.Integer(), nullable=True))
    rule = f"ck_{table}_criteria"
    if op.get_bind().dialect.name == "sqlite":
        # The line break keeps the rule readable for those who look it up in the table's text.
        column = f"{CRITERIA[-1]} INTEGER CONSTRAINT {rule} CHECK ({RULE})\n"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    else:
        op.add_column(table, sa.Column(CRITERIA[-1], sa.Integer(), nullable=True))
        op.create_check_constraint(op.f(rule), table, RULE)


def remove_criteria(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(f"ck_{table}_criteria"), table, type_="check")
    for name in reversed(CRITERIA):
        op.drop_column(table, name)


def add_progress() -> None:
    op.create_table(
        "exercise_progress",
        sa.Column("exercise_definition_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_at", UTC, nullable=True),
        sa.Column("proposal", sa.String(length=16), nullable=True),
        sa.Column("summary", LONG, nullable=False),
        sa.Column("state", LONG, nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_definition_id"],
            ["exercises.id"],
            name="fk_exercise_progress_exercise_definition_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("exercise_definition_id", name="pk_exercise_progress"),
        **TABLE,
    )


def add_decisions() -> None:
    op.create_table(
        "progression_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("exercise_definition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("from_level_id", sa.Integer(), nullable=True),
        sa.Column("from_name", sa.String(length=80), nullable=False),
        sa.Column("to_level_id", sa.Integer(), nullable=True),
        sa.Column("to_name", sa.String(length=80), nullable=False),
        sa.Column("evidence", LONG, nullable=False),
        sa.Column("decided_at", UTC, nullable=False),
        sa.Column("undone_at", UTC, nullable=True),
        sa.CheckConstraint(
            "kind IN ('advance', 'step_back', 'ladder_done')",
            name=op.f("ck_progression_decisions_kind"),
        ),
        sa.CheckConstraint(
            "answer IN ('accepted', 'not_yet', 'declined')",
            name=op.f("ck_progression_decisions_answer"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=f"fk_progression_decisions_{column}", ondelete=action
            )
            for column, target, action in (
                ("user_id", "user.id", "CASCADE"),
                ("exercise_definition_id", "exercises.id", "CASCADE"),
                ("from_level_id", "progression_levels.id", "SET NULL"),
                ("to_level_id", "progression_levels.id", "SET NULL"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_progression_decisions"),
        **TABLE,
    )
    for column in ("user_id", "exercise_definition_id", "from_level_id", "to_level_id"):
        op.create_index(f"ix_progression_decisions_{column}", "progression_decisions", [column])


def add_forecasts() -> None:
    op.create_table(
        "progression_forecasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("progression_level_id", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("weeks_from", sa.Integer(), nullable=False),
        sa.Column("weeks_to", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('open', 'hit', 'missed', 'void')",
            name=op.f("ck_progression_forecasts_outcome"),
        ),
        sa.CheckConstraint(
            "weeks_from BETWEEN 0 AND weeks_to", name=op.f("ck_progression_forecasts_weeks")
        ),
        sa.ForeignKeyConstraint(
            ["progression_level_id"],
            ["progression_levels.id"],
            name="fk_progression_forecasts_progression_level_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_progression_forecasts"),
        sa.UniqueConstraint(
            "progression_level_id",
            "made_on",
            name="uq_progression_forecasts_progression_level_id_made_on",
        ),
        **TABLE,
    )
    op.create_index("ix_progression_forecasts_outcome", "progression_forecasts", ["outcome", "id"])
