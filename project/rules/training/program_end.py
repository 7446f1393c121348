"""When a program has come to its end: it is offered, and nothing ends by itself."""

from enum import StrEnum


class EndReason(StrEnum):
    """What says that a program is over."""

    GOAL = "goal"
    """Its athlete trains at the level that it leads to, or at a harder one."""
    WEEKS = "weeks"
    """It has lasted for its weeks."""


def end_reason(
    *, week: int, weeks: int | None, rank: int | None, goal_rank: int | None
) -> EndReason | None:
    """Return why a program may end, None where nothing says so.

    ``week`` is the one it is in, from 1, and ``weeks`` how many it lasts, if it says so. ``rank`` is
    where its athlete trains on the ladder of its goal, ``goal_rank`` where that is; None unless known.
    """
    if rank is not None and goal_rank is not None and rank >= goal_rank:
        return EndReason.GOAL
    if weeks is not None and week > weeks:
        return EndReason.WEEKS
    return None
