"""Search and copies of exercises, and a first set of categories.

Revision: 0002, after 0001.

On SQLite the column is added and dropped in place: rebuilding the table, as Alembic's batch mode
does, would run the ON DELETE CASCADE of everything that points at it.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

BATCH = 500
CATEGORIES = (
    "Drücken",
    "Ziehen",
    "Beine",
    "Rumpf",
    "Handstand",
    "Halten",
    "Beweglichkeit",
    "Ganzkörper",
)

exercises = sa.table(
    "exercises",
    sa.column("id", sa.Integer),
    sa.column("title", sa.String),
    sa.column("search_text", sa.Text),
)
levels = sa.table(
    "progression_levels",
    sa.column("exercise_definition_id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("level_order", sa.Integer),
)
categories = sa.table(
    "exercise_category",
    sa.column("id", sa.Integer),
    sa.column("name", sa.String),
    sa.column("name_key", sa.String),
)
links = sa.table("exercise_categories", sa.column("category_id", sa.Integer))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE exercises ADD COLUMN search_text TEXT NOT NULL DEFAULT ''")
        fill_search_text()
    else:
        text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
        op.add_column("exercises", sa.Column("search_text", text, nullable=True))
        fill_search_text()
        op.alter_column("exercises", "search_text", existing_type=text, nullable=False)
    op.create_index("ix_exercises_archived_title_key", "exercises", ["archived", "title_key", "id"])
    # Reading who uses a category needs no look at the table; MariaDB wants the new one first.
    op.create_index(
        "ix_exercise_categories_category_id_exercise_definition_id",
        "exercise_categories",
        ["category_id", "exercise_definition_id"],
    )
    op.drop_index("ix_exercise_categories_category_id", table_name="exercise_categories")
    op.create_table(
        "exercise_copies",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name="fk_exercise_copies_user_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["exercises.id"], name="fk_exercise_copies_source_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["copy_id"], ["exercises.id"], name="fk_exercise_copies_copy_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "source_id", name="pk_exercise_copies"),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
    op.create_index("ix_exercise_copies_source_id", "exercise_copies", ["source_id"])
    op.create_index("ix_exercise_copies_copy_id", "exercise_copies", ["copy_id"])
    add_categories()


def downgrade() -> None:
    remove_categories()
    op.drop_table("exercise_copies")
    op.create_index("ix_exercise_categories_category_id", "exercise_categories", ["category_id"])
    op.drop_index(
        "ix_exercise_categories_category_id_exercise_definition_id",
        table_name="exercise_categories",
    )
    op.drop_index("ix_exercises_archived_title_key", table_name="exercises")
    op.drop_column("exercises", "search_text")


def fill_search_text() -> None:
    """Write the search text of all exercises, a few hundred at a time."""
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
        names: dict[int, list[str]] = {row.id: [row.title] for row in rows}
        for row in connection.execute(
            sa.select(levels.c.exercise_definition_id, levels.c.name)
            .where(levels.c.exercise_definition_id.in_(names))
            .order_by(levels.c.exercise_definition_id, levels.c.level_order)
        ):
            names[row.exercise_definition_id].append(row.name)
        connection.execute(
            exercises.update()
            .where(exercises.c.id == sa.bindparam("which"))
            .values(search_text=sa.bindparam("text")),
            [
                {"which": key, "text": "\n".join(search_key(name) for name in all_names)}
                for key, all_names in names.items()
            ],
        )
        last = rows[-1].id


def search_key(text: str) -> str:
    """What the app called its search form when this migration was written."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    unaccented = str.maketrans(
        {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
    )
    return " ".join(re.findall(r"[^\W_]+", plain.translate(unaccented)))


def add_categories() -> None:
    """Add those of the first set that nobody made before."""
    connection = op.get_bind()
    known = set(connection.execute(sa.select(categories.c.name_key)).scalars())
    new = [
        {"name": name, "name_key": name.casefold()}
        for name in CATEGORIES
        if name.casefold() not in known
    ]
    if new:
        connection.execute(categories.insert(), new)


def remove_categories() -> None:
    """Take back those of the first set that no exercise uses."""
    op.get_bind().execute(
        categories.delete().where(
            categories.c.name.in_(CATEGORIES),
            categories.c.id.not_in(sa.select(links.c.category_id)),
        )
    )
