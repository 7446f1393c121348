"""What the workout editor knows of exercises."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import bindparam, select

from project.extensions import db
from project.models import ExerciseDefinition, ProgressionLevel
from project.queries.library.exercises import LevelRow, visible_to
from project.rules.library.sets import FIGURES, SWITCHES

_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__


@dataclass(frozen=True)
class EditorExercise:
    """An exercise as the editor needs it, and whoever checks a workout; ``levels`` easy to hard.

    ``switched_on`` names the switches of optional figures that are on (``tracks_…``).
    The ``pinned_note`` is there for its own athlete alone.
    """

    id: int
    title: str
    counting_type: str
    owner_id: int
    archived: bool
    switched_on: frozenset[str]
    levels: list[LevelRow] = field(default_factory=list)
    pinned_note: str = ""

    @property
    def takes_sides(self) -> bool:
        """Whether each set is done once left and once right."""
        return FIGURES["side"].switch in self.switched_on

    @property
    def level_names(self) -> list[str]:
        return [level.name for level in self.levels]


def editor_exercises(ids: Collection[int], athlete_id: int) -> dict[int, EditorExercise]:
    """Return those of the exercises that the athlete may see; one statement, none for no ids.

    Own archived ones are among them; whether they may be logged is for the service to say.
    """
    if not ids:
        return {}
    rows = db.session.execute(_EXERCISES, {"ids": list(ids), "athlete": athlete_id})
    exercises: dict[int, EditorExercise] = {}
    for row in rows:
        number, title, counting_type, owner_id, archived, note, *switches, level_id, name, order = (
            row
        )
        exercise = exercises.get(number)
        if exercise is None:
            on = frozenset(
                switch for switch, is_on in zip(SWITCHES, switches, strict=True) if is_on
            )
            exercise = EditorExercise(
                number,
                title,
                counting_type,
                owner_id,
                archived,
                on,
                pinned_note=note if owner_id == athlete_id else "",
            )
            exercises[number] = exercise
        if level_id is not None:
            exercise.levels.append(LevelRow(level_id, name, order))
    return exercises


# To build a statement takes longer than to run it.
_EXERCISES: Final = (
    select(
        _DEFINITIONS.c.id,
        _DEFINITIONS.c.title,
        _DEFINITIONS.c.counting_type,
        _DEFINITIONS.c.user_id,
        _DEFINITIONS.c.archived,
        _DEFINITIONS.c.pinned_note,
        *(_DEFINITIONS.c[switch] for switch in SWITCHES),
        _LEVELS.c.id,
        _LEVELS.c.name,
        _LEVELS.c.level_order,
    )
    .outerjoin_from(_DEFINITIONS, _LEVELS, _LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id)
    .where(
        _DEFINITIONS.c.id.in_(bindparam("ids", expanding=True)), visible_to(bindparam("athlete"))
    )
    .order_by(_DEFINITIONS.c.id, _LEVELS.c.level_order)
)
