"""What is a pair, and what lacks its other side."""

import pytest

from project.rules.training.pairs import halves, marks, ranks

pytestmark = pytest.mark.unit


def test_left_and_right_count_each_for_themselves() -> None:
    assert ranks(["left", "right", "left", "right", None]) == [0, 0, 1, 1, 0]


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([(1, "left"), (1, "right")], []),
        ([(1, "right"), (1, "right"), (1, "left")], [1]),
        ([(1, "left"), (2, "right")], [0, 1]),
        ([(1, None), (1, "left")], [1]),
        ([], []),
    ],
)
def test_the_first_left_and_the_first_right_set_at_a_level_are_a_pair(
    rows: list[tuple[int, str | None]], missing: list[int]
) -> None:
    assert halves(rows) == missing


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([(1, "left", None), (1, "right", None)] * 2, "1 1 2 2"),
        (
            [(1, None, "warmup"), (2, None, None), (1, None, "segment"), (2, None, "failure")],
            "– 1 + 2",
        ),
        ([(1, "left", None), (2, "right", None)], "1 2"),
        ([(1, "right", None), (1, "left", None)], "1 2"),
        ([(1, "left", "warmup"), (1, "right", "warmup"), (1, "left", None)], "– – 1"),
        ([], ""),
    ],
)
def test_both_sides_bear_the_number_of_their_set(
    rows: list[tuple[int, str | None, str | None]], shown: str
) -> None:
    assert " ".join(marks(rows)) == shown
