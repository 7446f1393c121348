"""Names that were given up stay reserved for a while; names hold nothing that nobody sees.

Revision: 0007, after 0006.

What tells names apart is made of what is seen from now on, and forms take the rest out. Names that
are stored already follow, but for one that would then be called like another: it stays as it is.
Joiners and selectors stay in them, as they may be part of an emoji.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels = None
depends_on = None

UTC = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
KEY = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")

EXERCISES = sa.table("exercises", *map(sa.column, ("id", "title", "title_key", "search_text")))
LEVELS = sa.table(
    "progression_levels", *map(sa.column, ("id", "name", "exercise_definition_id", "level_order"))
)
CATEGORIES = sa.table("exercise_category", *map(sa.column, ("id", "name", "name_key")))
# The same characters as in project/rules/account/names.py at this revision.
BLANKS = str.maketrans(dict.fromkeys("\u2800\u3164\uffa0\U0001d159", " "))
IDLE_ONES = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff0-\ufffb"
    "\U00016fe4\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
OTHERS = (
    "\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\U000e0100-\U000e0fff"
)
IDLE = re.compile(f"[{IDLE_ONES}]")
UNSEEN = re.compile(f"[{IDLE_ONES}{OTHERS}]")
ODD = re.compile(f"[{IDLE_ONES}{OTHERS}\u2800\u3164\uffa0\U0001d159]")
UNACCENTED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"})


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
    clean_names(op.get_bind())


def downgrade() -> None:
    op.drop_table("given_up_name")


def clean_names(connection: sa.Connection) -> None:
    """Take what nobody sees out of the library's names; each table is read once."""
    exercises = set()
    for row in odd(connection, LEVELS, "name"):
        change(connection, LEVELS, row.id, name=cleaned(row.name) or row.name)
        exercises.add(row.exercise_definition_id)
    for row in odd(connection, EXERCISES, "title"):
        title = cleaned(row.title) or row.title
        change(connection, EXERCISES, row.id, title=title, title_key=fold(title))
        exercises.add(row.id)
    for row in odd(connection, CATEGORIES, "name"):
        name = cleaned(row.name) or row.name
        change(connection, CATEGORIES, row.id, name=name, name_key=fold(name))
    for number in exercises:
        titles = sa.select(EXERCISES.c.title).where(EXERCISES.c.id == number)
        of_levels = (
            sa.select(LEVELS.c.name)
            .where(LEVELS.c.exercise_definition_id == number)
            .order_by(LEVELS.c.level_order)
        )
        names = [*connection.scalars(titles), *connection.scalars(of_levels)]
        change(connection, EXERCISES, number, search_text="\n".join(map(search_key, names)))


def odd(connection: sa.Connection, table: sa.TableClause, column: str) -> list[sa.Row]:
    """Return the rows in whose name is something that nobody sees."""
    found = connection.execute(sa.select(table).order_by(table.c.id))
    return [row for row in found if ODD.search(getattr(row, column))]


def change(connection: sa.Connection, table: sa.TableClause, number: int, **values: str) -> None:
    """Store these values unless another row has them."""
    statement = sa.update(table).where(table.c.id == number).values(**values)
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except sa.exc.IntegrityError:
        return


def cleaned(name: str) -> str:
    return " ".join(IDLE.sub("", name.translate(BLANKS)).split())


def seen(name: str) -> str:
    return " ".join(UNSEEN.sub("", cleaned(name)).split())


def fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen(name)).casefold())


def search_key(name: str) -> str:
    """Return the name as the application searched it at this revision."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", seen(name)).casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain.translate(UNACCENTED)))
