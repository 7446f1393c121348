"""How every text that somebody typed is kept: in NFC, trimmed, free of what cannot be seen."""

import re
import unicodedata
from typing import Final

from project.rules.account.names import shows_something, without_hidden

# Control characters, lone surrogates, and the marks that turn the direction of what follows.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# A spreadsheet takes a text that begins like this for a formula; East Asian ones the wide signs, too.
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Longer than anything that is kept. To clean megabytes of accents takes seconds, and nobody need be
# signed in to send them.
MOST_READ: Final = 20_000


def _typed(value: object) -> str:
    """Return the text of a field; a file that came under its name is none."""
    return value if isinstance(value, str) else ""


def clean_line(value: str | None) -> str:
    """Return one line of text: NFC, trimmed, inner white space as single blanks.

    Without what nobody sees; empty when that is all there is. Of what is longer than `MOST_READ`
    comes one character more, uncleaned: whoever measures it refuses it.
    """
    text = _typed(value)
    if len(text) > MOST_READ:
        return text[: MOST_READ + 1]
    text = unicodedata.normalize("NFC", without_hidden(text))
    text = re.sub(r"\s+", " ", text).strip()
    return "" if says_nothing(text) else text


def clean_text(value: str | None) -> str:
    """Return several lines of text: NFC, trimmed, with Unix line ends."""
    text = unicodedata.normalize("NFC", _typed(value))
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def has_control_characters(text: str) -> bool:
    """Return whether there is something in ``text`` that cannot be seen or stored."""
    return bool(_FORBIDDEN.search(text))


def says_nothing(text: str) -> bool:
    """Return whether nothing can be seen; what is refused for another reason is something."""
    if len(text) > MOST_READ or has_control_characters(text):
        return False
    return not shows_something(text)


def without_control_characters(text: str) -> str:
    """Return ``text`` without what cannot be seen or stored."""
    return _FORBIDDEN.sub("", text)
