"""What of a name can be seen: one rule for every field that names something.

Unicode has characters that show nothing by themselves. Some change how their neighbours look (a
joined emoji, a Persian or Indic word, a flag); everywhere else they only make two names differ
that look the same. Unicode 16 is the source of the ranges; its list of characters to ignore is
held against them by a test.
"""

import re
import unicodedata
from typing import Final

# Blanks that do not count as white space: an empty cell of Braille, Hangul's fillers, no note. Two
# more fillers take no room.
_BLANKS: Final = str.maketrans(
    dict.fromkeys("\u2800\u3164\uffa0\U0001d159", " ") | dict.fromkeys("\u115f\u1160", "")
)
_TURNING: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN: Final = (
    "\u00ad\u034f\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U00016fe4\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# England, Scotland and Wales: a black flag, then letters that nobody sees, then their end.
_FLAG: Final = "\U0001f3f4(?:{})\U000e007f".format(
    "|".join(
        "".join(chr(0xE0000 + ord(letter)) for letter in name)
        for name in ("gbeng", "gbsct", "gbwls")
    )
)
_FLAG_OR_HIDDEN: Final = re.compile(f"({_FLAG})|[{_HIDDEN}]")
_FLAG_OR_UNSEEN: Final = re.compile(f"({_FLAG})|[{_HIDDEN}{_TURNING}]")
_TURNS: Final = re.compile(f"[{_TURNING}]")
_UNSEEN_KINDS: Final = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
_VIRAMA: Final = 9  # the combining class of the sign that takes away a vowel
_NEAR: Final = 3

_EMOJI_STYLES: Final = "\ufe0e\ufe0f"
_JOINERS: Final = "\u200c\u200d"
_SKIN: Final = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
# Emoji that are no symbols, and wide ones that are written in black all the same.
_ODD_EMOJI: Final = "\u203c\u2049\u2139\u3030\u303d\u3297\u3299\U0001f202\U0001f237"


def without_hidden(text: str) -> str:
    """Return a name without characters that show nothing and do nothing where they stand.

    Marks that turn the direction of what follows stay: forms refuse them.
    """
    if text.isascii():
        return text
    return _FLAG_OR_HIDDEN.sub(_kept, text.translate(_BLANKS))


def seen(text: str) -> str:
    """Return what can be seen of a name, for telling names apart: equal for those that look alike.

    Also without what joins or styles: whether that shows depends on the reader's letters.
    """
    if not text.isascii():
        text = _FLAG_OR_UNSEEN.sub(lambda match: match[1] or "", text.translate(_BLANKS))
    return " ".join(text.split())


def shows_something(text: str) -> bool:
    """Return whether at least one character of a name can be seen by itself."""
    return any(unicodedata.category(char) not in _UNSEEN_KINDS for char in seen(text))


def is_name(text: str) -> bool:
    """Return whether a name may be stored: it can be seen, and nothing unseen is in it."""
    if _TURNS.search(text) or any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        return False
    return shows_something(text) and without_hidden(text) == text


def _kept(match: re.Match[str]) -> str:
    return match[0] if match[1] or _does_something(match.string, match.start()) else ""


def _does_something(text: str, place: int) -> bool:
    char, right = text[place], text[place + 1 : place + 2]
    left = text[place - 1] if place else ""
    if char in _EMOJI_STYLES:
        return _has_styles(left) or (right == "\u20e3" and left != "" and left in "0123456789#*")
    if char in _JOINERS:
        return bool(left and right) and _joins(text, place)
    if "\u180b" <= char <= "\u180f":
        return _is_of("MONGOLIAN LETTER", left)
    if "\ufe00" <= char <= "\ufe0d" or "\U000e0100" <= char <= "\U000e01ef":
        return _is_of("CJK ", left)  # another shape of the same ideograph
    return False


def _is_of(script: str, char: str) -> bool:
    return char != "" and unicodedata.name(char, "").startswith(script)


def _has_styles(char: str) -> bool:
    """Return whether the character is drawn in black or in colours, as the next one says."""
    if not char:
        return False
    is_symbol = unicodedata.category(char) in {"So", "Sm"}
    return char in _ODD_EMOJI or (is_symbol and unicodedata.east_asian_width(char) != "W")


def _joins(text: str, place: int) -> bool:
    right = text[place + 1]
    if text[place] == "\u200d" and _is_picture(right):
        return _is_picture(_before(text, place, _EMOJI_STYLES + _SKIN))
    if unicodedata.combining(text[place - 1]) == _VIRAMA:
        return unicodedata.category(right).startswith("L")
    left = text[place - 1]
    for at in range(place - 1, max(place - 1 - _NEAR, -1), -1):
        left = text[at]
        if unicodedata.category(left) != "Mn":
            break
    return {unicodedata.bidirectional(left), unicodedata.bidirectional(right)} == {"AL"}


def _before(text: str, place: int, skipped: str) -> str:
    """Return the nearest character before ``place`` that is none of a few that are skipped."""
    for at in range(place - 1, max(place - 1 - _NEAR, -1), -1):
        if text[at] not in skipped:
            return text[at]
    return ""


def _is_picture(char: str) -> bool:
    if "\U0001f000" <= char <= "\U0001faff":
        return True
    return char >= "\u2190" and unicodedata.category(char) in {"So", "Sm"}
