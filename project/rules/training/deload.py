"""A lighter week: what is taken off, and what speaks for one.

How much is taken off, and which signs speak for it, are our own choices; that every few weeks or
after a hard stretch a lighter one helps is common coaching (Baechle & Earle). It is offered with its
reason and never begins by itself.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from project.enums import SetType, Side
from project.rules.library.sets import is_own_set
from project.rules.training.load import WeekLoad, monday_of

SETS_PERCENT: Final = 60
VALUE_PERCENT: Final = 90

STEPS_BACK: Final = 2
STEPS_BACK_WITHIN: Final = timedelta(days=14)
RISES: Final = 3


class DeloadReason(StrEnum):
    """What speaks for a lighter week."""

    STEPPED_BACK = "stepped_back"
    """Levels were stepped back twice within two weeks."""
    LOAD_ROSE = "load_rose"
    """Load rose three weeks in a row, then sets were missed."""
    PLANNED = "planned"
    """The program asks for one after so many weeks."""


def lighter_sets(count: int) -> int:
    """Return how many of an exercise's sets a lighter week keeps: 60 %, at least one of any."""
    return max(1, (count * SETS_PERCENT + 50) // 100) if count else 0


def lighter_value(value: int) -> int:
    """Return what to aim for in a lighter week: 90 %, at least one; halves fall."""
    return max(1, (value * VALUE_PERCENT + 49) // 100) if value else 0


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


def deload_reason(
    *,
    today: date,
    steps_back: Collection[date],
    weeks: Sequence[WeekLoad],
    missed: bool,
    weeks_since: int,
    every: int | None,
) -> DeloadReason | None:
    """Return what speaks for a lighter week, None without a reason.

    ``steps_back`` are the days on which the athlete went a level back, ``weeks`` their load, oldest
    first, ``missed`` whether a target was missed lately. ``weeks_since`` are the whole weeks since
    the last lighter one, or since the program began; ``every`` how many the program has between two.
    """
    if sum(today - STEPS_BACK_WITHIN < day <= today for day in steps_back) >= STEPS_BACK:
        return DeloadReason.STEPPED_BACK
    if missed and _rose([week for week in weeks if week.monday < monday_of(today)]):
        return DeloadReason.LOAD_ROSE
    if every is not None and weeks_since >= every:
        return DeloadReason.PLANNED
    return None


def _rose(weeks: Sequence[WeekLoad]) -> bool:
    last = weeks[-RISES - 1 :]
    # What was not rated is missing from a week's load: it would seem to rise.
    if len(last) <= RISES or any(week.unrated for week in last):
        return False
    return all(before.total < after.total and before.total > 0 for before, after in pairwise(last))
