"""The numbered fields of the workout editor ⇄ blocks of rows as they were typed.

`project.main.forms.training.workout_checks` makes typed entries of them. Their names: for the exercise *n* (from 1) ``exercise<n>`` is the
definition's id, and one value for each set come ``progression<n>`` (the level's name) and
``reps<n>`` or ``duration<n>``. Optional are ``level<n>`` (the level's id), ``load<n>``, ``side<n>``
and ``rir<n>`` for each set and ``superset<n>`` and ``exnote<n>`` for the exercise. ``performed<n>``
and ``set<n>`` name the stored rows that are edited.

What was typed is kept as it is; a wrong value gets a message beside it, and no row is ever left
out or moved because a value is missing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from werkzeug.datastructures import MultiDict

from project.enums import CountingType
from project.i18n import gettext
from project.queries.library.editor_exercises import EditorExercise
from project.queries.library.exercises import LevelRow
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.library.durations import format_duration
from project.services.training.workouts import MAX_EXERCISES, MAX_SETS
from project.web.forms import clean_line, clean_text

MAX_ID: Final = 2**31 - 1
_OF_A_SET: Final = ("progression", "level", "reps", "duration", "set", "load", "side", "rir")
_OF_AN_EXERCISE: Final = ("exercise", "performed", "superset", "exnote")
_NUMBERED: Final = re.compile(rf"(?:{'|'.join(_OF_A_SET + _OF_AN_EXERCISE)})([1-9][0-9]{{0,3}})")
_NUMBER: Final = re.compile(r"[0-9]{1,10}")


@dataclass
class SetRow:
    """A set as it was typed; ``missing`` are fields that came for other sets but not for it."""

    values: dict[str, str]
    missing: frozenset[str] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def counted(self, counting_type: str) -> str:
        """Return what was typed as the set's value, whichever way it was counted then."""
        other = "reps" if counting_type == CountingType.DURATION else "duration"
        return self.text(counting_type) or self.text(other)


@dataclass
class Block:
    """An exercise of the editor as it was typed, with its sets.

    ``sent`` names the fields that came at all: an optional one that did not keeps what is stored.
    ``definition`` is filled in for showing it; None when there is no such exercise.
    """

    values: dict[str, str]
    rows: list[SetRow] = field(default_factory=list)
    sent: frozenset[str] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)
    definition: EditorExercise | None = None

    @property
    def exercise_id(self) -> int | None:
        return parse_id(self.text("exercise"))

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def attach(self, definition: EditorExercise | None) -> None:
        """Note which exercise this is; sets that name only a level's id get its name."""
        self.definition = definition
        names = {str(level.id): level.name for level in definition.levels} if definition else {}
        for row in self.rows:
            if not row.text("progression"):
                row.values["progression"] = names.get(row.text("level"), "")

    def shows(self, name: str) -> bool:
        """Return whether the optional figure is asked for: switched on, or there already."""
        definition = self.definition
        on = definition is not None and {
            "load": definition.tracks_load,
            "side": definition.tracks_sides,
            "rir": definition.tracks_rir,
        }.get(name, False)
        return on or any(row.text(name) or name in row.errors for row in self.rows)

    @property
    def is_wrong(self) -> bool:
        return bool(self.errors) or any(row.errors for row in self.rows)


def parse_id(text: str) -> int | None:
    """Return the id meant by ``text``; None for what cannot be one."""
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if 0 < number <= MAX_ID else None


def read_blocks(data: MultiDict[str, str]) -> tuple[list[Block], list[str]]:
    """Return the blocks that were sent, and what is wrong with their number."""
    text = clean_line(data.get("exercise_count"))
    announced = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None
    matches = [match for key in data if (match := _NUMBERED.fullmatch(key))]
    found = max((int(match[1]) for match in matches), default=0)
    errors = []
    if announced is None:
        errors.append(gettext("Die Zahl der Übungen ist nicht angekommen."))
    elif found > announced:
        errors.append(gettext("Es kamen mehr Übungen an, als angekündigt waren."))
    count = max(announced or 0, found)
    if count > MAX_EXERCISES:
        errors.append(too_many_exercises())
    # Beyond what may be stored, what was typed comes back nevertheless.
    typed = {int(match[1]) for match in matches if int(match[1]) > MAX_EXERCISES}
    numbers = [*range(1, min(count, MAX_EXERCISES) + 1), *sorted(typed)]
    return [_read_block(data, number) for number in numbers], errors


def _read_block(data: MultiDict[str, str], number: int) -> Block:
    values = {
        name: clean_text(data[f"{name}{number}"])
        for name in _OF_AN_EXERCISE
        if f"{name}{number}" in data
    }
    lists = {
        name: [clean_line(value) for value in data.getlist(f"{name}{number}")]
        for name in _OF_A_SET
        if f"{name}{number}" in data
    }
    block = Block(values, sent=frozenset(values) | frozenset(lists))
    count = max(map(len, lists.values()), default=0)
    if count > MAX_SETS:
        block.errors["exercise"] = too_many_sets()
    for place in range(count):
        there = {name: texts[place] for name, texts in lists.items() if place < len(texts)}
        block.rows.append(SetRow(there, missing=frozenset(lists) - frozenset(there)))
    return block


def too_many_exercises() -> str:
    return gettext(
        "Höchstens %(most)d Übungen in einem Training: mehr zeigt kein Telefon flüssig.",
        most=MAX_EXERCISES,
    )


def too_many_sets() -> str:
    return gettext(
        "Höchstens %(most)d Sätze einer Übung: mehr zeigt kein Telefon flüssig.", most=MAX_SETS
    )


def _build_prefill(
    exercises: Sequence[PerformedExercise],
    known: Mapping[int, EditorExercise],
    *,
    anew: bool = False,
) -> list[Block]:
    """Return stored exercises as the blocks an editor starts from.

    ``anew`` makes them those of another workout: without the stored rows' ids, at the levels as
    they are called now; a level that is gone is left open.
    """
    blocks = []
    for exercise in exercises:
        values = {
            "exercise": str(exercise.definition_id),
            "superset": _shown(exercise.superset),
            "exnote": exercise.note,
        }
        if not anew:
            values["performed"] = str(exercise.id)
        definition = known.get(exercise.definition_id)
        levels = definition.levels if definition else []
        rows = [prefilled_row(row, levels, anew=anew) for row in exercise.sets]
        blocks.append(Block(values, rows, definition=definition))
    return blocks


def prefilled_row(row: PerformedSet, levels: Sequence[LevelRow], *, anew: bool) -> SetRow:
    """Return a stored set as a row; see `_build_prefill` for ``anew``."""
    values = {
        "progression": row.progression,
        "reps": _shown(row.reps),
        "duration": "" if row.duration is None else format_duration(row.duration),
        "load": "" if row.load_kg is None else f"{row.load_kg:f}".replace(".", ","),
        "side": row.side or "",
        "rir": _shown(row.rir),
    }
    if anew:
        names = {level.id: level.name for level in levels}
        same = row.progression if row.progression in names.values() else ""
        values["progression"] = names.get(row.level_id or 0, same)
    else:
        values["set"] = str(row.id)
    return SetRow(values)


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
