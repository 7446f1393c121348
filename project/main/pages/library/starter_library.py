"""The starter library, ready to print."""

from collections.abc import Mapping
from dataclasses import dataclass

from project.main.pages.training import ladder_words as words
from project.rules.library.starter_library import StarterLadder


@dataclass(frozen=True, slots=True)
class StarterRung:
    """A level with its goal, one sentence and a figure."""

    name: str
    note: str
    detail: str
    figure: str


@dataclass(frozen=True, slots=True)
class StarterCard:
    """A ladder to add; ``exercise_id`` is the athlete's own one, None while they have none."""

    key: str
    title: str
    description: str
    lasts: bool
    categories: tuple[str, ...]
    rungs: list[StarterRung]
    exercise_id: int | None

    @classmethod
    def of(cls, ladder: StarterLadder, owned: Mapping[str, int]) -> "StarterCard":
        return cls(
            key=ladder.key,
            title=ladder.title,
            description=ladder.description,
            lasts=ladder.counting_type == "duration",
            categories=ladder.categories,
            rungs=[
                StarterRung(
                    level.name,
                    words.criterion(level.criteria, ladder.counting_type),
                    level.description,
                    level.key,
                )
                for level in ladder.levels
            ],
            exercise_id=owned.get(ladder.key),
        )
