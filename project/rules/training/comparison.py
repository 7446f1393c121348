"""What was done now against last time, level by level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from project.rules.library.sets import at_load


@dataclass(frozen=True)
class Comparison:
    """An exercise at one level: the values of now and of the last session at this level.

    ``level_order`` counts from 1, of ``level_count``; both are 0 for a level that left the
    ladder. ``gain`` compares the sums; it is None when there is nothing to compare with.
    """

    title: str
    counting_type: str
    level: str
    level_order: int
    level_count: int
    now: Sequence[int]
    last: Sequence[int]
    loads: Sequence[str] = ()
    """What each of now's sets was done with, as it follows the value; none where none had a load."""

    @property
    def gain(self) -> int | None:
        return sum(self.now) - sum(self.last) if self.last else None


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
    return Comparison(
        title=exercise["title"],
        counting_type=counting_type,
        level=name,
        level_order=order,
        level_count=len(levels) if order else 0,
        now=[row[counting_type] for row in done],
        loads=[at_load(row["load_kg"]) for row in done]
        if any(row["load_kg"] for row in done)
        else (),
        last=[value for value in levels[order - 1]["last"] if value is not None] if order else [],
    )


def open_sets(exercises: Iterable[Mapping[str, Any]]) -> int:
    """Return how many rows of the plan are not done."""
    return sum(not row["done"] for exercise in exercises for row in exercise["sets"])
