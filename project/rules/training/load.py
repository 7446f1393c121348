"""Training load by session-RPE: minutes times effort, week by week.

Source: Foster (1998) and Foster et al. (2001). A session's load is its length in minutes times the
effort the athlete gives it as a whole, 1 to 10. Over the seven days of a week, days without
training counting 0, *monotony* is the mean daily load divided by its standard deviation, and
*strain* the week's sum times monotony. The papers do not say which standard deviation they mean;
we take the one of a sample, as spreadsheets do (our own choice). Nothing is said about injury.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum, sqrt
from statistics import fmean
from typing import NamedTuple

DAYS_OF_WEEK = 7


class RatedSession(NamedTuple):
    """One finished workout on the athlete's own day; minutes and effort are None if not known."""

    day: date
    minutes: int | None
    effort: int | None


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """One week from Monday on.

    ``daily``     the load of each day
    ``total``     their sum
    ``monotony``  None while the week is not over, and when every day had the same load
    ``strain``    None when there is no monotony
    ``unrated``   workouts without minutes or effort, which the sum does not know about
    """

    monday: date
    daily: tuple[int, ...]
    total: int
    monotony: float | None
    strain: float | None
    unrated: int


def session_load(minutes: int | None, effort: int | None) -> int | None:
    """Return minutes times effort (Foster et al. 2001), None when either is not known."""
    return None if minutes is None or effort is None else minutes * effort


def monotony(daily: tuple[int, ...]) -> float | None:
    """Return the mean daily load over its standard deviation, None when all days were alike."""
    mean = fmean(daily)
    # `statistics.stdev` counts in fractions, which takes forty times as long.
    deviation = sqrt(fsum((load - mean) ** 2 for load in daily) / (len(daily) - 1))
    return mean / deviation if deviation else None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weekly_loads(
    sessions: Iterable[RatedSession], since: date, today: date
) -> tuple[WeekLoad, ...]:
    """Return every week from the one of ``since`` to the one of ``today``, empty ones too.

    Linear in the sessions and the weeks; sessions outside those weeks are passed over.
    """
    mondays = [monday_of(since)]
    while (following := mondays[-1] + timedelta(days=DAYS_OF_WEEK)) <= today:
        mondays.append(following)
    daily = {monday: [0] * DAYS_OF_WEEK for monday in mondays}
    unrated = dict.fromkeys(mondays, 0)
    for session in sessions:
        monday = monday_of(session.day)
        if monday not in daily:
            continue
        load = session_load(session.minutes, session.effort)
        if load is None:
            unrated[monday] += 1
        else:
            daily[monday][session.day.weekday()] += load
    return tuple(_week(monday, tuple(daily[monday]), unrated[monday], today) for monday in mondays)


def _week(monday: date, daily: tuple[int, ...], unrated: int, today: date) -> WeekLoad:
    total = sum(daily)
    # The days still to come would count as rest and make the week look more varied than it is.
    is_over = today >= monday + timedelta(days=DAYS_OF_WEEK - 1)
    evenness = monotony(daily) if is_over else None
    strain = None if evenness is None else total * evenness
    return WeekLoad(monday, daily, total, evenness, strain, unrated)
