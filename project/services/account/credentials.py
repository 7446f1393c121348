"""What a user name, an address and a password may look like; asks no database."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from project.i18n import gettext
from project.models import fold
from project.rules.limits import ADDRESS_LENGTH, USERNAME_LENGTH

SHORTEST_NAME: Final = 3
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 1024
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_FOLDER: Final = Path(__file__).parent


def username_problem(name: str, segments: frozenset[str] = frozenset()) -> str:
    """Return what is wrong with a user name, or nothing; ``segments`` are the site's own paths."""
    if not SHORTEST_NAME <= len(name) <= USERNAME_LENGTH:
        return gettext(
            "Zwischen %(least)d und %(most)d Zeichen.", least=SHORTEST_NAME, most=USERNAME_LENGTH
        )
    if not _NAME.fullmatch(name):
        return gettext(
            "Nur Buchstaben ohne Umlaute, Ziffern und _ . -; am Anfang ein Buchstabe oder eine"
            " Ziffer."
        )
    if fold(name) in reserved_names() | segments:
        return gettext("Dieser Name ist nicht zu haben. Nimm bitte einen anderen.")
    return ""


def normal_address(text: str) -> str | None:
    """Return the address in its normal form, or None when it is none; asks no name server."""
    from email_validator import (  # noqa: PLC0415  a tenth of the start, for a few forms
        EmailNotValidError,
        validate_email,
    )

    try:
        address = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    plain = address.ascii_email or ""
    return plain if 0 < len(plain) <= ADDRESS_LENGTH else None


def normal_login(text: str) -> str:
    """Return a name or an address as it is looked up: one spelling for each account."""
    return normal_address(text) or text


def password_problem(password: str, *own_words: str) -> str:
    """Return what is wrong with a new password, or nothing.

    ``own_words`` are the athlete's name and address; there are no rules about kinds of
    characters, which only make passwords predictable.
    """
    if len(password) < SHORTEST_PASSWORD:
        return gettext("Mindestens %(least)d Zeichen.", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        return gettext("Höchstens %(most)d Zeichen.", most=LONGEST_PASSWORD)
    folded = fold(password)
    own = {fold(word) for word in own_words}
    if folded in own | {word.partition("@")[0] for word in own}:
        return gettext("Das Passwort darf nicht dein Name oder deine Adresse sein.")
    if folded in common_passwords() or _is_one_pattern(folded):
        return gettext(
            "Dieses Passwort probieren Angreifer zuerst. Nimm zum Beispiel drei, vier Wörter, die"
            " nichts miteinander zu tun haben."
        )
    return ""


@cache
def reserved_names() -> frozenset[str]:
    return _words("reserved_names.txt")


@cache
def common_passwords() -> frozenset[str]:
    """Return the shipped list of what people choose most, folded."""
    return _words("common_passwords.txt")


def _words(name: str) -> frozenset[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_one_pattern(folded: str) -> bool:
    """Return whether a few characters, or a listed password, are only repeated."""
    for length in range(1, len(folded) // 2 + 1):
        if len(folded) % length == 0 and folded == folded[:length] * (len(folded) // length):
            return length <= 4 or folded[:length] in common_passwords()  # noqa: PLR2004  "1234" three times
    return False
