"""Which exercises of a template are done this time."""

import pytest

from project.rules.training.turns import in_turn

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("numbers", "done", "kept"),
    [
        ([], 0, []),
        ([None, None], 5, [0, 1]),
        ([None, 1, 1, None], 0, [0, 1, 3]),
        ([None, 1, 1, None], 1, [0, 2, 3]),
        ([None, 1, 1, None], 2, [0, 1, 3]),
        ([1, 1, 1], 4, [1]),
        ([1, 1, 2, 2], 1, [1, 3]),
        ([1, None, 1], 1, [0, 1, 2]),  # nobody to take turns with
    ],
)
def test_neighbours_with_the_same_number_take_turns(
    numbers: list[int | None], done: int, kept: list[int]
) -> None:
    assert in_turn(numbers, done) == kept
