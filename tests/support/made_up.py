"""A language that nobody speaks: every text of ours stands in ⟦…⟧, so that others show."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, Comment, Doctype, Tag

from project.rules.library.word_joints import SOFT_HYPHEN
from project.services.people.profiles import time_zones
from tests.support import catalogues

CODE: Final = "fr"
"""Whose dates, numbers and plural rules it borrows."""

_SHORTEST_BEGINNING: Final = 20
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
# Attributes that people see or hear, and data for scripts that may be words.
_SAID: Final = {"alt", "title", "aria-label", "placeholder", "label", "content"}
_NO_WORDS: Final = frozenset(
    f"data-{name}"
    for name in [
        "module",
        "part",
        "do",
        "name",
        "unit",
        "key",
        "theme",
        "shows",
        "measure",
        "text",
        "plot",
        "kind",
        "verb",
        "user",
        "lasts",
        "function",
    ]
)
_NAMES: Final = ("Calisthenics Progression", "Calisthenics", "Deutsch", "Français")
# Units, times of day and what a file is called; the same in every language.
_UNITS: Final = {"kg", "AM", "PM", "UTC"}


def write_catalogue(folder: Path) -> None:
    """Write the catalogue, with every text that the code has now."""
    template = folder / "messages.pot"
    catalogues.collect(template)
    made_up = Catalog(locale=CODE)
    for message in catalogues.read(template):
        if not message.id:
            continue
        one, many = message.id if isinstance(message.id, tuple) else (message.id, None)
        said = f"⟦{one}⟧" if many is None else (f"⟦{one}⟧", *[f"⟦{many}⟧"] * 1)
        made_up.add(message.id, said, context=message.context)
    file = folder / CODE / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as target:
        write_mo(target, made_up)


def unsaid(words: Iterable[str], own: Collection[str]) -> list[str]:
    """Return what is neither in brackets nor somebody's own; ``words`` follow each other."""
    text = "\x00".join(words).replace(SOFT_HYPHEN, "")
    depth, left = 0, []
    for character in text:
        if character == "⟦":
            depth += 1
            left.append(" ")
        elif character == "⟧":
            depth -= 1
        elif not depth:
            left.append(character)
    assert depth == 0, text
    rest = _without_beginnings("".join(left), own)
    for value in sorted((*own, *_NAMES, *_of_cldr()), key=len, reverse=True):
        if value in rest:
            rest = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", rest)
    pieces = (" ".join(piece.split()) for piece in rest.split("\x00"))
    return [piece for piece in pieces if set(_LETTERS.findall(piece)) - _UNITS]


def _without_beginnings(text: str, own: Collection[str]) -> str:
    """Leave out the beginnings of what was too long to be shown whole."""
    for value in own:
        if len(value) > _SHORTEST_BEGINNING and value[:_SHORTEST_BEGINNING] in text:
            begun = re.compile(re.escape(value[:_SHORTEST_BEGINNING]) + "[^\x00…]*…")
            for found in begun.findall(text):
                if value.startswith(found[:-1]):
                    text = text.replace(found, "")
    return text


@cache
def _of_cldr() -> frozenset[str]:
    """Return the names of months and days, and the names of the zones."""
    locale = Locale(CODE)
    names = {
        str(name)
        for kind in (locale.months, locale.days)
        for widths in kind.values()
        for width in ("wide", "abbreviated")
        for name in widths[width].values()
    }
    places = {name for zones in time_zones().values() for name in zones}
    return frozenset(
        names | places | {place.replace("_", " ") for place in places} | set(time_zones())
    )


def words_of_page(page: str) -> Iterator[str]:
    """Yield what a page says: its texts in their order, then attributes and data for scripts."""
    html = BeautifulSoup(page, "html.parser")
    for text in html.find_all(string=True):
        parent = text.parent
        if isinstance(text, Comment | Doctype) or parent is None or parent.name == "style":
            continue
        if parent.name != "script":
            yield str(text)
        elif parent.get("type") == "application/json":
            yield from words_of_json(json.loads(str(text)))
    for tag in html.find_all(True):
        yield from _words_of_tag(tag)


def _words_of_tag(tag: Tag) -> Iterator[str]:
    for name, value in tag.attrs.items():
        said = name in _SAID or (name.startswith("data-") and name not in _NO_WORDS)
        if said and isinstance(value, str) and not (tag.name == "meta" or _is_address(value)):
            yield from (
                words_of_json(json.loads(value))
                if value.startswith(("[", "{")) or value == "null"
                else [value]
            )


_DATA: Final = {"parted"}
"""What pages hold for scripts and never show: the words that are parted where a name has them."""


def words_of_json(value: Any) -> Iterator[str]:
    """Yield the texts of an answer, but not names of things and addresses."""
    match value:
        case str() if not _is_address(value) and not _is_code(value):
            yield value
        case list():
            for item in value:
                yield from words_of_json(item)
        case dict():
            for name, item in value.items():
                if name not in _DATA:
                    yield from words_of_json(item)


def _is_address(text: str) -> bool:
    return text.startswith(("/", "http://", "https://", "#"))


def _is_code(text: str) -> bool:
    """Return whether a text is for programs: ``new_followers``, a token, a time."""
    return bool(re.fullmatch(r"[a-z0-9_.:+-]+|[\w.+:-]{20,}", text))
