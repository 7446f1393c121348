"""The only place that decides where a redirect from outside may lead."""

from typing import Final
from urllib.parse import urlsplit

from flask import request

MAX_LENGTH: Final = 2000


def is_safe_target(target: str) -> bool:
    """Return whether ``target`` is a plain path of this site: one slash first, nothing odd."""
    if not target.startswith("/") or target[1:2] in {"/", "\\"} or len(target) > MAX_LENGTH:
        return False
    if "\\" in target or not target.isascii() or any(ord(c) <= 32 or ord(c) == 127 for c in target):  # noqa: PLR2004  control characters and blanks
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc and not parts.path.startswith("//")


def safe_next(default: str) -> str:
    """Return the parameter ``next`` when it is a path of this site, else ``default``."""
    target = request.values.get("next", "")
    return target if is_safe_target(target) else default
