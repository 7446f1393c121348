"""The part of an address that nobody guesses: whoever knows it may read what is there."""

import re
import secrets
from typing import Final

_BYTES: Final = 32
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """Return 256 bits as an address may hold them."""
    return secrets.token_urlsafe(_BYTES)


def may_be_secret(text: str) -> bool:
    """Return whether this could be one; what could not is looked up nowhere."""
    return _SECRET.fullmatch(text) is not None
