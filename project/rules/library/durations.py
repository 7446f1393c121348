"""The only grammar of durations: what an athlete types, and how a duration is shown.

``1:30`` is a minute and a half, ``90`` is the same in plain seconds. Only ASCII digits count:
``int()`` would also take ``1_0``, ``²`` or Arabic digits, which nobody means as a duration.
"""

import re

MAX_DURATION = 86_399
"""Seconds; the longest a set may last is one second short of a day."""

_MINUTES_SECONDS = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_PLAIN_SECONDS = re.compile(r"[0-9]{1,5}")


def parse_duration(text: str) -> int | None:
    """Return the seconds meant by ``text``, or None when it is no duration from 0:00 to 1439:59.

    Takes ``mm:ss`` with one to four digits of minutes and exactly two digits of seconds below 60,
    or plain seconds. White space around it is ignored, none is allowed inside.
    """
    text = text.strip()
    if match := _MINUTES_SECONDS.fullmatch(text):
        seconds = int(match[1]) * 60 + int(match[2])
    elif _PLAIN_SECONDS.fullmatch(text):
        seconds = int(text)
    else:
        return None
    return seconds if seconds <= MAX_DURATION else None


def format_duration(seconds: int) -> str:
    """Return ``seconds`` as ``m:ss``: 45 is ``0:45``, 4500 is ``75:00``; a sum may be any size."""
    if seconds < 0:
        raise ValueError("a duration cannot be negative")
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}"
