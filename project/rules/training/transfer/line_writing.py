"""Workouts as lines of text, written: what `lines.read_lines` reads to equal values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from project.enums import Side
from project.rules.library.durations import format_duration
from project.rules.training.transfer.lines import (
    LINE_END,
    ONLY_RUNG,
    RUNG,
    LineExercise,
    LineSet,
)
from project.rules.training.transfer.types import SetKind

_LETTERS: Final = {SetKind.WARMUP: "W", SetKind.FAILURE: "F", SetKind.DROP: "D"}
_PLAIN: Final = re.compile(r'[^\s:"#/@*•–-](?:[^:"#/\n]*[^\s:"#/])?')


def write_lines(exercises: Iterable[LineExercise], note: str = "") -> str:
    """Return exercises as lines that `read_lines` reads to equal values.

    A load of 0 is none, and white space at the ends of a note's lines is lost.
    """
    lines = [_note_line(one) for one in LINE_END.split(note) if note]
    for exercise in exercises:
        first, *others = LINE_END.split(exercise.note)
        words = [f"{_head(exercise)}:", *_values(exercise.sets)]
        if first:
            words.append(_note_line(first))
        lines.append(" ".join(words))
        lines.extend(_note_line(one) for one in others)
    return "\n".join(lines)


def _note_line(text: str) -> str:
    return f"# {text.strip()}".rstrip()


def _head(exercise: LineExercise) -> str:
    name = _written(exercise.name)
    if exercise.rung is not None:
        return f"{name} {exercise.rung}"
    return f"{name} / {_written(exercise.level)}" if exercise.level else name


def _written(name: str) -> str:
    """Return a name, in quotes where something of it would be taken for something else."""
    with_rung = RUNG.fullmatch(f"{name} 1")
    plain = (
        _PLAIN.fullmatch(name)
        and not RUNG.fullmatch(name)
        and not ONLY_RUNG.fullmatch(name)
        and with_rung is not None
        and with_rung[1] == name
    )
    return name if plain else '"{}"'.format(name.replace('"', '""'))


def _values(sets: Sequence[LineSet]) -> Iterator[str]:
    for place, one in enumerate(sets):
        yield format_duration(one.duration or 0) if one.reps is None else str(one.reps)
        if one.side:
            yield "L" if one.side == Side.LEFT else "R"
        if one.kind is not SetKind.NORMAL:
            yield _LETTERS[one.kind]
        if one.rir is not None:
            yield f"RIR {one.rir}"
        load = one.load_kg or Decimal(0)
        rest = [other.load_kg or Decimal(0) for other in sets[place + 1 :]]
        if rest[:1] != [load] and (load or any(rest)):
            yield f"@ {load.normalize():+f}" if load else "@ 0"
