"""The numbered fields of the workout editor ⇄ blocks of rows as they were typed.

`project.main.forms.training.workout_drafts` makes drafts of them. Their names: for the exercise *n* (from 1) ``exercise<n>`` is the
definition's id, and one value for each set come ``progression<n>`` (the level's name) and
``reps<n>`` or ``duration<n>``. Optional are ``level<n>`` (the level's id), ``load<n>``, ``side<n>``,
``rir<n>`` and ``type<n>`` for each set and ``superset<n>`` and ``exnote<n>`` for the exercise. ``performed<n>``
and ``set<n>`` name the stored rows that are edited; ``asked<n>`` names optional fields that are shown beside those
of the exercise; ``plan<n>`` holds for each set the value it was filled with: as long as
that is what stands there, nobody has said that it was done.

What was typed is kept as it is; a wrong value gets a message beside it, and no row is ever left
out or moved because a value is missing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from project.i18n import gettext
from project.queries.library.editor_exercises import EditorExercise
from project.queries.library.exercises import LevelRow
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.library.sets import BY_FIELD, COUNTED, FIGURES, OPTIONAL, Figure
from project.rules.limits import MAX_EXERCISES, MAX_ID
from project.rules.texts import clean_line, clean_text
from project.services.training.workout_check import too_many_exercises

_OF_A_SET: Final = ("progression", "level", "set", "plan", *BY_FIELD)
_OF_AN_EXERCISE: Final = ("exercise", "performed", "superset", "exnote", "asked")
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
        own = COUNTED[counting_type].field
        others = (figure.field for figure in COUNTED.values() if figure.field != own)
        return next(filter(None, (self.text(own), *map(self.text, others))), "")

    @property
    def is_planned(self) -> bool:
        """Whether the value is still the one that was suggested."""
        plan = self.text("plan")
        return bool(plan) and any(self.text(each.field) == plan for each in COUNTED.values())

    @property
    def is_typed(self) -> bool:
        """Whether somebody typed the value of this new row."""
        values = any(self.text(each.field) for each in COUNTED.values())
        return values and not self.is_planned and not self.text("set")

    def plan(self) -> None:
        """Take the value for a suggestion."""
        values = (self.text(each.field) for each in COUNTED.values())
        self.values["plan"] = next(filter(None, values), "")

    def confirm(self) -> None:
        """Take the suggestion for what was done."""
        self.values["plan"] = ""


@dataclass
class ExerciseBlock:
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

    @property
    def asks_for_types(self) -> bool:
        """Whether the types of its sets are asked for."""
        return FIGURES["set_type"] in self.figures

    @property
    def takes_sides(self) -> bool:
        """Whether each set is done once left and once right."""
        return self.definition is not None and self.definition.takes_sides

    def attach(self, definition: EditorExercise | None) -> None:
        """Note which exercise this is; sets that name only a level's id get its name."""
        self.definition = definition
        names = {str(level.id): level.name for level in definition.levels} if definition else {}
        for row in self.rows:
            if not row.text("progression"):
                row.values["progression"] = names.get(row.text("level"), "")

    @property
    def figures(self) -> list[Figure]:
        """Return the optional figures that are asked for: switched on, wanted, or there already.

        Those without a switch stay once they were asked for.
        """
        on = self.definition.switched_on if self.definition else frozenset()
        asked = self.text("asked").split()
        return [
            figure
            for figure in OPTIONAL
            if figure.switch in on
            or figure.field in asked
            or (not figure.switch and figure.field in self.sent)
            or any(row.text(figure.field) or figure.field in row.errors for row in self.rows)
        ]


def parse_id(text: str) -> int | None:
    """Return the id meant by ``text``; None for what cannot be one."""
    number = int(text) if _NUMBER.fullmatch(text) else 0
    return number if 0 < number <= MAX_ID else None


def read_blocks(data: MultiDict[str, str]) -> tuple[list[ExerciseBlock], list[str]]:
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


def _read_block(data: MultiDict[str, str], number: int) -> ExerciseBlock:
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
    block = ExerciseBlock(values, sent=frozenset(values) | frozenset(lists))
    count = max(map(len, lists.values()), default=0)
    for place in range(count):
        there = {name: texts[place] for name, texts in lists.items() if place < len(texts)}
        block.rows.append(SetRow(there, missing=frozenset(lists) - frozenset(there)))
    return block


def _build_prefill(
    exercises: Sequence[PerformedExercise],
    known: Mapping[int, EditorExercise],
    *,
    anew: bool = False,
) -> list[ExerciseBlock]:
    """Return stored exercises as the blocks an editor starts from.

    ``anew`` makes them those of another workout: without the stored rows' ids, at the levels as
    they are called now; a level that is gone is left open.
    """
    blocks = []
    for exercise in exercises:
        values = {
            "exercise": str(exercise.definition_id),
            "superset": "" if exercise.superset is None else str(exercise.superset),
            "exnote": exercise.note,
        }
        if not anew:
            values["performed"] = str(exercise.id)
        definition = known.get(exercise.definition_id)
        levels = definition.levels if definition else []
        rows = [prefilled_row(row, levels, anew=anew) for row in exercise.sets]
        blocks.append(ExerciseBlock(values, rows, definition=definition))
    return blocks


def prefilled_row(row: PerformedSet, levels: Sequence[LevelRow], *, anew: bool) -> SetRow:
    """Return a stored set as a row; see `_build_prefill` for ``anew``."""
    values = {
        "progression": row.progression,
        **{each.field: _typed(each, getattr(row, name)) for name, each in FIGURES.items()},
    }
    if anew:
        names = {level.id: level.name for level in levels}
        same = row.progression if row.progression in names.values() else ""
        values["progression"] = names.get(row.level_id or 0, same)
    else:
        values["set"] = str(row.id)
    return SetRow(values)


def _typed(figure: Figure, value: Any) -> str:  # noqa: ANN401  of any figure
    return "" if value is None else figure.show(value)
