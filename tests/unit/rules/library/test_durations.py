import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.library.durations import MAX_DURATION, format_duration, parse_duration

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:00", 0),
        ("0", 0),
        ("0:45", 45),
        ("00:45", 45),
        ("01:30", 90),
        ("1:30", 90),
        ("90", 90),
        ("090", 90),
        ("75:00", 4500),
        ("1439:59", 86_399),
        ("86399", 86_399),
        (" 1:30 ", 90),
        ("\t90\n", 90),
    ],
)
def test_a_duration_is_minutes_and_seconds_or_plain_seconds(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ":",
        ":30",
        "1:",
        "1:5",
        "1:60",
        "1:75",
        "1:030",
        "1:2:03",
        "1 :30",
        "1: 30",
        "1:30\n0",
        "1440:00",
        "86400",
        "00001:00",
        "000090",
        "99999999999999999999",
        "-1",
        "-0:30",
        "+30",
        "1.5",
        "1,5",
        "1e2",
        "1_0",
        "0x10",
        "²",
        "1²",
        "٣",
        "١:٣٠",
        "１:３０",
        "1∶30",
        "NaN",
        "inf",
        "90s",
        "lang",
        "\x00",
        "1\x00",
        "\ud800",
        "\u202e1:30",
    ],
)
def test_anything_else_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (5, "0:05"),
        (45, "0:45"),
        (60, "1:00"),
        (90, "1:30"),
        (4500, "75:00"),
        (86_399, "1439:59"),
        (600_000, "10000:00"),
    ],
)
def test_a_duration_is_shown_as_minutes_and_two_digits_of_seconds(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        format_duration(-1)


@given(st.integers(min_value=0, max_value=MAX_DURATION))
def test_what_is_shown_can_be_typed_again(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds
    assert parse_duration(str(seconds)) == seconds


@given(st.text())
def test_no_text_breaks_the_grammar(text: str) -> None:
    seconds = parse_duration(text)
    assert seconds is None or 0 <= seconds <= MAX_DURATION


@given(st.from_regex(r"\d{1,4}:\d{1,3}|\d{1,6}", fullmatch=True))
def test_what_is_read_is_always_ascii(text: str) -> None:
    assert parse_duration(text) is None or text.isascii()
