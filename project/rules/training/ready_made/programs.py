"""The programs that ship with the product, read from data as the starter library is.

``programs.json`` has what is the same in every language: days, exercises by the keys of ladder and
level, sets, which exercises are a ``pair`` or take turns (``turn``). ``programs.<language>.json`` has
titles and texts by the same keys; where a language says nothing, German does. The structures are
those commonly trained; names, texts and doses are our own.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from project.rules.library.starter_library import (
    SOURCE,
    StarterLadder,
    StarterLevel,
    starter_ladder,
)

_FOLDER: Final = Path(__file__).parent
_Texts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadyMadeExercise:
    """An exercise of a day: so many sets on a ladder, for a beginner of the program at ``level``.

    Neighbours of the same ``pair`` are done in turn, set by set; of those of the same ``turn`` each
    session has another one. A set of an exercise with sides is one for both.
    """

    ladder: StarterLadder
    level: StarterLevel
    sets: int
    pair: int | None
    turn: int | None


@dataclass(frozen=True, slots=True)
class ReadyMadeDay:
    """A day, which becomes a template with this title and note."""

    key: str
    title: str
    note: str
    kind: str
    is_optional: bool
    exercises: tuple[ReadyMadeExercise, ...]

    @property
    def sets(self) -> Mapping[str, float]:
        """How many sets it has of each pattern, by the key of the ladder's first category.

        Of exercises that take turns each counts for its part.
        """
        taking_turns = Counter(each.turn for each in self.exercises if each.turn is not None)
        sets: dict[str, float] = defaultdict(float)
        for each in self.exercises:
            parts = 1 if each.turn is None else taking_turns[each.turn]
            sets[each.ladder.category_keys[0]] += each.sets / parts
        return sets


@dataclass(frozen=True, slots=True)
class ReadyMadeProgram:
    """A program to start from; ``minutes`` is about what one of its days takes.

    It is good for ``least_days`` to ``most_days`` a week, for most athletes for ``days_a_week``.
    """

    key: str
    title: str
    description: str
    needs: str
    focus: str
    days_a_week: int
    least_days: int
    most_days: int
    minutes: int
    weeks: int | None
    deload_every: int | None
    goal: tuple[str, str] | None
    days: tuple[ReadyMadeDay, ...]

    @property
    def ladders(self) -> tuple[StarterLadder, ...]:
        """The ladders it needs, each once, in the order of its days."""
        found = {each.ladder.key: each.ladder for day in self.days for each in day.exercises}
        return tuple(found.values())

    @property
    def levels(self) -> Mapping[str, StarterLevel]:
        """At which level it begins on each ladder, by the ladder's key."""
        return {each.ladder.key: each.level for day in self.days for each in day.exercises}

    def weekly_sets(self, days_a_week: int) -> Mapping[str, float]:
        """Return how many sets of each pattern a week has when so many days are trained."""
        days = [day for day in self.days if not day.is_optional]
        total: dict[str, float] = defaultdict(float)
        for day in days:
            for pattern, sets in day.sets.items():
                total[pattern] += sets
        return {pattern: sets * days_a_week / len(days) for pattern, sets in total.items()}


@cache
def ready_made_programs(language: str = SOURCE) -> tuple[ReadyMadeProgram, ...]:
    """Read the programs in a language; the files are read once in a process."""
    structure = json.loads((_FOLDER / "programs.json").read_text("utf-8"))["programs"]
    return tuple(
        _program(program, _texts(language)[program["key"]], language) for program in structure
    )


def ready_made_program(key: str, language: str = SOURCE) -> ReadyMadeProgram | None:
    """Return the program of this key, None when there is none."""
    return next((each for each in ready_made_programs(language) if each.key == key), None)


def _texts(language: str) -> _Texts:
    """Return the texts of a language by the program's key, German ones where it has none."""
    file = _FOLDER / f"programs.{language}.json"
    texts: _Texts = json.loads((_FOLDER / f"programs.{SOURCE}.json").read_text("utf-8"))
    above: _Texts = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    return {**texts["programs"], **above.get("programs", {})}


def _program(program: _Texts, said: _Texts, language: str) -> ReadyMadeProgram:
    goal = program.get("goal")
    return ReadyMadeProgram(
        key=program["key"],
        title=said["title"],
        description=said["description"],
        needs=said["needs"],
        focus=program["focus"],
        days_a_week=program["days_a_week"]["usual"],
        least_days=program["days_a_week"]["least"],
        most_days=program["days_a_week"]["most"],
        minutes=program["minutes"],
        weeks=program["weeks"],
        deload_every=program["deload_every"],
        goal=(goal["ladder"], goal["level"]) if goal else None,
        days=tuple(_day(day, said["days"][day["key"]], language) for day in program["days"]),
    )


def _day(day: _Texts, said: _Texts, language: str) -> ReadyMadeDay:
    return ReadyMadeDay(
        key=day["key"],
        title=said["title"],
        note=said["note"],
        kind=day["kind"],
        is_optional=day.get("optional", False),
        exercises=tuple(_exercise(each, language) for each in day["exercises"]),
    )


def _exercise(each: _Texts, language: str) -> ReadyMadeExercise:
    ladder = starter_ladder(each["ladder"], language)
    if ladder is None:
        raise KeyError(each["ladder"])
    level = next(level for level in ladder.levels if level.key == each["level"])
    return ReadyMadeExercise(ladder, level, each["sets"], each.get("pair"), each.get("turn"))
