"""What was done now against last time, level by level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from project.rules.library.sets import after_value


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
    beside: Sequence[str] = ()
    """What else was noted of each of now's sets, as it follows the value; none where nothing was."""

    last_beside: Sequence[str] = ()
    """The same of last time's."""

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
    last = levels[order - 1]["last"] if order else []
    places = [place for place, value in enumerate(last) if value is not None]
    beside = levels[order - 1].get("last_beside", ()) if order else ()
    return Comparison(
        title=exercise["title"],
        counting_type=counting_type,
        level=name,
        level_order=order,
        level_count=len(levels) if order else 0,
        now=[row[counting_type] for row in done],
        last=[last[place] for place in places],
        beside=_if_any([after_value(row) for row in done]),
        last_beside=_if_any([beside[place] for place in places if place < len(beside)]),
    )


def _if_any(texts: Sequence[str]) -> Sequence[str]:
    return texts if any(texts) else ()


def open_sets(exercises: Iterable[Mapping[str, Any]]) -> int:
    """Return how many rows of the plan are not done."""
    return sum(not row["done"] for exercise in exercises for row in exercise["sets"])
