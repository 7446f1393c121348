"""Levels may have a picture of their athlete's own, and older starter ladders get their figures.

Revision: 0018, after 0017.

On SQLite the column is added in place, so the default stays in the table. Ladders that were added
from the starter library before levels had figures are known by their title, as the library knows
them; a level gets the figure of its name. One whose athlete chose a figure for any level stays as it
is. Going back leaves figures: nobody can tell them from chosen ones.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels = None
depends_on = None

BATCH = 500
exercises = sa.table("exercises", sa.column("id"), sa.column("title_key"))
levels = sa.table(
    "progression_levels",
    sa.column("id"),
    sa.column("exercise_definition_id"),
    sa.column("name"),
    sa.column("figure"),
)


def upgrade() -> None:
    column = sa.Column("picture", sa.String(64), nullable=False, server_default="")
    op.add_column("progression_levels", column)
    op.create_index("ix_progression_levels_picture", "progression_levels", ["picture"])
    give_figures()


def downgrade() -> None:
    op.drop_index("ix_progression_levels_picture", "progression_levels")
    op.drop_column("progression_levels", "picture")


def give_figures() -> None:
    """Give starter ladders without figures theirs, a few hundred ladders at a time."""
    # What titles and levels of the starter library were called in either language at this revision.
    known = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    statement = (
        levels.update()
        .where(levels.c.id == sa.bindparam("which"))
        .values(figure=sa.bindparam("key"))
    )
    for ladders in starter_ladders(list(known)):
        rows = (
            op.get_bind()
            .execute(
                sa.select(levels.c.id, levels.c.exercise_definition_id, levels.c.name)
                .where(levels.c.exercise_definition_id.in_(ladders))
                .order_by(levels.c.id)
            )
            .all()
        )
        found = [
            {"which": level_id, "key": key}
            for level_id, exercise_id, name in rows
            if (key := known[ladders[exercise_id]].get(name))
        ]
        if found:
            op.get_bind().execute(statement, found)


def starter_ladders(titles: list[str]) -> Iterator[dict[int, str]]:
    """Yield the titles of exercises of these titles without any figure, by their ids."""
    last = 0
    pictured = sa.exists().where(
        levels.c.exercise_definition_id == exercises.c.id, levels.c.figure != ""
    )
    while True:
        rows = (
            op.get_bind()
            .execute(
                sa.select(exercises.c.id, exercises.c.title_key)
                .where(exercises.c.id > last, exercises.c.title_key.in_(titles), ~pictured)
                .order_by(exercises.c.id)
                .limit(BATCH)
            )
            .all()
        )
        if not rows:
            return
        yield {row.id: row.title_key for row in rows}
        last = rows[-1].id
