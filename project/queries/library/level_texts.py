"""What the levels of ladders say about how they go."""

from collections.abc import Collection
from dataclasses import fields
from typing import Final

from sqlalchemy import bindparam, or_, select

from project.extensions import db
from project.models import ExerciseDefinition, ProgressionLevel
from project.rules.library.level_texts import LevelTexts

_LEVELS: Final = ProgressionLevel.__table__

# To build a statement takes longer than to run it.
SAID: Final = tuple(_LEVELS.c[field.name] for field in fields(LevelTexts))
_TEXTS: Final = select(_LEVELS.c.id, *SAID).where(
    _LEVELS.c.exercise_definition_id.in_(bindparam("ids", expanding=True)),
    or_(*(column != "" for column in SAID)),
)


def level_texts(exercise_ids: Collection[int]) -> dict[int, LevelTexts]:
    """Return the texts of these exercises' levels by the level's id; one statement.

    Levels that say nothing are left out.
    """
    rows = db.session.execute(_TEXTS, {"ids": list(exercise_ids)})
    return {level_id: LevelTexts(*said) for level_id, *said in rows}


def held_texts(exercise_id: int) -> dict[int, LevelTexts]:
    """Return the texts as `level_texts` does, of levels that stay as they are until the commit.

    So the file of a picture that is copied cannot go before the copy is there.
    """
    rows = db.session.execute(_TEXTS.with_for_update(read=True), {"ids": [exercise_id]})
    return {level_id: LevelTexts(*said) for level_id, *said in rows}


def named_pictures(names: Collection[str]) -> set[str]:
    """Return which of these pictures some level names; one statement, none for no names."""
    if not names:
        return set()
    return set(db.session.scalars(select(_LEVELS.c.picture).where(_LEVELS.c.picture.in_(names))))


def pictures_of(athlete_id: int) -> list[str]:
    """Return the names of the pictures of the athlete's levels, each once; one statement."""
    rows = (
        select(_LEVELS.c.picture)
        .join(ExerciseDefinition, ExerciseDefinition.id == _LEVELS.c.exercise_definition_id)
        .where(ExerciseDefinition.user_id == athlete_id, _LEVELS.c.picture != "")
        .distinct()
        .order_by(_LEVELS.c.picture)
    )
    return list(db.session.scalars(rows))
