"""Programs, their days, who follows them, what moved them on, pauses; reminders and calendars.

Revision: 0017, after 0016.

On SQLite columns are added and dropped in place: rebuilding a table would delete what points at it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels = None
depends_on = None

TABLE = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "sqlite_autoincrement": True,
}
UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
REMIND_AT = "remind_at IS NULL OR remind_at BETWEEN 0 AND 1439"
SLOT = (
    "(ended_at IS NULL AND slot IS NOT NULL AND slot BETWEEN 1 AND 3"
    " AND running_program_id IS NOT NULL AND running_program_id = program_id)"
    " OR (ended_at IS NOT NULL AND slot IS NULL AND running_program_id IS NULL)"
)
DELOAD = (
    "(deload_from IS NULL AND deload_until IS NULL)"
    " OR (deload_from IS NOT NULL AND deload_until IS NOT NULL AND deload_from <= deload_until)"
)
PAUSE = (
    "(ended_on IS NULL AND open_enrolment_id IS NOT NULL AND open_enrolment_id = enrolment_id)"
    " OR (ended_on IS NOT NULL AND open_enrolment_id IS NULL AND began_on <= ended_on)"
)


def upgrade() -> None:
    add_programs()
    add_days()
    add_enrolments()
    add_steps()
    add_pauses()
    add_to_workouts()
    add_to_athletes()


def downgrade() -> None:
    op.drop_index("uq_user_calendar_token", "user")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_user_remind_at"), "user", type_="check")
    for column in ("calendar_token", "reminded_on", "remind_at"):
        op.drop_column("user", column)
    op.drop_column("exercise", "alternation")
    op.drop_column("workout", "is_deload")
    for table in (
        "program_workouts",
        "enrolment_pauses",
        "enrolment_steps",
        "enrolments",
        "program_days",
        "programs",
    ):
        op.drop_table(table)


def binary(length: int) -> sa.String:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def reference(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def rule(table: str, name: str, text: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))


def add_programs() -> None:
    table = "programs"
    op.create_table(
        table,
        number("id"),
        number("user_id"),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("description", sa.String(2000), nullable=False),
        number("days_a_week"),
        sa.Column("focus", sa.String(16), nullable=False),
        number("weeks", nullable=True),
        number("deload_every", nullable=True),
        number("goal_level_id", nullable=True),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("share_token", binary(43), nullable=True),
        number("copied_from_id", nullable=True),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("submit_key", binary(36), nullable=True),
        sa.Column("created_at", UTC, nullable=False),
        sa.Column("updated_at", UTC, nullable=False),
        number("version"),
        rule(table, "visibility", "visibility IN ('all', 'followers', 'private')"),
        rule(table, "focus", "focus IN ('whole', 'split', 'pull', 'push', 'legs', 'skill')"),
        rule(table, "days_a_week", "days_a_week BETWEEN 1 AND 7"),
        rule(table, "weeks", "weeks IS NULL OR weeks BETWEEN 1 AND 52"),
        rule(table, "deload_every", "deload_every IS NULL OR deload_every BETWEEN 2 AND 26"),
        reference(table, "user_id", "user", "CASCADE"),
        reference(table, "goal_level_id", "progression_levels", "SET NULL"),
        reference(table, "copied_from_id", "programs", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("user_id", "submit_key", name=f"uq_{table}_user_id_submit_key"),
        sa.UniqueConstraint("share_token", name=f"uq_{table}_share_token"),
        **TABLE,
    )
    op.create_index("ix_programs_user_id_title", table, ["user_id", "title", "id"])
    op.create_index("ix_programs_goal_level_id", table, ["goal_level_id"])
    op.create_index("ix_programs_copied_from_id", table, ["copied_from_id"])


def add_days() -> None:
    table = "program_days"
    op.create_table(
        table,
        number("id"),
        number("program_id"),
        number("day_order"),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        number("template_id", nullable=True),
        rule(table, "kind", "kind IN ('training', 'skill', 'rest')"),
        reference(table, "program_id", "programs", "CASCADE"),
        reference(table, "template_id", "workout", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("program_id", "day_order", name=f"uq_{table}_program_id_day_order"),
        **TABLE,
    )
    op.create_index("ix_program_days_template_id", table, ["template_id"])


def add_enrolments() -> None:
    table = "enrolments"
    op.create_table(
        table,
        number("id"),
        number("user_id"),
        number("program_id"),
        number("running_program_id", nullable=True),
        number("slot", nullable=True),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("started_at", UTC, nullable=False),
        sa.Column("deload_from", sa.Date(), nullable=True),
        sa.Column("deload_until", sa.Date(), nullable=True),
        sa.Column("ended_at", UTC, nullable=True),
        rule(table, "slot", SLOT),
        rule(table, "deload", DELOAD),
        reference(table, "user_id", "user", "CASCADE"),
        reference(table, "program_id", "programs", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("user_id", "slot", name=f"uq_{table}_user_id_slot"),
        sa.UniqueConstraint("running_program_id", name=f"uq_{table}_running_program_id"),
        **TABLE,
    )
    op.create_index("ix_enrolments_program_id", table, ["program_id", "started_at"])


def add_steps() -> None:
    table = "enrolment_steps"
    op.create_table(
        table,
        number("id"),
        number("enrolment_id"),
        number("program_day_id"),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("at", UTC, nullable=False),
        rule(table, "kind", "kind IN ('skipped', 'chosen')"),
        reference(table, "enrolment_id", "enrolments", "CASCADE"),
        reference(table, "program_day_id", "program_days", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        **TABLE,
    )
    op.create_index("ix_enrolment_steps_enrolment_id", table, ["enrolment_id", "at"])
    op.create_index("ix_enrolment_steps_program_day_id", table, ["program_day_id"])


def add_pauses() -> None:
    table = "enrolment_pauses"
    op.create_table(
        table,
        number("id"),
        number("enrolment_id"),
        number("open_enrolment_id", nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        rule(table, "open", PAUSE),
        reference(table, "enrolment_id", "enrolments", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("open_enrolment_id", name=f"uq_{table}_open_enrolment_id"),
        **TABLE,
    )
    op.create_index("ix_enrolment_pauses_enrolment_id", table, ["enrolment_id", "began_on"])


def add_to_workouts() -> None:
    table = "program_workouts"
    op.create_table(
        table,
        number("workout_id"),
        number("enrolment_id", nullable=True),
        number("program_day_id", nullable=True),
        reference(table, "workout_id", "workout", "CASCADE"),
        reference(table, "enrolment_id", "enrolments", "SET NULL"),
        reference(table, "program_day_id", "program_days", "SET NULL"),
        sa.PrimaryKeyConstraint("workout_id", name=f"pk_{table}"),
        **TABLE,
    )
    op.create_index("ix_program_workouts_enrolment_id", table, ["enrolment_id", "workout_id"])
    op.create_index("ix_program_workouts_program_day_id", table, ["program_day_id"])
    deload = sa.Column("is_deload", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("workout", deload)
    op.add_column("exercise", number("alternation", nullable=True))


def add_to_athletes() -> None:
    name = "ck_user_remind_at"
    if op.get_bind().dialect.name == "sqlite":
        # The line break keeps the rule readable for those who look it up in the table's text.
        column = f"remind_at INTEGER CONSTRAINT {name} CHECK ({REMIND_AT})\n"
        op.execute(f'ALTER TABLE "user" ADD COLUMN {column}')
    else:
        op.add_column("user", number("remind_at", nullable=True))
        op.create_check_constraint(op.f(name), "user", REMIND_AT)
    op.add_column("user", sa.Column("reminded_on", sa.Date(), nullable=True))
    op.add_column("user", sa.Column("calendar_token", binary(43), nullable=True))
    op.create_index("uq_user_calendar_token", "user", ["calendar_token"], unique=True)
