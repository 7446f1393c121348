"""A lighter week: fewer sets, lower targets."""

from collections.abc import Sequence
from typing import Final

from project.enums import SetType, Side
from project.rules.library.sets import is_own_set

KEPT_SETS: Final = 0.6
KEPT_TARGET: Final = 0.9


def lighter_sets(count: int) -> int:
    """Return how many of an exercise's sets are done in a lighter week: two fifths fewer, at least one."""
    return max(1, round(count * KEPT_SETS)) if count else 0


def lighter_target(value: int) -> int:
    """Return what a set aims for in a lighter week: a tenth less, rounded down, at least one."""
    return max(1, int(value * KEPT_TARGET)) if value else 0


def lighter_rows(rows: Sequence[tuple[str | None, str | None]]) -> list[int]:
    """Return the places of the rows that stay, each given as side and type of set.

    Warm-ups stay. A pair counts once and stays whole; what goes on from a set goes with it.
    """
    number = 0
    numbers: list[int] = []
    before: str | None = None
    for side, set_type in rows:
        if is_own_set(set_type):
            number += not (side == Side.RIGHT and before == Side.LEFT)
            before = side
        numbers.append(number)
    most = lighter_sets(number)
    return [
        place
        for place, (_, set_type) in enumerate(rows)
        if set_type == SetType.WARM_UP or numbers[place] <= most
    ]
