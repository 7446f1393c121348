"""What is offered to who follows a program, each with its reason: a lighter week, or its end."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from project.queries.training.enrolments import EnrolmentState
from project.queries.training.progression import LadderSummary
from project.queries.training.steps_back import steps_back
from project.queries.training.training_weeks import TrainingWeeks
from project.rules.account.days import Calendar
from project.rules.training.deload import (
    RISES,
    STEPS_BACK_WITHIN,
    DeloadReason,
    deload_reason,
)
from project.rules.training.load import monday_of, weekly_loads
from project.rules.training.overview import Overview
from project.rules.training.program_end import EndReason, end_reason
from project.rules.training.sequence import week_of
from project.rules.training.targets import Reason

_ONE_DAY: Final = timedelta(days=1)
_ONE_WEEK: Final = timedelta(weeks=1)
_MISSED: Final = frozenset({Reason.REPEATED, Reason.LOWERED})


@dataclass(frozen=True, slots=True)
class ProgramOffer:
    """What may be done with a program now: ended where ``end`` says why, else made lighter.

    ``goal`` is the level that was reached.
    """

    deload: DeloadReason | None = None
    end: EndReason | None = None
    goal: str = ""


def loads_since(today: date) -> date:
    """Return the first day whose workouts must be rated for `program_offers`."""
    return monday_of(today) - (RISES + 1) * _ONE_WEEK


def program_offers(
    states: Iterable[EnrolmentState],
    trained: Mapping[int, Collection[int]],
    ladders: Mapping[int, LadderSummary],
    weeks: TrainingWeeks,
    calendar: Calendar,
) -> dict[int, ProgramOffer]:
    """Return what is offered, by enrolment; ``trained`` are the exercises of each program.

    No statement, one if a ladder is lower than it was: only then it can have been stepped back.
    """
    found: dict[int, ProgramOffer] = {}
    open_states = []
    for state in states:
        own = [ladders[each].overview for each in trained[state.id] if each in ladders]
        if state.is_paused:
            continue
        ending = _ending(state, own)
        if ending is not None:
            found[state.id] = ending
        elif not state.is_deload:
            open_states.append(state)
    if not open_states:
        return found
    today = open_states[0].today
    lower = {key for key, each in ladders.items() if _is_lower(each.overview)}
    since = calendar.earliest(today - STEPS_BACK_WITHIN)
    back = [(key, calendar.day_of(at)) for key, at in steps_back(lower, since)] if lower else []
    for state in open_states:
        days = [day for key, day in back if key in trained[state.id]]
        own = [ladders[each].overview for each in trained[state.id] if each in ladders]
        reason = _deload(state, own, days, weeks)
        if reason is not None:
            found[state.id] = ProgramOffer(deload=reason)
    return found


def _ending(state: EnrolmentState, ladders: Iterable[Overview]) -> ProgramOffer | None:
    goal = state.goal_level_id
    ladder = next((each for each in ladders if goal in each.names), None)
    rank = goal_rank = None
    name = ""
    # One who only said to stand there has not reached it yet.
    if ladder is not None and goal is not None and ladder.sessions.get(goal):
        name = ladder.names[goal]
        goal_rank = list(ladder.names).index(goal) + 1
        rank = ladder.number
    reason = end_reason(week=state.week, weeks=state.weeks, rank=rank, goal_rank=goal_rank)
    return None if reason is None else ProgramOffer(end=reason, goal=name)


def _deload(
    state: EnrolmentState, ladders: Iterable[Overview], back: Iterable[date], weeks: TrainingWeeks
) -> DeloadReason | None:
    """Return what speaks for a lighter week; what was before the last one speaks no more."""
    today, last = state.today, state.deload_until
    first = state.started_on if last is None else last + _ONE_DAY
    pauses = [
        replace(each, began_on=max(each.began_on, first))
        for each in state.pauses
        if each.ended_on is None or each.ended_on >= first
    ]
    loads = weekly_loads(weeks.sessions, loads_since(today), today)
    return deload_reason(
        today=today,
        steps_back=[day for day in back if last is None or day > last],
        weeks=[week for week in loads if last is None or week.monday > last],
        missed=any(_was_missed(each, today) for each in ladders),
        weeks_since=week_of(first, pauses, today) - 1,
        every=state.deload_every,
    )


def _was_missed(ladder: Overview, today: date) -> bool:
    """Return whether the last target was missed, in this week or in the one before."""
    target = ladder.target_before_pause
    if target is None or ladder.last_day is None:
        return False
    return target.reason in _MISSED and ladder.last_day >= monday_of(today) - _ONE_WEEK


def _is_lower(ladder: Overview) -> bool:
    """Return whether a harder level than the current one was trained."""
    return any(ladder.sessions.get(each) for each in list(ladder.names)[ladder.number :])
