"""The editor's buttons that change the form without saving it; they work without scripts."""

import re
from dataclasses import dataclass
from typing import Final

from project.enums import Side
from project.main.forms.training.workout_rows import ExerciseBlock, SetRow, parse_id
from project.queries.library.editor_exercises import EditorExercise
from project.rules.library.sets import FIGURES
from project.rules.limits import MAX_EXERCISES, MAX_SETS
from project.services.training.workout_check import too_many_sets

# name, then the exercise's number, then the number of a set or the id of a definition
_ACTION: Final = re.compile(r"([a-z]+)(?::([1-9][0-9]{0,3}))?(?::([1-9][0-9]{0,9}))?")
_PICKING: Final = re.compile(r"(?:add|replace:([1-9][0-9]{0,3}))(?::([1-9][0-9]{0,9}))?")

_SIDE: Final = FIGURES["side"].field
_TYPE: Final = FIGURES["set_type"].field
_OF_ONE_SET: Final = frozenset({"set", "level", _TYPE})

PICKER: Final = "picker"
"""The id of the page's list of exercises."""


@dataclass(frozen=True)
class Picked:
    """An exercise to be added, or put in the place of the one with this number."""

    exercise_id: int
    place: int | None = None


def picked(action: str, choice: str) -> Picked | None:
    """Return what a button of the picker means; ``choice`` is what its list holds.

    ``add`` and ``replace:2`` take the choice, ``add:17`` and ``replace:2:17`` bring their own.
    """
    match = _PICKING.fullmatch(action)
    if match is None:
        return None
    exercise_id = parse_id(match[2] or choice)
    return Picked(exercise_id, int(match[1]) if match[1] else None) if exercise_id else None


def put(
    blocks: list[ExerciseBlock], exercise: EditorExercise, place: int | None, fresh: list[SetRow]
) -> str:
    """Add the exercise, or put it at ``place``; return the id of what gets the focus.

    It starts with the rows ``fresh``; without any, with those of the exercise it replaces or else
    with one, at the easiest level. Values that were typed stay.
    """
    at = place - 1 if place is not None and place <= len(blocks) else len(blocks)
    if at >= MAX_EXERCISES:
        return PICKER
    old = blocks[at].rows if at < len(blocks) else []
    easiest = exercise.levels[0].name if exercise.levels else ""
    field = exercise.counting_type
    for row in fresh:
        row.plan()
    for row, before in zip(fresh, old, strict=False):
        if before.is_typed:
            row.values |= {field: before.counted(field), "plan": ""}
    rows = fresh or [
        SetRow(
            {"progression": easiest, field: row.counted(field), "plan": row.text("plan"), **side}
        )
        for row in old or [SetRow({})]
        for side in sides_of(exercise)
    ]
    blocks[at : at + 1] = [ExerciseBlock({"exercise": str(exercise.id)}, rows, definition=exercise)]
    return f"exercise-{at + 1}"


def sides_of(exercise: EditorExercise | None) -> list[dict[str, str]]:
    """Return the side of each row of a set, as values: left and right, or one that names none."""
    if exercise is None or not exercise.takes_sides:
        return [{}]
    return [{_SIDE: side.value} for side in Side]


def change(blocks: list[ExerciseBlock], action: str) -> str:
    """Do what a button says; return the id of what gets the focus, empty when nothing was done.

    ``set:2`` adds a set to the second exercise, ``unset:2:3`` removes its third, ``up:2`` and
    ``down:2`` move it, ``remove:2`` takes it out. ``did:2:3`` says that its third set was done as
    planned, ``did:2`` all of them, ``did`` all there are. ``load:2`` asks for added weight in the
    second exercise, ``types:2`` for the types of its sets.
    """
    if action == "did":
        for each in blocks:
            _confirm(each, 0)
        return ""
    match = _ACTION.fullmatch(action)
    number = int(match[2] or 0) if match else 0
    if match is None or not 1 <= number <= len(blocks):
        return ""
    if match[1] == "did":
        _confirm(blocks[number - 1], int(match[3] or 0))
        return f"value-{number}-{match[3]}" if match[3] else f"exercise-{number}"
    if match[1] in {"load", "types"}:
        return _ask(blocks[number - 1], match[1], number)
    if match[1] in {"set", "unset"}:
        return _change_sets(blocks[number - 1], match[1], number, int(match[3] or 0))
    return _change_order(blocks, match[1], number)


def _ask(block: ExerciseBlock, what: str, number: int) -> str:
    if what == "load":
        block.values["asked"] = "load"
        return f"load-{number}-1"
    block.sent |= {_TYPE}
    return f"exercise-{number}"


def _change_sets(block: ExerciseBlock, verb: str, number: int, row: int) -> str:
    if verb == "set" and len(block.rows) >= MAX_SETS:
        block.errors["exercise"] = too_many_sets()
    elif verb == "set":
        place = len(block.rows) + 1
        block.rows += _another(block)
        return f"value-{number}-{place}"
    if verb == "unset" and 1 <= row <= len(block.rows):
        del block.rows[row - 1]
    return f"exercise-{number}"


def _confirm(block: ExerciseBlock, number: int) -> None:
    """Say that a set was done as planned, or with 0 all of them."""
    for place, row in enumerate(block.rows, 1):
        if number in {0, place}:
            row.confirm()


def _change_order(blocks: list[ExerciseBlock], verb: str, number: int) -> str:
    block = blocks.pop(number - 1)
    if verb == "remove":
        return f"exercise-{min(number, len(blocks))}" if blocks else PICKER
    steps = {"up": -1, "down": 1}.get(verb, 0)
    place = min(max(number - 1 + steps, 0), len(blocks))
    blocks.insert(place, block)
    return f"exercise-{place + 1}"


def _another(block: ExerciseBlock) -> list[SetRow]:
    """Return a further set, as the one before it; with sides a pair, or the half that is missing."""
    if not block.rows:
        levels = block.definition.levels if block.definition else []
        easiest = levels[0].name if levels else ""
        return [SetRow({"progression": easiest, **side}) for side in sides_of(block.definition)]
    before = block.rows[-1].values
    side = before.get(_SIDE)
    if side == Side.LEFT:
        sides = [{_SIDE: Side.RIGHT.value}]
    else:
        sides = sides_of(block.definition) if side else [{}]
    kept = {name: text for name, text in before.items() if name not in _OF_ONE_SET}
    rows = [SetRow({**kept, **each}) for each in sides]
    for row in rows:
        row.plan()
    return rows[: MAX_SETS - len(block.rows)]
