"""Which of an athlete's templates is due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

IN_USE: Final = timedelta(days=14)
"""A template that nobody touched for so long is not what the athlete trains by now."""


def due_template(
    made: Mapping[int, datetime], used: Mapping[int, datetime], now: datetime
) -> int | None:
    """Return the id of the template that is in use and was not done for longest, if there is one.

    So two or three that are done in turn stay in turn. ``made`` says when each was written, ``used``
    when a workout was last made from it; a new one counts from its making.
    """
    last = {each: max(at, used.get(each, at)) for each, at in made.items()}
    in_use = [each for each, at in last.items() if at >= now - IN_USE]
    return min(in_use, key=lambda each: (used.get(each, made[each]), each), default=None)
