"""What the workout editor knows of exercises."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select

from project.extensions import db
from project.models import ExerciseDefinition, ProgressionLevel
from project.queries.library.exercises import LevelRow, visible_to


@dataclass(frozen=True)
class EditorExercise:
    """An exercise as the editor needs it; ``levels`` from easy to hard."""

    id: int
    title: str
    counting_type: str
    owner_id: int
    archived: bool
    tracks_load: bool
    tracks_sides: bool
    tracks_rir: bool
    levels: list[LevelRow] = field(default_factory=list)

    @property
    def level_names(self) -> list[str]:
        return [level.name for level in self.levels]


def editor_exercises(ids: Collection[int], athlete_id: int) -> dict[int, EditorExercise]:
    """Return those of the exercises that the athlete may see; one statement, none for no ids.

    Own archived ones are among them; whether they may be logged is the editor's business.
    """
    if not ids:
        return {}
    rows = db.session.execute(
        select(
            ExerciseDefinition.id,
            ExerciseDefinition.title,
            ExerciseDefinition.counting_type,
            ExerciseDefinition.user_id,
            ExerciseDefinition.archived,
            ExerciseDefinition.tracks_load,
            ExerciseDefinition.tracks_sides,
            ExerciseDefinition.tracks_rir,
            ProgressionLevel.id,
            ProgressionLevel.name,
            ProgressionLevel.level_order,
        )
        .outerjoin(
            ProgressionLevel, ProgressionLevel.exercise_definition_id == ExerciseDefinition.id
        )
        .where(ExerciseDefinition.id.in_(ids), visible_to(athlete_id))
        .order_by(ExerciseDefinition.id, ProgressionLevel.level_order)
    )
    exercises: dict[int, EditorExercise] = {}
    for row in rows:
        head, level = tuple(row)[:8], tuple(row)[8:]
        exercise = exercises.get(row[0])
        if exercise is None:
            exercise = exercises[row[0]] = EditorExercise(*head)
        if level[0] is not None:
            exercise.levels.append(LevelRow(*level))
    return exercises
