"""Lists of levels as people keep them in notes: a line each, often with bullets or numbers."""

import re
from collections.abc import Sequence
from typing import Final

from project.rules.texts import clean_line

# Signs that also begin words need a blank after them; a number needs its dot or bracket, and what
# follows is no further digit ("1.5 Sekunden").
_BULLET: Final = re.compile(
    r"\s*(?:[-*+–—·>]\s+|[•‣⁃◦▪▫■□●○]\s*)?(?:\[[ xX]?\]\s+|[☐☑☒✓✔]\s*)?(?=\S)"
)
_NUMBER: Final = re.compile(r"\s*\(?\d{1,3}[.)](?:\s+|(?=[^\W\d_]))(?=\S)")


def level_lines(text: str) -> list[str]:
    """Return the names in a pasted or typed list, without blank lines, bullets and numbers."""
    return without_bullets([line for line in re.split(r"[\r\n\u2028\u2029]", text) if line.strip()])


def without_bullets(lines: Sequence[str]) -> list[str]:
    """Return the lines without bullets and numbers at their starts.

    Numbers that are all that tells two lines apart ("1. Stufe", "2. Stufe") stay.
    """
    plain = [clean_line(_BULLET.sub("", line, count=1)) for line in lines]
    bare = [clean_line(_NUMBER.sub("", line, count=1)) for line in plain]
    return bare if _different(bare) >= _different(plain) else plain


def _different(lines: Sequence[str]) -> int:
    return len({line.casefold() for line in lines})
