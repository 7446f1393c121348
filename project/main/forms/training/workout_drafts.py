"""The workout editor's blocks ⇄ drafts and the paths at which a draft is refused.

Rules stand in `project.services.training.workout_check`; here texts become figures and messages find their
fields again.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from project.i18n import gettext, lazy_gettext
from project.main.forms.training.workout_rows import ExerciseBlock, SetRow, parse_id
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.library.sets import BY_FIELD, COUNTED, FIGURES, OPTIONAL
from project.rules.training.drafts import SetDraft, WorkoutExerciseDraft

RELOAD: Final = lazy_gettext("Das Formular ist durcheinander. Lade die Seite neu.")
_PLACE: Final = re.compile(r"exercises\.([0-9]+)(?:\.sets\.([0-9]+))?(?:\.([a-z_]+))?")
_OF_AN_EXERCISE: Final = {"superset": "superset", "note": "exnote"}
_LEVEL_FIELDS: Final = frozenset({"progression", "level", "set", "plan"})
_UNKNOWN: Final = 0
"""An id that nothing has, for what was typed and cannot be one."""

Errors = dict[str, str]


def exercise_drafts(
    blocks: Sequence[ExerciseBlock], stored: Sequence[PerformedExercise]
) -> tuple[list[WorkoutExerciseDraft], Errors]:
    """Return a draft for each block, and what could not be read, by path.

    Optional figures that did not come at all keep what is ``stored``.
    """
    left = list(stored)
    unreadable: Errors = {}
    drafts = []
    for place, block in enumerate(blocks):
        old = _matching(block, left)
        if old is not None:
            left.remove(old)
        path = f"exercises.{place}"
        superset = _superset(block, old, unreadable, path)
        drafts.append(
            WorkoutExerciseDraft(
                definition_id=_definition_id(block),
                sets=_set_drafts(block, old, stored, unreadable, path),
                superset=superset,
                note=block.text("exnote") if "exnote" in block.sent else old.note if old else "",
                id=old.id if old else _strange(block.text("performed"), row_ids(stored)[0]),
            )
        )
    return drafts, unreadable


def row_ids(stored: Sequence[PerformedExercise]) -> tuple[set[str], set[str]]:
    """Return what the hidden fields of an editor may name: stored exercises, and sets."""
    exercises = {str(exercise.id) for exercise in stored}
    return exercises, {str(row.id) for exercise in stored for row in exercise.sets}


def place_errors(blocks: Sequence[ExerciseBlock], errors: Mapping[str, str]) -> Errors:
    """Put the messages at their fields; return those that belong to no exercise."""
    left = {}
    for path, text in errors.items():
        match = _PLACE.fullmatch(path)
        if match is None:
            left[path] = text
            continue
        block, name = blocks[int(match[1])], match[3] or ""
        if name == "id":
            block.errors["exercise"] = str(RELOAD)
        elif match[2] is None:
            block.errors[_OF_AN_EXERCISE.get(name, "exercise")] = text
        else:
            block.rows[int(match[2])].errors.setdefault(_field(block, name), text)
    return left


def _field(block: ExerciseBlock, name: str) -> str:
    """Return the field that shows a set's figure; its value stands in the one that is shown."""
    if name == "level":
        return "progression"
    figure = FIGURES[name]
    if figure.counts is not None and block.definition is not None:
        figure = COUNTED[block.definition.counting_type]
    return figure.field


def _definition_id(block: ExerciseBlock) -> int | None:
    return (block.exercise_id or _UNKNOWN) if block.text("exercise") else None


def _strange(text: str, known: Iterable[str]) -> int | None:
    """Return the id of a row that is not of this workout, for it to be refused.

    A row of it that fits elsewhere is taken for a new one, as is none.
    """
    return None if not text or text in known else parse_id(text) or _UNKNOWN


def _matching(
    block: ExerciseBlock, stored: Sequence[PerformedExercise]
) -> PerformedExercise | None:
    """Return the stored exercise that the block is; without ids, the next of its definition."""
    same = [exercise for exercise in stored if exercise.definition_id == block.exercise_id]
    if "performed" in block.sent:
        same = [exercise for exercise in same if exercise.id == parse_id(block.text("performed"))]
    return same[0] if same else None


def _set_drafts(
    block: ExerciseBlock,
    old: PerformedExercise | None,
    stored: Sequence[PerformedExercise],
    unreadable: Errors,
    path: str,
) -> list[SetDraft]:
    known = row_ids(stored)[1]
    drafts = []
    for place, (row, was) in enumerate(zip(block.rows, _match_sets(block, old), strict=True)):
        values, wrong = _figures(row, was, block.sent)
        unreadable |= {f"{path}.sets.{place}.{name}": text for name, text in wrong.items()}
        level_id = row.text("level")
        drafts.append(
            SetDraft(
                level=row.text("progression"),
                level_id=(parse_id(level_id) or _UNKNOWN) if level_id else None,
                id=was.id if was else _strange(row.text("set"), known),
                planned=row.is_planned,
                **values,
            )
        )
    return drafts


def _match_sets(block: ExerciseBlock, old: PerformedExercise | None) -> list[PerformedSet | None]:
    """Return the stored set that each row is; without ids, the one at its place."""
    left = list(old.sets) if old else []
    if "set" not in block.sent:
        return [left[place] if place < len(left) else None for place in range(len(block.rows))]
    matched: list[PerformedSet | None] = []
    for row in block.rows:
        number = parse_id(row.text("set"))
        was = next((each for each in left if each.id == number), None)
        if was is not None:
            left.remove(was)
        matched.append(was)
    return matched


def _figures(
    row: SetRow, was: PerformedSet | None, sent: frozenset[str]
) -> tuple[dict[str, Any], Errors]:
    """Return the figures that were typed, and what did not come or cannot be read, by name."""
    wrong = {
        "level" if name in _LEVEL_FIELDS else BY_FIELD[name].name: gettext(
            "Diese Angabe ist nicht angekommen."
        )
        for name in row.missing
    }
    values: dict[str, Any] = {}
    for name, figure in FIGURES.items():
        text = row.text(figure.field)
        values[name] = figure.parse(text) if text else None
        if text and values[name] is None:
            wrong[name] = str(figure.rule)
    for figure in OPTIONAL:
        if figure.field not in sent and was is not None:
            values[figure.name] = getattr(was, figure.name)
    return values, wrong


def _superset(
    block: ExerciseBlock, old: PerformedExercise | None, unreadable: Errors, path: str
) -> int | None:
    if "superset" not in block.sent:
        return old.superset if old else None
    text = block.text("superset")
    if text and not re.fullmatch(r"[1-9][0-9]?", text):
        unreadable[f"{path}.superset"] = gettext("Diesen Supersatz gibt es nicht.")
        return None
    return int(text) if text else None
