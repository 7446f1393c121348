"""What to aim for next at a level, and why.

Double progression (Baechle & Earle; the Recommended Routine works the same way): the load stays,
the sets grow one step at a time until all of them reach the goal. That a missed target is repeated
once and then lowered, and how much a lay-off takes off, are our own choices.

A target follows from the log by replaying it: each session at the level is held against the target
that stood before it (``standing`` does so and keeps the last).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from project.rules.library.criteria import Criteria
from project.rules.training.ladder import LevelSession

LAY_OFF_DAYS = 14
"""Days without the exercise that cost nothing."""

LAY_OFF_PERCENT_PER_WEEK = 10
LAY_OFF_MAX_PERCENT = 30

MISSES_BEFORE_LOWERING = 2


class Reason(StrEnum):
    """Why the target is what it is."""

    NEW = "new"
    """No session at this level yet: every set starts at ``start_value``."""
    RAISED = "raised"
    """The last target was reached: the lowest set rises by one step."""
    GOAL_REACHED = "goal_reached"
    """Every set reaches the goal already: nothing rises."""
    REPEATED = "repeated"
    """The target was missed once: it stays."""
    LOWERED = "lowered"
    """The target was missed twice: the highest set falls by one step."""
    SETS_MISSING = "sets_missing"
    """What was done was enough, but there were fewer sets than count: it stays."""


@dataclass(frozen=True, slots=True)
class LayOff:
    """A pause that lowered the target: days since the last session and the percentage taken off."""

    days: int
    percent: int


@dataclass(frozen=True, slots=True)
class Target:
    """The next session's sets at a level, with everything a page needs to say why.

    ``values``    repetitions or seconds of each set, in order, ``goal_sets`` of them
    ``reason``    which rule made it
    ``evidence``  the sessions that rule looked at, oldest first: none for a new level, one mostly,
                  for a lowered target the two that missed it
    ``aimed_at``  the target those sessions were held against, empty for a new level
    ``changed``   index of the set that was raised or lowered, None when none was
    ``step``      the size of that change, smaller than the level's step next to a bound
    ``lay_off``   the pause that lowered all sets afterwards, None without one
    """

    level: int
    values: tuple[int, ...]
    reason: Reason
    evidence: tuple[LevelSession, ...] = ()
    aimed_at: tuple[int, ...] = ()
    changed: int | None = None
    step: int = 0
    lay_off: LayOff | None = None


@dataclass(frozen=True, slots=True)
class RunningTarget:
    """A target as it stood after a session, before any pause, and the sessions that missed it."""

    target: Target
    missed: tuple[LevelSession, ...] = ()


def first_target(level_id: int, criteria: Criteria) -> RunningTarget:
    """Return what to aim for at a level without any session."""
    return RunningTarget(Target(level_id, (criteria.start_value,) * criteria.goal_sets, Reason.NEW))


def target_after(
    running: RunningTarget, row: LevelSession, criteria: Criteria, last_day: date | None
) -> RunningTarget:
    """Return what to aim for after one more session at the level.

    ``last_day`` is the day of the session of the exercise before it, at whatever level.
    """
    return _judge(
        target_on(running.target, criteria, last_day, row.day), running.missed, row, criteria
    )


def target_on(target: Target, criteria: Criteria, last_day: date | None, day: date) -> Target:
    """Return a target as it is shown on ``day``: after a pause every set is lower, in whole steps.

    ``last_day`` is the day of the last session of the exercise, None before the first.
    """
    if last_day is None or target.reason is Reason.NEW:
        return target
    days = (day - last_day).days
    percent = lay_off_percent(days)
    if percent == 0:
        return target
    values = tuple(_reduced(value, percent, criteria) for value in target.values)
    return replace(target, values=values, lay_off=LayOff(days, percent))


def planned_values(
    rows: Sequence[tuple[int | None, str | None, int]], targets: Mapping[int, Target]
) -> list[int]:
    """Return what to aim for in each set of a plan; ``rows`` are level, side and planned value.

    The first set at a level takes its target's first value, and so on; left and right count each
    for themselves. A set beyond the target is no harder than its last one. Where nothing was done
    at a level yet, the plan itself is what to aim for.
    """
    done: Counter[tuple[int, str | None]] = Counter()
    values = []
    for level, side, planned in rows:
        target = None if level is None else targets.get(level)
        if level is None or target is None or target.reason is Reason.NEW:
            values.append(planned)
            continue
        place = done[level, side]
        done[level, side] += 1
        beyond = place >= len(target.values)
        values.append(min(planned, target.values[-1]) if beyond else target.values[place])
    return values


def lay_off_percent(days: int) -> int:
    """Return how much a pause takes off: 10 for each started week after two, at most 30.

    Our own choice: strength keeps for two weeks, and coming back a little lower costs one session
    while coming back too high costs a week.
    """
    started_weeks = -((LAY_OFF_DAYS - days) // 7)
    return min(max(started_weeks, 0) * LAY_OFF_PERCENT_PER_WEEK, LAY_OFF_MAX_PERCENT)


def _judge(
    shown: Target, missed: tuple[LevelSession, ...], row: LevelSession, criteria: Criteria
) -> RunningTarget:
    aimed_at = shown.values
    if not _reaches(row.values, aimed_at):
        missed = (*missed, row)
        if len(missed) < MISSES_BEFORE_LOWERING:
            return RunningTarget(
                Target(shown.level, aimed_at, Reason.REPEATED, missed, aimed_at), missed
            )
        return RunningTarget(_lowered(shown, missed, criteria))
    if len(row.values) < criteria.goal_sets:
        values = _with_missing_sets(row.values, aimed_at)
        return RunningTarget(
            Target(shown.level, values, Reason.SETS_MISSING, (row,), aimed_at), missed
        )
    return RunningTarget(_raised(shown, row, criteria))


def _reaches(values: Sequence[int], aimed_at: Sequence[int]) -> bool:
    """Compare best with best, whatever the order; with fewer sets than aimed at, those done."""
    best = sorted(values, reverse=True)
    return all(
        done >= wanted for done, wanted in zip(best, sorted(aimed_at, reverse=True), strict=False)
    )


def _with_missing_sets(done: tuple[int, ...], aimed_at: tuple[int, ...]) -> tuple[int, ...]:
    """Return the sets done, followed by the lowest of the target's to make up the number."""
    missing = len(aimed_at) - len(done)
    lowest = sorted(range(len(aimed_at)), key=lambda index: (aimed_at[index], -index))[:missing]
    return (*done, *(aimed_at[index] for index in sorted(lowest)))


