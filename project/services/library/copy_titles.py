"""What a copy of an exercise is called, in the language of who copies."""

import re
from collections.abc import Collection
from itertools import count
from typing import Final

from project.i18n import pgettext
from project.models import fold
from project.rules.limits import NAME_KEY_LENGTH, TITLE_LENGTH

_SOURCE: Final = "Kopie"
_LONGEST_WORD: Final = 12


def copy_title(title: str, taken: Collection[str]) -> str:
    """Return the first ``title (Kopie n)`` whose folded form is not taken, cut to fit.

    A copy's copy goes on counting: of ``Dips (Kopie)`` it is ``Dips (Kopie 2)``.
    """
    word, base = _word(), without_suffix(title)
    for number in count(1):
        suffix = f" ({word})" if number == 1 else f" ({word} {number})"
        stem = base[: TITLE_LENGTH - len(suffix)].rstrip()
        while len(fold(stem + suffix)) > NAME_KEY_LENGTH:
            stem = stem[:-1].rstrip()
        if fold(stem + suffix) not in taken:
            return stem + suffix
    raise AssertionError  # counting never ends


def without_suffix(title: str) -> str:
    """Return the title of what was copied, by the reader's word for a copy or by the German one."""
    words = "|".join(map(re.escape, {_SOURCE, _word()}))
    return re.sub(rf"\s*\((?:{words})(?: [0-9]{{1,4}})?\)$", "", title)


def _word() -> str:
    """Return the word for a copy; a long one would leave too little of the title."""
    return pgettext("in the title of a copied exercise", "Kopie")[:_LONGEST_WORD]
