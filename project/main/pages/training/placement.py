"""The question where an athlete stands on their ladders, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from project.enums import CountingType
from project.i18n import gettext, ngettext
from project.main.pages.training import ladder_words as words
from project.queries.training.progression import LadderPosition
from project.rules.library.level_texts import LevelTexts
from project.rules.training.ladder import LadderLevel
from project.rules.training.placement import CLEANLY, is_ladder_to_place, placed_at
from project.rules.training.targets import first_target


@dataclass(frozen=True, slots=True)
class PlacementLevel:
    """A level to choose: what it is, how it goes, and what to aim for in the first workout."""

    id: int
    name: str
    target: str
    shown: LevelTexts
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PlacementCard:
    """A ladder with its question; levels from easy to hard."""

    exercise_id: int
    title: str
    question: str
    levels: list[PlacementLevel]
    is_placed: bool

    @classmethod
    def of(cls, place: LadderPosition, texts: Mapping[int, LevelTexts]) -> "PlacementCard":
        ladder, chosen = place.ladder, placed_at(place.decisions)
        return cls(
            exercise_id=ladder.id,
            title=ladder.title,
            question=question(ladder.counting_type),
            levels=[
                PlacementLevel(
                    level.id,
                    ladder.names[level.id],
                    _first_target(level, ladder.counting_type),
                    texts.get(level.id, LevelTexts()),
                    level.id == chosen,
                )
                for level in ladder.levels
            ],
            is_placed=chosen is not None,
        )


def _first_target(level: LadderLevel, counting_type: str) -> str:
    target = first_target(level.id, level.criteria).target
    return gettext("Erstes Ziel: %(values)s", values=words.amounts(target.values, counting_type))


def question(counting_type: str) -> str:
    """Ask for the hardest level that goes cleanly."""
    number = CLEANLY[counting_type]
    if counting_type == CountingType.DURATION:
        return ngettext(
            "Welche Stufe hältst du %(num)s Sekunde lang sauber?",
            "Welche Stufe hältst du %(num)s Sekunden lang sauber?",
            number,
        )
    return ngettext(
        "Welche Stufe schaffst du %(num)s-mal sauber?",
        "Welche Stufe schaffst du %(num)s-mal sauber?",
        number,
    )


def placement_cards(
    places: Sequence[LadderPosition], texts: Mapping[int, LevelTexts]
) -> list[PlacementCard]:
    """Return a card for each ladder on which there is something to choose; texts by levels' ids."""
    return [
        PlacementCard.of(each, texts) for each in places if is_ladder_to_place(each.ladder.levels)
    ]
