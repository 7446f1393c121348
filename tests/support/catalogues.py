"""The catalogues of other languages: collecting what has to be said, and checking what is.

``python -m tests.support.catalogues collect`` (of ``make messages``) writes the template that they
follow, ``… check`` (of ``make lint``) says what is wrong with them.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Final

from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from project.settings import ROOT, TRANSLATIONS

TEMPLATE: Final = TRANSLATIONS / "messages.pot"
KEYWORDS: Final = ("lazy_gettext", "lazy_pgettext:1c,2", "plural_forms:1,2")
# What stands for a value, and what is HTML.
_VALUE: Final = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
_TAG: Final = re.compile(r"</?[a-z][^>]*>|&\w+;")
_CHANGING: Final = re.compile(r"%\(num\)[sd]|\{n\}")


def collect(target: Path) -> None:
    """Write all texts of the code and the templates into ``target``."""
    keywords = [part for word in KEYWORDS for part in ("--keyword", word)]
    command = ["pybabel", "--quiet", "extract", "--mapping-file", str(ROOT / ".babel.cfg")]
    command += [*keywords, "--no-wrap", "--add-location", "file", "--sort-by-file"]
    command += ["--project", "calisthenics-progression", "--output", str(target), "."]
    with chdir(ROOT):
        CommandLineInterface().run(command)  # type: ignore[no-untyped-call]  # Babel has no types here


def languages() -> list[Path]:
    """Return the catalogues."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))


def read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=_locale(file))


def _locale(file: Path) -> str | None:
    return None if file.suffix == ".pot" else file.parent.parent.name


def compiled(catalogue: Catalog) -> bytes:
    """Return what the app reads."""
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def problems(file: Path, template: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue."""
    catalogue = read(file)
    wanted, there = _messages(template), _messages(catalogue)
    yield from (f"missing: {text!r}" for text in wanted if text not in there)
    yield from (f"nobody says it any more: {text!r}" for text in there if text not in wanted)
    for key, message in there.items():
        yield from (f"{key[0]!r}: {fault}" for fault in _faults(message, catalogue))
    if compiled(catalogue) != file.with_suffix(".mo").read_bytes():
        yield "the .mo is not what the .po says; run: make messages"


def _messages(catalogue: Catalog) -> dict[tuple[str, str | None], Message]:
    return {(_source(each)[0], each.context): each for each in catalogue if each.id}


def _source(message: Message) -> tuple[str, ...]:
    return tuple(map(str, message.id)) if isinstance(message.id, tuple) else (str(message.id),)


def _said(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(map(str, said)) if isinstance(said, tuple) else (str(said or ""),)


def _faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    source, said = _source(message), _said(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(said):
        yield "not translated"
        return
    if len(source) > 1 and len(said) != catalogue.num_plurals:
        yield f"{len(said)} forms, not {catalogue.num_plurals}"
    for text in said:
        if not any(_tokens(text) == _tokens(each) for each in source):
            yield f"values or HTML differ in {text!r}"
        if '"' in text and not any('"' in each for each in source):
            yield "has a straight quotation mark, which would end an attribute"
        if text != text.strip() and source[0] == source[0].strip():
            yield "begins or ends with a blank"


def _tokens(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return what must be the same in every language; the number may go without being said."""
    values = Counter(_VALUE.findall(_CHANGING.sub("", text)))
    return values, Counter(_TAG.findall(text))


def main(command: str) -> int:
    """Do what ``command`` says; 1 when something is wrong."""
    if command == "collect":
        TRANSLATIONS.mkdir(exist_ok=True)
        collect(TEMPLATE)
        return 0
    found = all_problems()
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    return 1 if found else 0


def all_problems() -> list[str]:
    """Return what is wrong with all catalogues."""
    collect(TEMPLATE)
    template = read(TEMPLATE)
    return [
        f"{file.parent.parent.name}: {problem}"
        for file in languages()
        for problem in problems(file, template)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
