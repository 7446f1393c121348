"""The athlete's own exercises as lines of text name them."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import false, select

from project.extensions import db
from project.models import ExerciseDefinition, ProgressionLevel


@dataclass(frozen=True, slots=True)
class NamedExercise:
    """An exercise with the names of its levels, easy to hard."""

    id: int
    title: str
    counting_type: str
    levels: list[str]


def named_exercises(athlete_id: int) -> list[NamedExercise]:
    """Return what of the athlete's library is not archived; one statement, a row for each level."""
    rows = db.session.execute(
        select(
            ExerciseDefinition.id,
            ExerciseDefinition.title,
            ExerciseDefinition.counting_type,
            ProgressionLevel.name,
        )
        .outerjoin(ProgressionLevel)
        .where(ExerciseDefinition.user_id == athlete_id, ExerciseDefinition.archived == false())
        .order_by(ExerciseDefinition.id, ProgressionLevel.level_order)
    )
    levels: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for number, title, counting_type, name in rows:
        levels[number, title, counting_type] += [name] if name else []
    return [NamedExercise(*head, names) for head, names in levels.items()]
