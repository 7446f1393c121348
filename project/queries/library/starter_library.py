"""Which ladders of the starter library an athlete has already."""

from collections.abc import Iterable

from sqlalchemy import false, select

from project.extensions import db
from project.models import ExerciseDefinition, fold
from project.rules.library.starter_library import StarterLadder


def owned(athlete_id: int, ladders: Iterable[StarterLadder]) -> dict[str, int]:
    """Return the athlete's exercises of these ladders, not the archived ones, by the ladder's key.

    A ladder is known by its title in any language; one statement.
    """
    by_key = {fold(title): ladder.key for ladder in ladders for title in ladder.titles}
    rows = db.session.execute(
        select(ExerciseDefinition.title_key, ExerciseDefinition.id).where(
            ExerciseDefinition.user_id == athlete_id,
            ExerciseDefinition.archived == false(),
            ExerciseDefinition.title_key.in_(by_key),
        )
    )
    return {by_key[key]: exercise_id for key, exercise_id in rows}
