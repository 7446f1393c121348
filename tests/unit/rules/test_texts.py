"""How texts are kept, and that nobody can make the cleaning of one last."""

import pytest

from project.rules.texts import MOST_READ, clean_line, says_nothing

pytestmark = pytest.mark.unit

# Each costs most in another step: taken for a mark, put together, left out, folded.
COSTLY = ["\u0344", "a\u0301", "\u200b", " "]


@pytest.mark.parametrize("char", COSTLY)
def test_what_is_longer_than_any_text_is_not_cleaned_but_refused(char: str) -> None:
    endless = char * MOST_READ + "x"
    cleaned = clean_line(endless)
    assert cleaned == endless[: MOST_READ + 1]
    assert not says_nothing(cleaned)


def test_a_long_text_is_cleaned_like_any_other() -> None:
    assert clean_line("  a\u0301\u200b" + " " * (MOST_READ - 6) + "b") == "á b"
