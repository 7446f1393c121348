"""A straight line through scattered points that a few bad days cannot bend.

The slope is the median of the slopes between all pairs of points (Theil 1950; Sen 1968). Its
interval counts how many pairs rise more than they fall: Kendall's S is nearly normal with a known
variance, so the limits are two of the sorted pair slopes (Sen 1968, equation 2.6 with the
correction for ties). The standard library has all it takes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist, median


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slope of a line in value per unit of x, and the limits of its confidence interval."""

    median: float
    low: float
    high: float


def theil_sen(points: Sequence[tuple[float, float]], confidence: float) -> Slopes | None:
    """Return the slope through points and its interval; None when all share one x.

    ``confidence`` is a share between 0 and 1, such as 0.8. The cost is quadratic in the points.
    """
    slopes = sorted(
        (y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x1 != x2
    )
    if not slopes:
        return None
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(_variance_of_s(points))
    low = max(round((len(slopes) - reach) / 2) - 1, 0)
    high = min(round((len(slopes) + reach) / 2), len(slopes) - 1)
    return Slopes(median(slopes), slopes[low], slopes[high])


def intercept(points: Iterable[tuple[float, float]], slope: float) -> float:
    """Return where a line of this slope meets x = 0 with half the points above and half below."""
    return median(y - slope * x for x, y in points)


def _variance_of_s(points: Sequence[tuple[float, float]]) -> float:
    """Return the variance of Kendall's S; ties in x and in y make it smaller, at least 0."""
    ties_in_x = Counter(x for x, _ in points).values()
    ties_in_y = Counter(y for _, y in points).values()
    tied = sum(_weight(count) for count in (*ties_in_x, *ties_in_y))
    return max(_weight(len(points)) - tied, 0) / 18


def _weight(count: int) -> int:
    return count * (count - 1) * (2 * count + 5)
