"""Long names are parted where they are joined."""

import re

import pytest

from project.rules.account.names import without_hidden
from project.rules.library.starter_library import starter_library
from project.rules.library.word_joints import SOFT_HYPHEN, parted_words, with_soft_hyphens

pytestmark = pytest.mark.unit

LONG = 14
"""Letters that fit beside a ladder at 360 px, in large letters."""


@pytest.mark.parametrize(
    ("name", "parted"),
    [
        ("Bogenschützenliegestütze", "Bogen-schützen-liege-stütze"),
        ("Meine diamantliegestütze, eng", "Meine diamant-liege-stütze, eng"),
        ("Liegestütze", "Liegestütze"),
        ("Wandliegestützen", "Wandliegestützen"),
    ],
)
def test_known_words_get_soft_hyphens_and_others_stay(name: str, parted: str) -> None:
    assert with_soft_hyphens(name).replace(SOFT_HYPHEN, "-") == parted
    assert without_hidden(with_soft_hyphens(name)) == name


def test_scripts_part_the_same_words() -> None:
    words = parted_words()
    assert "Knie-liege-stütze" in [word.replace(SOFT_HYPHEN, "-") for word in words]
    assert [with_soft_hyphens(word.replace(SOFT_HYPHEN, "")) for word in words] == words


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_long_word_of_the_starter_library_is_known(language: str) -> None:
    ladders = starter_library(language)
    names = [name for each in ladders for name in (each.title, *(x.name for x in each.levels))]
    words = {word for name in names for word in re.findall(rf"\w{{{LONG},}}", name)}
    assert [word for word in sorted(words) if SOFT_HYPHEN not in with_soft_hyphens(word)] == []
