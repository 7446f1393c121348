"""Which level a foreign exercise is: proposals with their reason, and none below certainty.

A wrong match is worse than a new exercise. So words must be the same ones, but for slips; what was
helped by a band without saying by how much, and what was lifted with a machine, is nothing of ours.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from project.enums import CountingType
from project.rules.library.starter_library import common_names, starter_library
from project.rules.limits import NAME_KEY_LENGTH
from project.rules.texts import clean_line, without_control_characters
from project.rules.training.transfer.naming import (
    NameParts,
    corrected,
    name_parts,
    vocabulary_of,
)
from project.rules.training.transfer.types import Reading

_Bag = tuple[str, frozenset[str]]
SHOWN: Final = 6
"""Other levels that are offered beside the proposal."""


class Reason(StrEnum):
    """Why a level is proposed."""

    LAST = "last"
    FILE = "file"
    """The file itself knows ladders and levels."""
    SAME = "same"
    KNOWN = "known"
    SIMILAR = "similar"
    NONE = "none"


@dataclass(slots=True)
class SourceName:
    """A foreign exercise and what the file has of it.

    ``ladder`` and ``level`` are what the file itself calls them, where it knows such; ``rung`` is the
    level's place there.
    """

    name: str
    ladder: str = ""
    level: str = ""
    rung: int = 0
    workouts: int = 0
    in_reps: int = 0
    in_seconds: int = 0
    loaded: int = 0
    helped: int = 0
    one_sided: int = 0
    with_rir: int = 0

    @property
    def key(self) -> str:
        """What tells it from others in a file."""
        return name_key(self.name, self.level)

    @property
    def sets(self) -> int:
        return self.in_reps + self.in_seconds

    @property
    def counting_type(self) -> CountingType:
        """How most of its sets are counted."""
        return CountingType.DURATION if self.in_seconds > self.in_reps else CountingType.REPS


@lru_cache(maxsize=4096)
def name_key(name: str, level: str = "") -> str:
    """Return what tells a foreign exercise from others, with its level where the sets name one."""
    lines = (without_control_characters(clean_line(each)) for each in (name, level) if each)
    return "\n".join(lines).casefold()[:NAME_KEY_LENGTH]


def source_names(reading: Reading) -> list[SourceName]:
    """Return the exercises of a file, those with most sets first."""
    found: dict[str, SourceName] = {}
    rungs = {
        name_key(each.exercise): (ladder.name, each.level, each.rung)
        for ladder in reading.ladders
        for each in ladder.levels
    }
    for workout in reading.workouts:
        here = set()
        for exercise in workout.exercises:
            for one in exercise.sets:
                key = name_key(exercise.name, one.level)
                name = found.get(key)
                if name is None:
                    of_sets = (exercise.name, one.level, 0) if one.level else ("", "", 0)
                    place = rungs.get(name_key(exercise.name), of_sets)
                    name = found[key] = SourceName(exercise.name, *place)
                here.add(key)
                name.in_reps += one.reps is not None
                name.in_seconds += one.seconds is not None
                name.loaded += one.load_kg is not None and one.load_kg > 0
                name.helped += one.load_kg is not None and one.load_kg < 0
                name.one_sided += one.side is not None
                name.with_rir += one.rir is not None
        for key in here:
            found[key].workouts += 1
    return sorted(found.values(), key=lambda each: (-each.sets, each.name.casefold()))


@dataclass(frozen=True, slots=True)
class OwnLevel:
    """A level of the athlete's library."""

    exercise_id: int
    title: str
    level_id: int
    name: str
    counting_type: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a name: a level there is, one of the starter library, a new exercise, or nothing.

    A new one has a ``title`` and the name of its ``level``; equal titles make one ladder.
    """

    exercise_id: int | None = None
    level_id: int | None = None
    ladder: str = ""
    level: str = ""
    title: str = ""

    @property
    def is_left_out(self) -> bool:
        return not (self.exercise_id or self.ladder or self.title)

    @property
    def value(self) -> str:
        """Return the choice as a form has it; a new exercise is told from others by its name alone."""
        if self.exercise_id:
            return f"own {self.exercise_id} {self.level_id}"
        if self.ladder:
            return f"starter {self.ladder} {self.level}"
        return "new" if self.title else "out"


LEFT_OUT: Final = Choice()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, and why."""

    choice: Choice
    reason: Reason
    others: tuple[Choice, ...] = ()
    """Levels that are not far off, for who looks for another one."""


@dataclass(frozen=True)
class Library:
    """What names are held against: the athlete's levels, and which ladders of the starter library they have."""

    levels: Sequence[OwnLevel]
    ladders: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, Choice] = field(default_factory=dict)
    """What was chosen before, by the key of the name."""


