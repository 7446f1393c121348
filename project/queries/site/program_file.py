"""What a program's file holds of an export: the program, its days, their templates and exercises.

Nothing of its athlete is in it: no name, no log, no notes pinned to exercises.
"""

from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, select

from project.models import (
    Exercise,
    ExerciseDefinition,
    Program,
    ProgramDay,
    ProgressionLevel,
    Set,
    Workout,
)
from project.queries.site.export import SECTIONS, Section

_KEPT_BACK: Final = frozenset({"pinned_note", "archived", "on_profile", "plan_json"})
_BY_TABLE: Final = {section.table.name: section for section in SECTIONS}


def sections_of(program_id: int) -> list[Section]:
    """Return the tables of the file, each cut down to what belongs to the athlete's program."""
    templates = select(ProgramDay.template_id).where(
        ProgramDay.program_id == program_id, ProgramDay.template_id.is_not(None)
    )
    performed = select(Exercise.id).where(Exercise.workout_id.in_(templates))
    used = select(Exercise.exercise_definition_id).where(Exercise.workout_id.in_(templates))
    conditions: list[tuple[str, ColumnElement[bool]]] = [
        ("workout", Workout.id.in_(templates)),
        ("exercise", Exercise.workout_id.in_(templates)),
        ("exercise_sets", Set.exercise_id.in_(performed)),
        ("exercises", ExerciseDefinition.id.in_(used)),
        ("progression_levels", ProgressionLevel.exercise_definition_id.in_(used)),
        ("programs", Program.id == program_id),
        ("program_days", ProgramDay.program_id == program_id),
    ]
    return [_cut(_BY_TABLE[table], condition) for table, condition in conditions]


def _cut(section: Section, condition: ColumnElement[bool]) -> Section:
    columns = tuple(name for name in section.columns if name not in _KEPT_BACK)
    return replace(
        section, columns=columns, scope=lambda user_id: section.scope(user_id) & condition
    )
