"""Workouts as lines of text, as people write them in messengers and notes: read (`line_writing`).

A line is an exercise: ``Liegestütze 4: 8 8 7``. Before the colon stands its name, then its level by
number, or by name after a slash; what would be taken for something else stands in quotes. Behind it
stand the sets: ``8``, ``0:45``, ``45s`` or ``3x8``, each with ``L`` or ``R``, ``W`` (warm-up), ``F`` (to
failure), ``D`` (drop set) and ``RIR 2`` if need be. ``@ +10`` is the load of the sets before it that have
none yet. ``# a note`` ends a line; lines that begin so go on with the note above them, or are
the workout's own where none is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, NoReturn

from project.enums import CountingType, Side
from project.rules.library.counts import MAX_REPS
from project.rules.library.durations import MAX_DURATION, parse_duration
from project.rules.library.sets import MAX_LOAD, MAX_RIR, SetFigures
from project.rules.limits import LEVEL_LENGTH, MAX_EXERCISES, MAX_SETS, TITLE_LENGTH
from project.rules.training.transfer.numbers import kilograms, parse_number, reserve
from project.rules.training.transfer.types import SetKind, WeightUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSet(SetFigures):
    """A set of a line."""

    kind: SetKind = SetKind.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class LineExercise:
    """A line: the level is known by its place in the ladder from 1, by its name, or not at all."""

    name: str
    sets: tuple[LineSet, ...]
    rung: int | None = None
    level: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LineFault:
    """What was not understood: the line and the character, both from 1, and the whole line."""

    code: str
    line: int
    character: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadLines:
    """What a text says; with faults it is for the athlete to mend, and nothing of it is lost."""

    exercises: tuple[LineExercise, ...]
    note: str
    faults: tuple[LineFault, ...]


@dataclass(frozen=True, slots=True)
class KnownExercise:
    """An exercise of the athlete's library, so that its levels can be told from its name."""

    title: str
    counting_type: CountingType = CountingType.REPS
    levels: Sequence[str] = ()


Library = Mapping[str, KnownExercise]
"""By folded title; see `library_of`."""

