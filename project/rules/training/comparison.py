"""What was done now against last time, level by level."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from project.enums import Side
from project.rules.library.sets import FIGURES, in_line, is_own_set
from project.rules.training.pairs import halves


@dataclass(frozen=True)
class Comparison:
    """An exercise at one level: the values of now and of the last session at this level.

    ``level_order`` counts from 1, of ``level_count``; both are 0 for a level that left the
    ladder. ``gain`` compares the sums; it is None when there is nothing to compare with. Warm-ups,
    and what went on from another set, are said and not compared.
    """

    title: str
    counting_type: str
    level: str
    level_order: int
    level_count: int
    now: Sequence[int]
    last: Sequence[int]
    said: Sequence[str] = ()
    """All that was done now at the level, set by set, with all that was noted."""

    last_said: Sequence[str] = ()
    """The sets of ``last`` in the same way."""

    @property
    def gain(self) -> int | None:
        return sum(self.now) - sum(self.last) if self.now and self.last else None


def compared_with_last_time(exercises: Iterable[Mapping[str, Any]]) -> list[Comparison]:
    """Compare what is done in a logger's snapshot; levels in the order they were begun."""
    return [
        _comparison(exercise, level_id, name)
        for exercise in exercises
        for level_id, name in dict.fromkeys(
            (row["level_id"], row["level"]) for row in exercise["sets"] if row["done"]
        )
    ]


def _comparison(exercise: Mapping[str, Any], level_id: int | None, name: str) -> Comparison:
    counting_type: str = exercise["counting_type"]
    levels = exercise["levels"]
    done = [
        row
        for row in exercise["sets"]
        if row["done"] and (row["level_id"], row["level"]) == (level_id, name)
    ]
    order = next((n for n, level in enumerate(levels, 1) if level["id"] == level_id), 0)
    last = levels[order - 1]["last"] if order else []
    places = [place for place, value in enumerate(last) if value is not None]
    beside = levels[order - 1]["last_beside"] if order else []
    say = FIGURES[counting_type].say
    return Comparison(
        title=exercise["title"],
        counting_type=counting_type,
        level=name,
        level_order=order,
        level_count=len(levels) if order else 0,
        now=[row[counting_type] for row in done if is_own_set(row["set_type"])],
        last=[last[place] for place in places],
        said=[in_line(say(row[counting_type]), row) for row in done],
        last_said=[in_line(say(last[place]), beside[place]) for place in places],
    )


def missing_sides(exercises: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the titles of exercises of which a done set lacks its other side."""
    found = []
    for exercise in exercises:
        done = [row for row in exercise["sets"] if row["done"] and is_own_set(row["set_type"])]
        if halves([(row["level"], row["side"]) for row in done]):
            found.append(exercise["title"])
    return found


def open_sets(exercises: Iterable[Mapping[str, Any]]) -> int:
    """Return how many sets of the plan are not done; one of which a side is done is no open one."""
    return sum(_open_in(exercise["sets"]) for exercise in exercises)


def _open_in(rows: Sequence[Mapping[str, Any]]) -> int:
    still_open = Counter(row["side"] for row in rows if not row["done"])
    pairs = min(still_open[Side.LEFT], still_open[Side.RIGHT])
    done = [row for row in rows if row["done"]]
    begun = len(halves([(row["level"], row["side"]) for row in done]))
    return max(still_open.total() - pairs - begun, 0)
