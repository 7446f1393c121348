"""Where long words may be parted on a narrow screen.

Browsers know it by themselves (``hyphens: auto``) only where they have a dictionary of the language.
``word_joints.<language>.txt`` has the long words of the starter library, so that the names most
athletes read are parted where they are joined, on every device. A name is stored without such
marks (`project.rules.account.names`); they are put in where it is shown.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

SOFT_HYPHEN: Final = "\u00ad"
_FOLDER: Final = Path(__file__).parent


def with_soft_hyphens(text: str) -> str:
    """Return the text with soft hyphens in the long words that we know."""
    found, joined = _known()
    return found.sub(lambda match: _parted(match[0], joined[match[0].casefold()]), text)


def parted_words() -> list[str]:
    """Return the long words that we know, with their soft hyphens: scripts part names by them."""
    return [line.replace("|", SOFT_HYPHEN) for line in _lines()]


def _parted(word: str, parts: tuple[int, ...]) -> str:
    pieces, start = [], 0
    for length in parts:
        pieces.append(word[start : start + length])
        start += length
    return SOFT_HYPHEN.join(pieces)


@cache
def _known() -> tuple[re.Pattern[str], Mapping[str, tuple[int, ...]]]:
    lines = [line.split("|") for line in _lines()]
    joined = {"".join(parts).casefold(): tuple(map(len, parts)) for parts in lines}
    words = "|".join(re.escape("".join(parts)) for parts in lines)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), joined


@cache
def _lines() -> tuple[str, ...]:
    paths = sorted(_FOLDER.glob("word_joints.*.txt"))
    return tuple(line for path in paths for line in path.read_text("utf-8").split())
