"""What the levels of ladders say about how they go."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, or_, select

from project.extensions import db
from project.models import ProgressionLevel
from project.rules.library.level_texts import LevelTexts

_LEVELS: Final = ProgressionLevel.__table__

# To build a statement takes longer than to run it.
_TEXTS: Final = select(_LEVELS.c.id, _LEVELS.c.description, _LEVELS.c.link, _LEVELS.c.figure).where(
    _LEVELS.c.exercise_definition_id.in_(bindparam("ids", expanding=True)),
    or_(_LEVELS.c.description != "", _LEVELS.c.link != "", _LEVELS.c.figure != ""),
)


def level_texts(exercise_ids: Collection[int]) -> dict[int, LevelTexts]:
    """Return the texts of these exercises' levels by the level's id; one statement.

    Levels that say nothing are left out.
    """
    rows = db.session.execute(_TEXTS, {"ids": list(exercise_ids)})
    return {level_id: LevelTexts(*said) for level_id, *said in rows}
