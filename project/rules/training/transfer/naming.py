"""What a foreign exercise is called, so that other spellings of one name are one.

Names are taken as bags of words: `Push-ups (Diamond)` and `diamond push up` are the same. Words
that only say how a known exercise was loaded are kept apart, as the load says it better.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from project.rules.limits import NAME_KEY_LENGTH

_PAIRS: Final = (
    ("push up", "pushup"),
    ("pull up", "pullup"),
    ("chin up", "chinup"),
    ("muscle up", "muscleup"),
    ("sit up", "situp"),
    ("l sit", "lsit"),
    ("l sitz", "lsitz"),
    ("free standing", "freestanding"),
    ("one arm", "onearm"),
    ("one armed", "onearm"),
    ("one handed", "onearm"),
    ("single arm", "onearm"),
    ("one leg", "oneleg"),
    ("one legged", "oneleg"),
    ("single leg", "oneleg"),
)
_SAME: Final = {
    "adv": "advanced",
    "tucked": "tuck",
    "straddled": "straddle",
    "hanging": "hang",
    "liegestutz": "liegestutze",
    "klimmzug": "klimmzuge",
    "kniebeuge": "kniebeugen",
    "einarmiger": "einarmige",
    "einarmiges": "einarmige",
    "einbeiniger": "einbeinige",
    "einbeiniges": "einbeinige",
}
_IDLE: Final = frozenset(
    [
        "hold",
        "halten",
        "the",
        "a",
        "an",
        "exercise",
        "ubung",
        "auf",
        "dem",
        "der",
        "den",
        "die",
        "das",
        "mit",
        "with",
    ]
)
_LOADED: Final = frozenset(["weighted", "bodyweight", "gewicht", "zusatzgewicht", "korpergewicht"])
_HELPED: Final = frozenset(
    ["assisted", "band", "banded", "unterstutzt", "unterstutzte", "supported"]
)
_EQUIPMENT: Final = frozenset(
    [
        "barbell",
        "dumbbell",
        "kettlebell",
        "machine",
        "cable",
        "smith",
        "lever",
        "plate",
        "trap",
        "ez",
        "landmine",
        "sled",
        "langhantel",
        "kurzhantel",
        "kettlebells",
        "maschine",
        "kabel",
        "kabelzug",
        "multipresse",
        "hantel",
        "trx",
    ]
)
_LEVERS: Final = frozenset({"front", "back", "long"})
"""Before `lever` they make an exercise of ours; otherwise a lever is a machine."""

_TYPO: Final = 0.8
_LEAST_LETTERS: Final = 5


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart: ``words`` as they are known, and what they say about the load."""

    words: frozenset[str]
    is_helped: bool = False
    has_equipment: bool = False

    @property
    def plain(self) -> frozenset[str]:
        """The words without those that say how it was loaded."""
        return self.words - _LOADED - _HELPED


@lru_cache(maxsize=4096)
def name_parts(name: str) -> NameParts:
    """Take a name apart."""
    decomposed = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKC", name[:NAME_KEY_LENGTH]).casefold()
    )
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    text = " " + " ".join(re.findall(r"[^\W_]+", letters)) + " "
    text = re.sub(r"(?<=[^\Ws]{3})s(?= )", "", text).replace(" ups ", " up ")
    for pair, one in _PAIRS:
        text = text.replace(f" {pair} ", f" {one} ")
    words = [_SAME.get(word, word) for word in text.split()]
    kept = frozenset(words) - _IDLE
    equipment = kept & _EQUIPMENT
    if kept & _LEVERS:
        equipment -= {"lever"}
    return NameParts(kept or frozenset(words), bool(kept & _HELPED), bool(equipment))


def corrected(words: frozenset[str], vocabulary: frozenset[str]) -> frozenset[str] | None:
    """Return the words with slips mended, None when one of them is not known at all.

    A known word is never taken for another one: `push` is no slip of `pull`.
    """
    mended = set(words & vocabulary)
    for word in words - vocabulary:
        near = _near(word, vocabulary) if len(word) >= _LEAST_LETTERS else None
        if near is None:
            return None
        mended.add(near)
    return frozenset(mended)


@lru_cache(maxsize=4096)
def _near(word: str, vocabulary: frozenset[str]) -> str | None:
    found = get_close_matches(word, vocabulary, 1, _TYPO)
    return found[0] if found else None


def vocabulary_of(names: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return all words of these names."""
    return frozenset().union(*names)
