"""Left and right: a set with sides is a pair, and what is a pair is decided here alone.

The first left set and the first right set at a level make a pair, then the second ones, and so on
(``ladder.counted_values`` says what a pair is worth). Half a pair is no set.
"""

from collections import Counter
from collections.abc import Hashable, Sequence

from project.enums import SetType, Side
from project.rules.library.sets import is_own_set


def ranks(sides: Sequence[str | None]) -> list[int]:
    """Return the how manieth set each row is, from 0; left and right count each for themselves."""
    seen: Counter[str | None] = Counter()
    places = []
    for side in sides:
        places.append(seen[side])
        seen[side] += 1
    return places


def halves(rows: Sequence[tuple[Hashable, str | None]]) -> list[int]:
    """Return the places of rows, given as level and side, whose other side is missing."""
    found: dict[tuple[Hashable, str], list[int]] = {}
    for place, (level, side) in enumerate(rows):
        if side:
            found.setdefault((level, side), []).append(place)
    missing: list[int] = []
    for (level, side), places in found.items():
        other = Side.RIGHT if side == Side.LEFT else Side.LEFT
        missing += places[len(found.get((level, other), [])) :]
    return sorted(missing)


def marks(rows: Sequence[tuple[Hashable, str | None, str | None]]) -> list[str]:
    """Return what stands before rows, given as level, side and type: numbers, one for both sides.

    ``–`` before a warm-up and ``+`` before what goes on from a set, which are none by themselves.
    """
    count = 0
    found: list[str] = []
    left = None
    for level, side, set_type in rows:
        is_right = side == Side.RIGHT and left == (level, set_type)
        if is_own_set(set_type):
            count += not is_right
            found.append(str(count))
        else:
            found.append("+" if set_type == SetType.SEGMENT else "–")
        left = (level, set_type) if side == Side.LEFT else None
    return found
