"""The language an athlete reads, the first categories in each of them, and Ä sorted beside A.

Revision: 0009, after 0008.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels = None
depends_on = None

FIRST = {
    "Drücken": "push",
    "Ziehen": "pull",
    "Beine": "legs",
    "Rumpf": "core",
    "Handstand": "handstand",
    "Halten": "hold",
    "Beweglichkeit": "mobility",
    "Ganzkörper": "full-body",
}
BATCH = 500
LONGEST = 240
exercises = sa.table(
    "exercises", sa.column("id"), sa.column("title"), sa.column("title_sort", sa.String)
)
categories = sa.table("exercise_category", sa.column("name"), sa.column("starter_key"))


def upgrade() -> None:
    key = sa.String(32).with_variant(sa.String(32, collation="C"), "postgresql")
    op.add_column("exercise_category", sa.Column("starter_key", key, nullable=True))
    for name, starter_key in FIRST.items():
        op.execute(
            categories.update().where(categories.c.name == name).values(starter_key=starter_key)
        )
    # An index instead of a constraint: SQLite can add it in place.
    op.create_index(
        "uq_exercise_category_starter_key", "exercise_category", ["starter_key"], unique=True
    )
    # No language follows the browser.
    op.add_column("user", sa.Column("language", sa.String(16), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE exercises ADD COLUMN title_sort VARCHAR(482) NOT NULL DEFAULT ''")
        fill_title_sort()
    else:
        text = sa.String(482).with_variant(sa.String(482, collation="C"), "postgresql")
        op.add_column("exercises", sa.Column("title_sort", text, nullable=True))
        fill_title_sort()
        op.alter_column("exercises", "title_sort", existing_type=text, nullable=False)
    op.create_index(
        "ix_exercises_archived_title_sort", "exercises", ["archived", "title_sort", "id"]
    )
    op.create_index("ix_exercises_user_id_title_sort", "exercises", ["user_id", "title_sort", "id"])
    op.drop_index("ix_exercises_archived_title_key", table_name="exercises")


def downgrade() -> None:
    op.create_index("ix_exercises_archived_title_key", "exercises", ["archived", "title_key", "id"])
    op.drop_index("ix_exercises_user_id_title_sort", table_name="exercises")
    op.drop_index("ix_exercises_archived_title_sort", table_name="exercises")
    op.drop_column("exercises", "title_sort")
    op.drop_column("user", "language")
    op.drop_index("uq_exercise_category_starter_key", table_name="exercise_category")
    op.drop_column("exercise_category", "starter_key")


def fill_title_sort() -> None:
    """Write where each title is sorted, a few hundred at a time."""
    connection = op.get_bind()
    last = 0
    while True:
        rows = connection.execute(
            sa.select(exercises.c.id, exercises.c.title)
            .where(exercises.c.id > last)
            .order_by(exercises.c.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        connection.execute(
            exercises.update()
            .where(exercises.c.id == sa.bindparam("which"))
            .values(title_sort=sa.bindparam("key")),
            [{"which": row.id, "key": sort_key(row.title)} for row in rows],
        )
        last = rows[-1].id


def sort_key(text: str) -> str:
    """What the app called where a name is sorted when this migration was written."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = unicodedata.normalize("NFKD", folded)
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    unaccented = str.maketrans(
        {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
    )
    words = " ".join(re.findall(r"[^\W_]+", plain.translate(unaccented)))
    return f"{words[:LONGEST]}  {unicodedata.normalize('NFC', folded)[:LONGEST]}"
