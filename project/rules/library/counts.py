"""The only grammar of repetitions as an athlete types them."""

import re

MAX_REPS = 9_999

_COUNT = re.compile(r"[0-9]{1,4}")


def parse_reps(text: str) -> int | None:
    """Return the count meant by ``text``, or None when it is no whole number from 0 to 9999.

    Only one to four ASCII digits count; white space around them is ignored.
    """
    text = text.strip()
    return int(text) if _COUNT.fullmatch(text) else None
