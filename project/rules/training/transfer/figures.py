"""The figures of a set from texts: numbers, units, help by a band, how hard it was."""

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final, Protocol

from project.rules.library.counts import MAX_REPS
from project.rules.library.durations import MAX_DURATION
from project.rules.library.sets import MAX_LOAD, MAX_RIR
from project.rules.training.transfer.notices import LeftOutError
from project.rules.training.transfer.numbers import (
    kilograms,
    parse_number,
    parse_seconds,
    parse_unit,
    reserve,
)
from project.rules.training.transfer.types import Answers, SetKind, WeightUnit

_ASSISTED: Final = re.compile(r"\bassisted\b|\bunterstützt|\bassistiert", re.IGNORECASE)
_MANY_REPS: Final = 300
_MUCH_LOAD: Final = 300
_LONG_HOLD: Final = 1800
_MAX_RPE: Final = 10
_SIZE: Final = Decimal(10**9)

Values = tuple[int | None, int | None, Decimal | None, Decimal | None, int | None]
"""Repetitions, seconds, load, RPE and repetitions in reserve."""


class Note(Protocol):
    """Notes something about the line."""

    def __call__(self, code: str, **values: str | int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFigures:
    """The figures of a set as the file has them; ``unit`` is None where nothing names it."""

    reps: str = ""
    seconds: str = ""
    weight: str = ""
    unit: WeightUnit | None = None
    unit_text: str = ""
    """Instead of ``unit``, as a cell has it."""
    rpe: str = ""
    rir: str = ""
    distance: str = ""
    hold_with_one: bool = False
    """Whether the app writes a single repetition beside the time of a hold."""
    exact: bool = False
    """Whether we wrote it ourselves: zero is a value, and a load bears its sign."""


class Figures:
    """Reads figures; remembers where a unit would have been needed."""

    def __init__(self, answers: Answers) -> None:
        self._unit = answers.unit or WeightUnit.KG
        self.unit_line: int | None = None
        self.lines = 0

    def read(
        self, found: FoundFigures, *, kind: SetKind, name: str, line: int, note: Note
    ) -> Values:
        """Return the figures, or raise `LeftOutError` for a set that cannot be stored or was not done."""
        reps, seconds = _value(found, kind, note)
        load = self._load(found, name, line)
        if reps is not None and reps > _MANY_REPS:
            note("many_reps", number=reps, name=name)
        if seconds is not None and seconds > _LONG_HOLD:
            note("long_hold", minutes=seconds // 60, name=name)
        if load is not None and abs(load) > _MUCH_LOAD:
            note("much_load", number=int(load), name=name)
        rpe, rir = _effort(found, note)
        return reps, seconds, load, rpe, rir

    def _load(self, found: FoundFigures, name: str, line: int) -> Decimal | None:
        number = _number(found.weight, "weight")
        if not number:
            return None
        unit = found.unit
        if unit is None and found.unit_text:
            unit = parse_unit(found.unit_text)
            if unit is None:
                raise LeftOutError("bad_unit", text=found.unit_text)
        if unit is None:
            self.unit_line = self.unit_line or line
            unit = self._unit
        if abs(number) > _SIZE:
            raise LeftOutError("too_much", column="weight", text=found.weight)
        load = kilograms(number, unit)
        if abs(load) > MAX_LOAD:
            raise LeftOutError("too_much", column="weight", text=found.weight)
        if not found.exact and _ASSISTED.search(name):
            load = -abs(load)
        return load or None


def _value(found: FoundFigures, kind: SetKind, note: Note) -> tuple[int | None, int | None]:
    reps = _whole_number(found.reps, "reps", MAX_REPS, note)
    seconds = _seconds(found.seconds)
    distance = _distance(found.distance)
    if found.exact and (reps is None) != (seconds is None):
        return reps, seconds
    if seconds and (not reps or (reps == 1 and found.hold_with_one)):
        if distance:
            note("distance_dropped")
        return None, seconds
    if reps:
        if seconds:
            note("seconds_dropped")
        return reps, None
    if distance:
        raise LeftOutError("only_distance")
    # Nothing at all, or zeros only, is a set that was planned; a failed try at a weight is one.
    tried = kind is SetKind.FAILURE or bool(_number(found.weight, "weight"))
    if reps == 0 and tried:
        return 0, None
    raise LeftOutError("not_done")


def _number(text: str, column: str) -> Decimal | None:
    if not text:
        return None
    number = parse_number(text)
    if number is None:
        raise LeftOutError(
            "formula" if text.startswith("=") else "bad_number", column=column, text=text
        )
    return number


def _distance(text: str) -> bool:
    number = parse_number(text) if text else None
    return bool(number)


def _whole_number(text: str, column: str, most: int, note: Note) -> int | None:
    number = _number(text, column)
    if number is None:
        return None
    if number < 0:
        raise LeftOutError("negative", column=column, text=text)
    if number > most:
        raise LeftOutError("too_much", column=column, text=text)
    whole = int(number.to_integral_value(ROUND_FLOOR))
    if whole != number:
        note("rounded", column=column, text=text)
    return whole


def _seconds(text: str) -> int | None:
    if not text:
        return None
    seconds = parse_seconds(text)
    if seconds is None:
        code = "formula" if text.startswith("=") else "bad_number"
        raise LeftOutError(code, column="seconds", text=text)
    if seconds < 0:
        raise LeftOutError("negative", column="seconds", text=text)
    if seconds > MAX_DURATION:
        raise LeftOutError("too_much", column="seconds", text=text)
    return seconds


def _effort(found: FoundFigures, note: Note) -> tuple[Decimal | None, int | None]:
    """Return RPE and reserve; an odd one is no reason to lose the set."""
    rir = rpe = None
    if found.rpe and (rpe := parse_number(found.rpe)) is not None and not 0 < rpe <= _MAX_RPE:
        rpe = None
    if found.rpe and rpe is None and parse_number(found.rpe) != 0:
        note("rpe_dropped", text=found.rpe)
    if found.rir:
        number = parse_number(found.rir)
        if number is not None and 0 <= number <= MAX_RIR:
            rir = int(number)
        else:
            note("rir_dropped", text=found.rir)
    if rir is None and rpe is not None:
        rir = reserve(rpe)
    return rpe, rir
