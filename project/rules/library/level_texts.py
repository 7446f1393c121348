"""How a level goes: a few sentences, a link to where it is shown, a figure or a picture."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from project.i18n import gettext
from project.rules.library.figures.catalogue import figure_keys
from project.rules.limits import LEVEL_TEXT_LENGTH, LINK_LENGTH
from project.rules.texts import clean_line, clean_text, has_control_characters

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
# Browsers read a backslash as a slash, so what stands before it would be another host.
_NEVER: Final = re.compile(r"[\s\\\"<>`{}|^]")


@dataclass(frozen=True, slots=True)
class LevelTexts:
    """Each is empty where there is none; ``figure`` is a key of ``starter_figures.json``.

    ``picture`` is the name of a stored one, which is shown instead of the figure.
    """

    description: str = ""
    link: str = ""
    figure: str = ""
    picture: str = ""

    @property
    def host(self) -> str:
        """The host of the link, to be read before anybody follows it."""
        return link_host(self.link) or ""

    def cleaned(self) -> "LevelTexts":
        """Return the texts as they are kept."""
        cleaned = clean_text(self.description), clean_line(self.link)
        return replace(self, description=cleaned[0], link=cleaned[1])


def link_host(link: str) -> str | None:
    """Return host and port of an ``https`` address as a browser reads it; None for anything else.

    A name beyond ASCII is given as ``xn--…``: some letters look like others.
    """
    try:
        parts = urlsplit(link)
        host = _in_ascii(parts.hostname or "")
        port = parts.port
    except (UnicodeError, ValueError):
        return None
    if parts.scheme != "https" or "@" in parts.netloc or _NEVER.search(link):
        return None
    if not _HOST.fullmatch(host):
        return None
    return host if port is None else f"{host}:{port}"


def _in_ascii(host: str) -> str:
    """Return the name as browsers look it up; Python's own codec would take ``ß`` for ``ss``."""
    if host.isascii():
        return host
    import idna  # noqa: PLC0415  its tables take megabytes, and few hosts need them

    return idna.encode(host, uts46=True).decode("ascii")


def texts_fault(texts: LevelTexts) -> str:
    """Say what is wrong with cleaned texts; empty for nothing."""
    if has_control_characters(texts.description) or has_control_characters(texts.link):
        return gettext("Steuerzeichen sind hier nicht erlaubt.")
    if len(texts.description) > LEVEL_TEXT_LENGTH:
        return gettext("Die Beschreibung hat höchstens %(max)d Zeichen.", max=LEVEL_TEXT_LENGTH)
    if len(texts.link) > LINK_LENGTH:
        return gettext("Der Link hat höchstens %(max)d Zeichen.", max=LINK_LENGTH)
    if texts.link and link_host(texts.link) is None:
        return gettext("Ein Link beginnt mit https:// und nennt eine Website.")
    if texts.figure and texts.figure not in figure_keys():
        return gettext("Diese Figur gibt es nicht.")
    return ""
