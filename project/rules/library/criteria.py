"""When a level counts as mastered: five numbers per level, with defaults for the whole site.

Sources: three sets worked from 5 up to 8 repetitions and holds from 10 up to 30 seconds are the
ranges of the Recommended Routine (r/bodyweightfitness). Reaching the goal in two sessions before
moving on is the 2-for-2 rule (Baechle & Earle, *Essentials of Strength Training and Conditioning*).
That two of the last *three* sessions suffice, and the steps, are our own choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType

from project.rules.library.counts import MAX_REPS
from project.rules.library.durations import MAX_DURATION

MAX_GOAL_SETS = 20
"""Our own choice: far above any plan, low enough to keep a page of targets readable."""

READY_WINDOW = 3
"""Sessions at a level among which the goal has to be reached ``goal_sessions`` times."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What it takes to master a level; values are repetitions or seconds.

    ``goal_sets``      how many sets count
    ``start_value``    what a set should reach when the level is new
    ``goal_value``     what each of the ``goal_sets`` best sets must reach
    ``goal_sessions``  in how many of the last three sessions at this level
    ``step``           by how much a target rises
    """

    goal_sets: int
    start_value: int
    goal_value: int
    goal_sessions: int
    step: int

    @property
    def lowest_target(self) -> int:
        """The floor of every target, so that lowering it never ends at zero (our own choice)."""
        return min(self.step, self.start_value)


@dataclass(frozen=True, slots=True)
class CriteriaOverride:
    """The numbers somebody chose for a definition or a level; None takes the one from above."""

    goal_sets: int | None = None
    start_value: int | None = None
    goal_value: int | None = None
    goal_sessions: int | None = None
    step: int | None = None


class Fault(StrEnum):
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    START_ABOVE_GOAL = "start_above_goal"


@dataclass(frozen=True, slots=True)
class CriteriaFault:
    """One wrong number: the field it stands in, what is wrong, and the limit it breaks."""

    field: str
    fault: Fault
    limit: int


SITE_CRITERIA: Mapping[str, Criteria] = MappingProxyType(
    {
        "reps": Criteria(goal_sets=3, start_value=5, goal_value=8, goal_sessions=2, step=1),
        "duration": Criteria(goal_sets=3, start_value=10, goal_value=30, goal_sessions=2, step=5),
    }
)
"""The site's defaults by counting type."""

MAX_VALUE: Mapping[str, int] = MappingProxyType({"reps": MAX_REPS, "duration": MAX_DURATION})
"""The highest value one set can hold, by counting type."""


def resolve_criteria(counting_type: str, *overrides: CriteriaOverride) -> Criteria:
    """Return the criteria in force, the site's first, then each override in turn (the level last).

    A lowered goal takes a start value it did not name along, so that start ≤ goal holds whenever
    each layer held it.
    """
    names = [field.name for field in fields(Criteria)]
    chosen = {name: getattr(SITE_CRITERIA[counting_type], name) for name in names}
    for override in overrides:
        given = {name: getattr(override, name) for name in names}
        chosen |= {name: value for name, value in given.items() if value is not None}
    chosen["start_value"] = min(chosen["start_value"], chosen["goal_value"])
    return Criteria(**chosen)


def criteria_faults(criteria: Criteria, counting_type: str) -> tuple[CriteriaFault, ...]:
    """Return everything wrong with typed criteria, one fault a field at most; empty when valid."""
    highest = MAX_VALUE[counting_type]
    limits = {
        "goal_sets": MAX_GOAL_SETS,
        "start_value": highest,
        "goal_value": highest,
        "goal_sessions": READY_WINDOW,
        "step": highest,
    }
    faults: list[CriteriaFault] = []
    for field, limit in limits.items():
        value: int = getattr(criteria, field)
        if value < 1:
            faults.append(CriteriaFault(field, Fault.TOO_LOW, 1))
        elif value > limit:
            faults.append(CriteriaFault(field, Fault.TOO_HIGH, limit))
        elif field == "start_value" and value > criteria.goal_value >= 1:
            faults.append(CriteriaFault(field, Fault.START_ABOVE_GOAL, criteria.goal_value))
    return tuple(faults)