_NOTHING_KNOWN: Final[Library] = MappingProxyType({})
LINE_END: Final = re.compile(r"\r\n|\r|\n|\u2028")
_BULLET: Final = re.compile(r"\s*(?:[-*•–]\s+)?")
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"\s*')
RUNG: Final = re.compile(r"(.*?\S)\s+(?:(?:stufe|level|lvl\.?)\s*)?([0-9]{1,3})", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[\s,;]*")
_TIMES: Final = re.compile(r"([0-9]{1,3})\s?[x×*]\s?(?=[0-9])", re.IGNORECASE)
_VALUE: Final = re.compile(
    r"(?P<clock>[0-9]{1,4}:[0-5][0-9])|(?P<number>[0-9]+)(?P<word>\s?(?:"
    r"(?P<seconds>s|sek|sec|secs|sekunden|seconds)|(?P<minutes>min|minuten|minutes)"
    r"|wdh|wiederholungen|reps|rep)\b\.?)?",
    re.IGNORECASE,
)
_LOAD: Final = re.compile(
    r"@\s*(?P<sign>[+−–-]?)\s?(?P<number>[0-9]+(?:[.,][0-9]{1,2})?)(?:\s?(?P<unit>kg|lbs?)\b)?",
    re.IGNORECASE,
)
_RESERVE: Final = re.compile(
    r"(?P<word>rir|rpe)\s?(?P<number>[0-9]{1,2}(?:[.,]5)?)\b", re.IGNORECASE
)
_MARK: Final = re.compile(r"[^\W\d_]+(?:-up)?\b\.?", re.IGNORECASE)
_SIDES: Final = {
    **dict.fromkeys(("l", "li", "links", "left"), Side.LEFT),
    **dict.fromkeys(("r", "re", "rechts", "right"), Side.RIGHT),
}
_KINDS: Final = {
    **dict.fromkeys(("w", "warmup", "warm-up", "aufwärmen", "aufwärmsatz"), SetKind.WARMUP),
    **dict.fromkeys(("f", "failure", "versagen"), SetKind.FAILURE),
    **dict.fromkeys(("d", "drop", "dropset", "dropsatz"), SetKind.DROP),
}
_SLASH: Final = re.compile(r"/\s*")
_SLASH_QUOTED: Final = re.compile(r'/\s*(?=")')
ONLY_RUNG: Final = re.compile(r"(?:(?:stufe|level|lvl\.?)\s*)?([0-9]{1,3})", re.IGNORECASE)
_LONGEST_HEAD: Final = TITLE_LENGTH + LEVEL_LENGTH + 20
_MAX_DIGITS: Final = 6
_LARGEST_LOAD: Final = 9999


class _NotUnderstoodError(Exception):
    def __init__(self, code: str, place: int) -> None:
        super().__init__(code)
        self.code, self.place = code, place


def library_of(exercises: Sequence[KnownExercise]) -> Library:
    """Return exercises as `read_lines` wants them."""
    return {exercise.title.casefold(): exercise for exercise in exercises}


def read_lines(text: str, library: Library = _NOTHING_KNOWN) -> ReadLines:
    """Return what a text says; lines that are not understood are named and kept.

    With a ``library``, names are those in it, level and place are both filled in, and plain numbers
    of exercises that are counted in time are seconds.
    """
    exercises: list[tuple[LineExercise, list[str]]] = []
    faults: list[LineFault] = []
    note: list[str] = []
    going_on = note
    for number, line in enumerate(LINE_END.split(text), 1):
        begin = line.strip()
        if begin.startswith("#"):
            going_on.append(begin[1:].strip())
        elif begin:
            going_on = []
            try:
                if len(exercises) >= MAX_EXERCISES:
                    raise _NotUnderstoodError("too_many_exercises", 0)  # noqa: TRY301  one way for all faults of a line
                exercise = _Line(line, number, library).read()
            except _NotUnderstoodError as error:
                faults.append(LineFault(error.code, number, error.place + 1, line))
            else:
                going_on.extend([exercise.note] if exercise.note else [])
                exercises.append((exercise, going_on))
    return ReadLines(
        tuple(replace(exercise, note="\n".join(lines)) for exercise, lines in exercises),
        "\n".join(note),
        tuple(faults),
    )


class _Line:
    """One line while it is read, from left to right."""

    def __init__(self, text: str, number: int, library: Library) -> None:
        self._text = text
        self._number = number
        self._library = library
        self._place = 0
        self._sets: list[LineSet] = []
        self._without_load = 0
        self._known: KnownExercise | None = None

    def read(self) -> LineExercise:
        name, level, rung = self._head()
        note = ""
        while True:
            self._place = self._matched(_BLANKS).end()
            rest = self._text[self._place :]
            if not rest:
                break
            if rest.startswith("#"):
                note = rest[1:].strip()
                break
            self._item()
        if not self._sets:
            self._fail("no_sets")
        return LineExercise(
            name=name,
            level=level,
            rung=rung,
            sets=tuple(self._sets),
            note=note,
            line=self._number,
        )

    def _matched(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._place)
        assert match is not None  # noqa: S101  such patterns match nothing, too
        return match

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._text, self._place)
        if match is not None:
            self._place = match.end()
        return match

    def _fail(self, code: str, place: int | None = None) -> NoReturn:
        raise _NotUnderstoodError(code, self._place if place is None else place)

    def _head(self) -> tuple[str, str, int | None]:
        self._place = begin = self._matched(_BULLET).end()
        name = self._quoted()
        if name is None:
            end = self._text.find(":", begin)
            if end < 0:
                self._fail("no_colon", len(self._text.rstrip()))
            head = self._text[begin:end].rstrip()
            if len(head) > _LONGEST_HEAD:
                self._fail("name_too_long", begin)
            slash = _SLASH_QUOTED.search(self._text, begin)
            if slash is not None and ":" not in self._text[begin : slash.start()]:
                head = self._text[begin : slash.start()].rstrip()
                self._place = slash.start()
                name, level, rung = head, *self._level_behind()
            else:
                self._place = end + 1
                name, level, rung = self._split(head)
        else:
            level, rung = self._level_behind()
        if not name:
            self._fail("no_name", begin)
        return self._resolved(name, level, rung, begin)

    def _quoted(self) -> str | None:
        if not self._text.startswith('"', self._place):
            return None
        match = self._take(_QUOTED)
        if match is None:
            self._fail("unclosed_quote")
        return match[1].replace('""', '"').strip()

    def _level_behind(self) -> tuple[str, int | None]:
        """Return the level behind a name whose end is known, and go behind the colon."""
        level, rung = "", None
        if self._take(_SLASH) is not None and (quoted := self._quoted()) is not None:
            level = quoted
        else:
            end = self._text.find(":", self._place)
            text = self._text[self._place : max(end, self._place)].strip()
            if match := ONLY_RUNG.fullmatch(text):
                rung = int(match[1])
            else:
                level = text
            self._place = max(end, self._place)
        if not self._text.startswith(":", self._place):
            self._fail("no_colon")
        self._place += 1
        return level, rung

    def _split(self, head: str) -> tuple[str, str, int | None]:
        """Return name and level of a head without quotes."""
        match = RUNG.fullmatch(head)
        known = self._library.get(match[1].casefold()) if match else None
        if head.casefold() in self._library and not (
            match and known and int(match[2]) <= len(known.levels)
        ):
            return head, "", None
        if match:
            return match[1].rstrip(" /"), "", int(match[2])
        if "/" in head:
            name, _, level = head.partition("/")
            return name.strip(), level.strip(), None
        words = head.split(" ")
        for number in range(len(words) - 1, 0, -1):
            name = " ".join(words[:number])
            if name.casefold() in self._library:
                return name, " ".join(words[number:]).strip(), None
        return head, "", None

    def _resolved(
        self, name: str, level: str, rung: int | None, begin: int
    ) -> tuple[str, str, int | None]:
        known = self._known = self._library.get(name.casefold())
        if known is None:
            return name, level, rung
        names = [one.casefold() for one in known.levels]
        if rung is not None:
            if not 1 <= rung <= len(names):
                self._fail("unknown_level", begin)
            return known.title, known.levels[rung - 1], rung
        if not level:
            return known.title, "", None
        if level.casefold() not in names:
            self._fail("unknown_level", begin)
        place = names.index(level.casefold())
        return known.title, known.levels[place], place + 1

    def _item(self) -> None:
        begin = self._place
        if match := self._take(_LOAD):
            self._load(match, begin)
        elif match := self._take(_RESERVE):
            number = parse_number(match["number"])
            rpe = match["word"].casefold() == "rpe"
            rir = None if number is None else reserve(number) if rpe else int(number)
            if rir is None or not 0 <= rir <= MAX_RIR:
                self._fail("too_much", begin)
            self._change(begin, rir=rir)
        elif match := self._take(_MARK):
            word = match[0].casefold().rstrip(".")
            if word in _SIDES:
                self._change(begin, side=_SIDES[word].value)
            elif word in _KINDS:
                self._change(begin, kind=_KINDS[word])
            else:
                self._fail("not_understood", begin)
        else:
            times = self._take(_TIMES)
            self._value(int(times[1]) if times else 1, begin)

    def _value(self, times: int, begin: int) -> None:
        match = self._take(_VALUE)
        if match is None:
            self._fail("not_understood", begin)
        one = self._set(match, begin)
        if self._sets and (self._sets[0].reps is None) != (one.reps is None):
            self._fail("mixed", begin)
        if not 1 <= times <= MAX_SETS - len(self._sets):
            self._fail("too_many_sets", begin)
        self._sets.extend([one] * times)

    def _set(self, match: re.Match[str], begin: int) -> LineSet:
        counted = self._known is not None and self._known.counting_type is CountingType.DURATION
        if match["clock"]:
            seconds = parse_duration(match["clock"])
        elif len(match["number"]) > _MAX_DIGITS:
            self._fail("too_much", begin)
        elif match["minutes"]:
            seconds = int(match["number"]) * 60
        elif match["seconds"] or (counted and not match["word"]):
            seconds = int(match["number"])
        else:
            reps = int(match["number"])
            if reps > MAX_REPS:
                self._fail("too_much", begin)
            return LineSet(reps=reps)
        if seconds is None or seconds > MAX_DURATION:
            self._fail("too_much", begin)
        return LineSet(duration=seconds)

    def _load(self, match: re.Match[str], begin: int) -> None:
        number = parse_number(match["number"])
        if number is None or number > _LARGEST_LOAD:
            self._fail("too_much", begin)
        unit = WeightUnit.LB if (match["unit"] or "").casefold().startswith("lb") else WeightUnit.KG
        load = kilograms(number, unit)
        if load > MAX_LOAD:
            self._fail("too_much", begin)
        if match["sign"] not in {"", "+"}:
            load = -load
        if self._without_load == len(self._sets):
            self._fail("not_understood", begin)
        for place in range(self._without_load, len(self._sets)):
            self._sets[place] = replace(self._sets[place], load_kg=load or None)
        self._without_load = len(self._sets)

    def _change(self, begin: int, **figures: Any) -> None:  # noqa: ANN401  a figure of any type
        if not self._sets:
            self._fail("not_understood", begin)
        self._sets[-1] = replace(self._sets[-1], **figures)
