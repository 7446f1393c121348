"""A workout as lines of text, to be sent or kept somewhere, and such lines as rows of the editor.

The lines are those of `project.rules.training.transfer.lines`. Sets of an exercise at another level
than those before stand in a line of their own; the editor puts such lines together again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from project.enums import CountingType
from project.main.forms.training.workout_rows import ExerciseBlock, SetRow
from project.main.pages.training.editor_targets import EditorTargets
from project.models import User
from project.queries.library.editor_exercises import EditorExercise, editor_exercises
from project.queries.library.line_exercises import NamedExercise, named_exercises
from project.queries.training.workouts import PerformedExercise, PerformedSet, WorkoutDetail
from project.rules.library.sets import COUNTED, FIGURES, figures_of
from project.rules.training.transfer.line_writing import write_lines
from project.rules.training.transfer.lines import (
    LINE_END,
    KnownExercise,
    LineExercise,
    LineFault,
    LineSet,
    library_of,
    read_lines,
)
from project.rules.training.transfer.sentences import fault_sentence
from project.rules.training.transfer.types import SetKind

_KIND: Final = "set_type"
"""The figure that says what a set was for."""

_KINDS: Final = {
    "warmup": SetKind.WARMUP,
    "failure": SetKind.FAILURE,
    "segment": SetKind.DROP,
}
_TYPES: Final = {kind: word for word, kind in _KINDS.items()}


def workout_text(workout: WorkoutDetail) -> str:
    """Return a workout as text; empty where nothing was done yet."""
    lines = [line for exercise in workout.exercises for line in _lines(exercise)]
    return write_lines(lines, workout.note) if lines else ""


def _lines(exercise: PerformedExercise) -> Iterator[LineExercise]:
    note = exercise.note
    for level, sets in groupby(exercise.sets, key=lambda row: row.progression):
        yield LineExercise(name=exercise.title, level=level, sets=tuple(map(_set, sets)), note=note)
        note = ""


def _set(row: PerformedSet) -> LineSet:
    figures = figures_of(row)
    kind = _KINDS.get(figures.pop(_KIND, None) or "", SetKind.NORMAL)
    return LineSet(kind=kind, **figures)


@dataclass(slots=True)
class TextRows:
    """What a text is to the editor; with problems it is nothing but these."""

    blocks: list[ExerciseBlock] = field(default_factory=list)
    note: str = ""
    problems: list[str] = field(default_factory=list)


def rows_of_text(text: str, athlete: User) -> TextRows:
    """Read lines by the athlete's own library; three statements for any number of them.

    A line without a level is at the one where the athlete stands.
    """
    named = {each.title.casefold(): each for each in named_exercises(athlete.id)}
    library = library_of(
        [
            KnownExercise(each.title, CountingType(each.counting_type), each.levels)
            for each in named.values()
        ]
    )
    found = read_lines(text, library)
    faults = list(found.faults)
    lines: list[tuple[LineExercise, NamedExercise]] = []
    for line in found.exercises:
        exercise = named.get(line.name.casefold())
        if exercise is None:
            faults.append(_fault("unknown_exercise", line, text))
        elif getattr(line.sets[0], COUNTED[exercise.counting_type].name) is None:
            faults.append(_fault("counted_otherwise", line, text))
        else:
            lines.append((line, exercise))
    if faults:
        faults.sort(key=lambda fault: fault.line)
        return TextRows(problems=[fault_sentence(fault) for fault in faults])
    ids = {exercise.id for _, exercise in lines}
    known, aims = editor_exercises(ids, athlete.id), EditorTargets(athlete, ids)
    blocks: list[ExerciseBlock] = []
    for line, exercise in lines:
        definition = known[exercise.id]
        rows = _rows(line, definition, aims)
        if blocks and blocks[-1].exercise_id == exercise.id and not line.note:
            blocks[-1].rows += rows
        else:
            values = {"exercise": str(exercise.id), "exnote": line.note}
            blocks.append(ExerciseBlock(values, rows, definition=definition))
    return TextRows(blocks, found.note)


def _rows(line: LineExercise, definition: EditorExercise, aims: EditorTargets) -> list[SetRow]:
    level = line.level or aims.along(definition, [""])[0].text("progression")
    return [SetRow({"progression": level, **_typed(one)}) for one in line.sets]


def _typed(one: LineSet) -> dict[str, str]:
    said: dict[str, Any] = {name: getattr(one, name, None) for name in FIGURES}
    if _KIND in FIGURES:
        said[_KIND] = _TYPES.get(one.kind)
    return {
        FIGURES[name].field: FIGURES[name].show(value)
        for name, value in said.items()
        if value is not None
    }


def _fault(code: str, line: LineExercise, text: str) -> LineFault:
    whole = LINE_END.split(text)[line.line - 1]
    place = whole.casefold().find(line.name.casefold())
    return LineFault(code, line.line, max(place, 0) + 1, whole)
