"""In how many weeks an athlete will be ready for the next level if they go on like this.

A Theil–Sen line through the session values of the last sixteen weeks (``theil_sen``) is followed
until it crosses the goal; the limits of its slope give the span. It is a statement about the past
line, so it is silent as soon as that line does not rise for certain or leads too far ahead.

Our own choices: the sixteen weeks, the six points and the 26 weeks; whole weeks, rounded outward;
and that sessions with fewer sets than count are left out, since they are worth 0 for the goal but
measure nothing. A forecast is held against the first session that meets the goal, which a lucky
day may reach before the line does: the page's share of right ones is lower than the interval's own
80 % and says so honestly (docs/PROGRESSION.md has figures).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor

from project.rules.library.criteria import Criteria
from project.rules.training.ladder import LevelSession, is_met, is_ready
from project.rules.training.theil_sen import Slopes, intercept, theil_sen

WINDOW_DAYS = 16 * 7
MIN_POINTS = 6
MIN_DAYS = 6
MAX_POINTS = 200
"""The newest ones; nearly two sessions a day, so that no log makes the quadratic cost felt."""

CONFIDENCE = 0.8
MAX_WEEKS = 26

STORE_EVERY_DAYS = 7
"""A shown forecast is stored once a week, to be judged later."""

RECENT_FORECASTS = 10
"""How many judged forecasts the page sums up."""


class Silence(StrEnum):
    """Why there is no forecast."""

    READY = "ready"
    TOO_FEW_POINTS = "too_few_points"
    NOT_RISING = "not_rising"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A straight line for drawing: its value on a day and its change per day."""

    day: date
    value: float
    slope: float

    def at(self, day: date) -> float:
        return self.value + self.slope * (day - self.day).days


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a forecast that is stored: ``weeks_from`` to ``weeks_to`` after ``made_on``."""

    made_on: date
    weeks_from: int
    weeks_to: int

    @property
    def first_day(self) -> date:
        return self.made_on + timedelta(weeks=self.weeks_from)

    @property
    def last_day(self) -> date:
        return self.made_on + timedelta(weeks=self.weeks_to)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the goal will be reached, as a span in weeks and as lines for drawing.

    ``days_from`` and ``days_to`` are where the outer lines cross the goal, before rounding; they
    may lie in the past. ``middle`` is the line of the median slope; ``low`` and ``high`` are those
    of its limits.
    """

    span: Span
    days_from: float
    days_to: float
    middle: TrendLine
    low: TrendLine
    high: TrendLine
    points: int


class Outcome(StrEnum):
    OPEN = "open"
    HIT = "hit"
    MISSED = "missed"
    VOID = "void"
    """Ready on the day of the forecast already: the log or the criterion was changed since."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of the judged forecasts were right."""

    hits: int
    judged: int


def forecast(
    sessions: Sequence[LevelSession], criteria: Criteria, today: date
) -> Forecast | Silence:
    """Return when the goal of a level will be reached, or why that cannot be said.

    ``sessions`` are those at the level, oldest first. Only the last sixteen weeks are looked at,
    so the cost does not grow with the log.
    """
    past = [row for row in sessions[-2 * MAX_POINTS :] if row.day <= today]
    if is_ready(past, criteria):
        return Silence.READY
    # Days are counted from today, so that the numbers stay small and a crossing is a waiting time.
    points = [
        (float((row.day - today).days), float(row.value))
        for row in past
        if (today - row.day).days < WINDOW_DAYS and len(row.values) >= criteria.goal_sets
    ][-MAX_POINTS:]
    if len(points) < MIN_POINTS or len({day for day, _ in points}) < MIN_DAYS:
        return Silence.TOO_FEW_POINTS
    slopes = theil_sen(points, CONFIDENCE)
    if slopes is None or slopes.low <= 0:
        return Silence.NOT_RISING
    return _followed(points, slopes, criteria.goal_value, today)


def _followed(
    points: Sequence[tuple[float, float]], slopes: Slopes, goal: int, today: date
) -> Forecast | Silence:
    """Follow the three lines to the goal; each has its own median intercept."""
    middle, low, high = (
        TrendLine(today, intercept(points, slope), slope)
        for slope in (slopes.median, slopes.low, slopes.high)
    )
    days_from, days_to = sorted((goal - line.value) / line.slope for line in (low, high))
    weeks_from = max(floor(days_from / 7), 0)
    # A span of no width could only be right on a single day.
    weeks_to = max(ceil(days_to / 7), weeks_from + 1)
    if weeks_to > MAX_WEEKS:
        return Silence.TOO_FAR
    span = Span(today, weeks_from, weeks_to)
    return Forecast(span, days_from, days_to, middle, low, high, len(points))


def is_storing_due(last_made_on: date | None, today: date) -> bool:
    """Tell whether a shown forecast should be stored, given the last one stored for its level."""
    return last_made_on is None or (today - last_made_on).days >= STORE_EVERY_DAYS


def verdict_on(
    span: Span, sessions: Sequence[LevelSession], criteria: Criteria, today: date
) -> Outcome:
    """Hold a stored forecast against the sessions at its level, all of them and oldest first.

    It is right when the first session after it that meets the goal falls into its span.
    """
    if is_ready([row for row in sessions if row.day <= span.made_on], criteria):
        return Outcome.VOID
    later = (row.day for row in sessions if row.day > span.made_on and is_met(row, criteria))
    met_on = next(later, None)
    if met_on is not None:
        return Outcome.HIT if span.first_day <= met_on <= span.last_day else Outcome.MISSED
    return Outcome.MISSED if today > span.last_day else Outcome.OPEN


def accuracy(outcomes: Iterable[Outcome]) -> Accuracy:
    """Count the last judged forecasts that were right; ``outcomes`` come oldest first."""
    judged = [outcome for outcome in outcomes if outcome in {Outcome.HIT, Outcome.MISSED}]
    last = judged[-RECENT_FORECASTS:]
    return Accuracy(last.count(Outcome.HIT), len(last))
