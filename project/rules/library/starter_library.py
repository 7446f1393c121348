"""The ladders a new athlete can start from; adding one copies it, and everything may be changed.

The texts stand in ``starter_library.json``, in German like the pages, and are our own, as are the
criteria: the site's defaults, made longer where a level is a basic skill and shorter where seconds
or single repetitions are the whole achievement.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from project.rules.library.criteria import Criteria, CriteriaOverride, resolve_criteria

_FILE = Path(__file__).with_name("starter_library.json")


@dataclass(frozen=True, slots=True)
class StarterLevel:
    """A rung with one sentence on how it is done.

    ``chosen`` holds the numbers that differ from the site's defaults, ``criteria`` all of them.
    """

    name: str
    description: str
    chosen: CriteriaOverride
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class StarterLadder:
    """An exercise of the starter library, its levels from easy to hard."""

    title: str
    description: str
    counting_type: str
    tracks_sides: bool
    categories: tuple[str, ...]
    levels: tuple[StarterLevel, ...]

    @property
    def text(self) -> str:
        """The description with a line for each level, for a library that keeps one text only."""
        lines = [f"{level.name}: {level.description}" for level in self.levels]
        return "\n".join([self.description, "", *lines])


@cache
def starter_library() -> tuple[StarterLadder, ...]:
    """Read the library; the file is read once in a process."""
    ladders: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))["ladders"]
    return tuple(_ladder(ladder) for ladder in ladders)


def starter_ladder(title: str) -> StarterLadder | None:
    """Return the ladder of this title, None when there is none."""
    return next((ladder for ladder in starter_library() if ladder.title == title), None)


def _ladder(ladder: dict[str, Any]) -> StarterLadder:
    counting_type: str = ladder["counting_type"]
    return StarterLadder(
        title=ladder["title"],
        description=ladder["description"],
        counting_type=counting_type,
        tracks_sides=ladder["tracks_sides"],
        categories=tuple(ladder["categories"]),
        levels=tuple(_level(level, counting_type) for level in ladder["levels"]),
    )


def _level(level: dict[str, Any], counting_type: str) -> StarterLevel:
    chosen = CriteriaOverride(**level["criterion"])
    return StarterLevel(
        name=level["name"],
        description=level["description"],
        chosen=chosen,
        criteria=resolve_criteria(counting_type, chosen),
    )