def _raised(shown: Target, row: LevelSession, criteria: Criteria) -> Target:
    """Raise the lowest of the session's best sets, the earliest among equals, up to the goal."""
    values = list(best_in_order(row.values, criteria.goal_sets))
    lowest = values.index(min(values))
    step = min(criteria.step, criteria.goal_value - values[lowest])
    if step <= 0:
        return Target(shown.level, tuple(values), Reason.GOAL_REACHED, (row,), shown.values)
    values[lowest] += step
    return Target(
        shown.level, tuple(values), Reason.RAISED, (row,), shown.values, changed=lowest, step=step
    )


def _lowered(shown: Target, missed: tuple[LevelSession, ...], criteria: Criteria) -> Target:
    """Lower the highest set by a step: the last among equals, so that it undoes a raise."""
    values = list(shown.values)
    highest = len(values) - 1 - values[::-1].index(max(values))
    step = min(criteria.step, values[highest] - criteria.lowest_target)
    values[highest] -= step
    return Target(
        shown.level,
        tuple(values),
        Reason.LOWERED,
        missed,
        shown.values,
        changed=highest if step else None,
        step=step,
    )


def best_in_order(values: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the ``count`` best values in the order performed; the earliest among equals."""
    best = sorted(range(len(values)), key=lambda index: (-values[index], index))[:count]
    return tuple(values[index] for index in sorted(best))


def _reduced(value: int, percent: int, criteria: Criteria) -> int:
    whole_steps = value * (100 - percent) // (100 * criteria.step) * criteria.step
    return max(whole_steps, min(criteria.lowest_target, value))
