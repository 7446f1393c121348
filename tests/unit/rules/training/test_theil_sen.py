from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from project.rules.training.theil_sen import intercept, theil_sen

pytestmark = pytest.mark.unit

Points = list[tuple[float, float]]


def cases() -> list[Points]:
    """200 clouds of points, half of them whole numbers with ties in x and in y."""
    random = Random(1968)
    clouds: list[Points] = []
    for number in range(200):
        count = random.randint(6, 48)
        slope, noise = random.uniform(-0.3, 0.5), random.uniform(0.1, 3)
        if number % 2:
            days = sorted(random.choices(range(112), k=count))
            clouds.append([(x, round(6 + slope * x + random.gauss(0, noise))) for x in days])
        else:
            xs = [random.uniform(0, 112) for _ in range(count)]
            clouds.append([(x, 6 + slope * x + random.gauss(0, noise)) for x in xs])
    return clouds


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_slope_interval_and_intercept_are_those_of_scipy(confidence: float) -> None:
    for points in cases():
        slopes = theil_sen(points, confidence)
        # theilslopes calls the confidence alpha, takes y before x and is symmetric around a half.
        judge = theilslopes(
            [y for _, y in points], [x for x, _ in points], alpha=confidence, method="joint"
        )
        assert slopes is not None
        assert (slopes.median, slopes.low, slopes.high) == pytest.approx(
            (judge.slope, judge.low_slope, judge.high_slope), rel=1e-12, abs=1e-12
        )
        assert intercept(points, slopes.median) == pytest.approx(judge.intercept, rel=1e-9)


def test_points_on_a_line_leave_no_doubt() -> None:
    slopes = theil_sen([(x, 2 + 0.5 * x) for x in range(8)], 0.8)
    assert slopes is not None
    assert slopes.low == slopes.median == slopes.high == 0.5
    assert intercept([(x, 2 + 0.5 * x) for x in range(8)], 0.5) == 2


def test_one_bad_day_does_not_bend_the_line() -> None:
    points: Points = [(x, float(x)) for x in range(9)]
    points[8] = (8, 0.0)
    slopes = theil_sen(points, 0.8)
    assert slopes is not None
    assert slopes.median == 1


def test_points_above_one_another_have_no_slope() -> None:
    assert theil_sen([(3, 1), (3, 2), (3, 9)], 0.8) is None
    assert theil_sen([], 0.8) is None


def test_many_ties_in_both_directions_still_give_an_interval() -> None:
    slopes = theil_sen([(0, 5), (0, 5), (0, 5), (1, 5), (1, 5), (1, 5)], 0.8)
    assert slopes is not None
    assert slopes.low == slopes.median == slopes.high == 0


@given(
    st.lists(st.tuples(st.integers(-112, 0), st.integers(0, 40)), min_size=2, max_size=20),
    st.randoms(use_true_random=False),
)
def test_the_order_of_points_changes_nothing_and_the_limits_enclose_the_slope(
    points: list[tuple[int, int]], random: Random
) -> None:
    shuffled = random.sample(points, len(points))
    slopes = theil_sen(points, 0.8)
    assert theil_sen(shuffled, 0.8) == slopes
    if slopes:
        assert slopes.low <= slopes.median <= slopes.high