class Matcher:
    """Proposes levels for names, one library for all."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._own: dict[_Bag, list[Choice]] = {}
        for level in library.levels:
            choice = Choice(level.exercise_id, level.level_id)
            for words in {name_parts(level.name).words, *_title_words(level, library.levels)}:
                self._own.setdefault((level.counting_type, words), []).append(choice)
        self._words = vocabulary_of(words for _, words in (*self._own, *_known()))

    def propose(self, name: SourceName) -> Proposal:
        """Return what becomes of the name unless its athlete says otherwise."""
        others = self._others(name)
        last = self._library.last.get(name.key)
        if last is not None:
            return Proposal(last, Reason.LAST, others)
        if name.ladder:
            return self._as_in_file(name, others)
        parts = name_parts(name.name)
        found = self._found(name, parts)
        if found is not None:
            choice, reason = found
            return Proposal(choice, reason, tuple(each for each in others if each != choice))
        return Proposal(Choice(title=name.name, level=name.name), Reason.NONE, others)

    def _as_in_file(self, name: SourceName, others: tuple[Choice, ...]) -> Proposal:
        """Return the own level that is called so, else the ladder as the file has it."""
        level = name.level or name.name
        wanted = (name_parts(name.ladder).words, name_parts(level).words)
        for each in self._library.levels:
            if each.counting_type == name.counting_type and wanted == (
                name_parts(each.title).words,
                name_parts(each.name).words,
            ):
                return Proposal(Choice(each.exercise_id, each.level_id), Reason.SAME, others)
        return Proposal(Choice(title=name.ladder, level=level), Reason.FILE, others)

    def _found(self, name: SourceName, parts: NameParts) -> tuple[Choice, Reason] | None:
        counted = name.counting_type.value
        if (choice := self._own_of((counted, parts.words))) is not None:
            return choice, Reason.SAME
        if (choice := self._known_of((counted, parts.words))) is not None:
            return choice, Reason.KNOWN
        if parts.has_equipment or (parts.is_helped and not name.helped):
            return None
        if (choice := self._any_of((counted, parts.plain))) is not None:
            return choice, Reason.KNOWN
        mended = corrected(parts.plain, self._words)
        if mended and (choice := self._any_of((counted, mended))) is not None:
            return choice, Reason.SIMILAR
        return None

    def _any_of(self, bag: _Bag) -> Choice | None:
        return self._own_of(bag) or self._known_of(bag)

    def _own_of(self, bag: _Bag) -> Choice | None:
        found = self._own.get(bag, [])
        return found[0] if len(found) == 1 else None

    def _known_of(self, bag: _Bag) -> Choice | None:
        found = _known().get(bag, ())
        return self._as_own(*found[0]) if len(found) == 1 else None

    def _as_own(self, ladder: str, level: str) -> Choice | None:
        """Return the level of the athlete's own copy; None where the copy has no such level any more."""
        exercise_id = self._library.ladders.get(ladder)
        if exercise_id is None:
            return Choice(ladder=ladder, level=level)
        names = {name_parts(each).words for each in common_names()[ladder, level]}
        for each in self._library.levels:
            if each.exercise_id == exercise_id and name_parts(each.name).words in names:
                return Choice(exercise_id, each.level_id)
        return None

    def _others(self, name: SourceName) -> tuple[Choice, ...]:
        """Return levels that share most words with the name."""
        words = name_parts(name.name).plain
        counted = name.counting_type.value
        scored: dict[Choice, float] = {}
        for (way, bag), choices in self._own.items():
            if way == counted and (share := _share(words, bag)):
                for choice in choices:
                    scored[choice] = max(share, scored.get(choice, 0))
        for (way, bag), levels in _known().items():
            if way == counted and (share := _share(words, bag)):
                for ladder, level in levels:
                    own = self._as_own(ladder, level)
                    if own is not None:
                        scored[own] = max(share, scored.get(own, 0))
        best = sorted(scored, key=lambda choice: -scored[choice])
        return tuple(best[:SHOWN])


def _share(words: Collection[str], bag: Collection[str]) -> float:
    """Return how much of both names is the same."""
    both = len(set(words) & set(bag))
    return both / len(set(words) | set(bag)) if both else 0


def _title_words(level: OwnLevel, levels: Iterable[OwnLevel]) -> Iterator[frozenset[str]]:
    """Yield the words of the exercise's title where it has one level alone."""
    if sum(each.exercise_id == level.exercise_id for each in levels) == 1:
        yield name_parts(level.title).words


@cache
def _known() -> Mapping[_Bag, tuple[tuple[str, str], ...]]:
    """Return the levels of the starter library by what they are called."""
    counted = {ladder.key: ladder.counting_type for ladder in starter_library()}
    found: dict[_Bag, dict[tuple[str, str], None]] = {}
    for (ladder, level), names in common_names().items():
        for name in names:
            bag = (counted[ladder], name_parts(name).words)
            found.setdefault(bag, {})[ladder, level] = None
    return {bag: tuple(levels) for bag, levels in found.items()}
