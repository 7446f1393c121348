import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.library.counts import MAX_REPS, parse_reps

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("text", "reps"), [("0", 0), ("8", 8), ("08", 8), (" 12 ", 12)])
def test_a_count_is_one_to_four_digits(text: str, reps: int) -> None:
    assert parse_reps(text) == reps


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "10000",
        "00001",
        "-1",
        "+1",
        "1.0",
        "1,0",
        "1e1",
        "1_0",
        "²",
        "٣",
        "８",
        "8x",
        "1 0",
    ],
)
def test_anything_else_is_no_count(text: str) -> None:
    assert parse_reps(text) is None


@given(st.integers(min_value=0, max_value=MAX_REPS))
def test_every_count_can_be_typed(reps: int) -> None:
    assert parse_reps(str(reps)) == reps


@given(st.text())
def test_no_text_breaks_the_grammar(text: str) -> None:
    reps = parse_reps(text)
    assert reps is None or 0 <= reps <= MAX_REPS
