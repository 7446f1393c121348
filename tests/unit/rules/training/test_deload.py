"""What stays of a plan in a lighter week."""

import pytest

from project.rules.training.deload import lighter_rows, lighter_sets, lighter_target

pytestmark = pytest.mark.unit

OWN, LEFT, RIGHT = (None, None), ("left", None), ("right", None)
WARM_UP, SEGMENT = (None, "warmup"), (None, "segment")


@pytest.mark.parametrize(
    ("count", "kept"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 4), (10, 6)]
)
def test_two_fifths_of_the_sets_are_left_out_and_one_stays(count: int, kept: int) -> None:
    assert lighter_sets(count) == kept


@pytest.mark.parametrize(("value", "target"), [(0, 0), (1, 1), (5, 4), (10, 9), (12, 10), (60, 54)])
def test_targets_are_a_tenth_lower_and_at_least_one(value: int, target: int) -> None:
    assert lighter_target(value) == target


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([], []),
        ([OWN, OWN, OWN], [0, 1]),
        ([WARM_UP, OWN, OWN, OWN], [0, 1, 2]),
        ([OWN, SEGMENT, OWN, SEGMENT], [0, 1]),
        ([LEFT, RIGHT, LEFT, RIGHT, LEFT, RIGHT], [0, 1, 2, 3]),
        ([LEFT, RIGHT], [0, 1]),
        ([WARM_UP], [0]),
    ],
)
def test_pairs_stay_whole_and_warm_ups_stay(
    rows: list[tuple[str | None, str | None]], kept: list[int]
) -> None:
    assert lighter_rows(rows) == kept
