"""Which ladders of the starter library an athlete has already."""

from collections.abc import Iterable

from sqlalchemy import false, select

from project.extensions import db
from project.models import ExerciseDefinition, fold


def owned(athlete_id: int, titles: Iterable[str]) -> dict[str, int]:
    """Return the athlete's exercises with these titles, not the archived ones; one statement."""
    by_key = {fold(title): title for title in titles}
    rows = db.session.execute(
        select(ExerciseDefinition.title_key, ExerciseDefinition.id).where(
            ExerciseDefinition.user_id == athlete_id,
            ExerciseDefinition.archived == false(),
            ExerciseDefinition.title_key.in_(by_key),
        )
    )
    return {by_key[key]: exercise_id for key, exercise_id in rows}
