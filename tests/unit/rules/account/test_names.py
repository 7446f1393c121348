"""Names are what can be seen of them."""

import sys

import pytest
import regex  # type: ignore[import-untyped]  # it has no type hints
from hypothesis import given
from hypothesis import strategies as st

from project.models import fold, search_key
from project.rules.account.names import seen, shows_something, without_hidden
from project.rules.texts import clean_line

pytestmark = pytest.mark.unit

HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u2060\u2062\u206f\ufe00\ufe0e"
    "\ufe0f\ufeff\ufff9\U0001d173\U000e0001\U000e0041\U000e0100"
)
BLANK = "\u2800\u3164\uffa0\U0001d159"
EVERYTHING = [chr(number) for number in range(sys.maxunicode + 1) if not 0xD800 <= number < 0xE000]
# What stays because it changes what is seen.
WORKING = [
    "❤\ufe0f Herz",
    "☝\U0001f3fd",
    "1\ufe0f\u20e3 Satz",
    "👩\U0001f3fd\u200d🚀",
    "🏋\ufe0f\u200d♀\ufe0f",
    "👁\ufe0f\u200d🗨\ufe0f",
    "🙂\u200d↔\ufe0f",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "می\u200cخواهم",
    "क्\u200dष",
    "क्\u200cष",
    "葛\U000e0100",
    "ᠠ\u180b",
]


@pytest.mark.parametrize("char", HIDDEN)
def test_what_does_nothing_is_taken_out_and_makes_no_other_name(char: str) -> None:
    for text in (f"{char}Dips", f"Di{char}ps", f"Dips{char}", f"Dips{char * 3}", f"💪{char} Dips"):
        plain = text.replace(char, "")
        assert without_hidden(text) == plain, ascii(text)
        assert clean_line(text) == plain
        assert fold(text) == fold(plain)
        assert search_key(text) == search_key(plain)


@pytest.mark.parametrize("char", BLANK)
def test_a_blank_of_another_script_is_a_blank(char: str) -> None:
    assert clean_line(f"{char}Dips {char} am{char}Ring{char}") == "Dips am Ring"
    assert fold(f"Dips{char}") == fold("Dips")


@pytest.mark.parametrize("text", WORKING)
def test_what_does_something_stays(text: str) -> None:
    assert without_hidden(text) == text
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("❤\ufe0f", "❤"),
        ("Dips\u202e", "Dips"),
        ("👩\u200d🚀", "👩🚀"),
        ("Ｄｉｐｓ\u200b", "dips"),
        ("e\u034f\u0301", "é"),
    ],
)
def test_names_that_look_alike_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_flags_are_told_apart() -> None:
    england, scotland = (
        "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f"
        for name in ("gbeng", "gbsct")
    )
    assert len({fold(england), fold(scotland), fold("🏴")}) == 3


@pytest.mark.parametrize(
    "text", ["", " ", "\u0301", "\u20dd\u0301", *HIDDEN, *BLANK, "\u200b\u00a0"]
)
def test_a_name_without_a_visible_character_is_none(text: str) -> None:
    assert not shows_something(text)
    assert clean_line(text) == ""


@pytest.mark.parametrize("text", ["a", "ß", "٣", "💪", "…", "क", "\ue000", *WORKING])
def test_a_name_with_one_is(text: str) -> None:
    assert shows_something(text)


def test_everything_that_unicode_calls_ignorable_is_hidden() -> None:
    ignorable = regex.compile(r"\p{Default_Ignorable_Code_Point}")
    shown = [
        ascii(char)
        for char in EVERYTHING
        if ignorable.match(char) and seen(f"a{char}b") == f"a{char}b"
    ]
    assert shown == []


def test_an_emoji_in_black_by_default_may_ask_for_colours_and_one_in_colours_need_not() -> None:
    emoji, coloured = regex.compile(r"\p{Emoji}"), regex.compile(r"\p{Emoji_Presentation}")
    both = [char for char in EVERYTHING if emoji.match(char) and not char.isascii()]
    assert len(both) > 1000
    flags = {chr(number) for number in range(0x1F1E6, 0x1F200)}
    wrong = [
        ascii(char)
        for char in both
        if char not in flags
        and (without_hidden(f"{char}\ufe0f") == char) != bool(coloured.match(char))
    ]
    assert wrong == []


@given(st.text(st.sampled_from([*HIDDEN, *BLANK, *"a1#💪❤👩🚀♀क्ابم葛ᠠ\u0301\u20e3 🏴", "\u202e"])))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert not once or fold(once) == fold(text)
    assert fold(fold(text)) == fold(text)


def test_a_long_text_of_joiners_takes_no_time() -> None:
    text = "क्" + "\u200d" * 300_000 + "💪"
    assert len(without_hidden(text)) <= 5
