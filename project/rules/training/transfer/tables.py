"""Tables of text: which sign parts the cells, what the columns are called, and the rows."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from project.rules.training.transfer.notices import UnreadableError
from project.rules.training.transfer.opening import Source

SEPARATORS: Final = (",", ";", "\t")
MAX_COLUMNS: Final = 200
_MAX_LEADING_LINES: Final = 50
_NUL: Final = "\0"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its columns' folded names; ``line`` is where it begins in the file."""

    line: int
    cells: Sequence[str]
    places: Mapping[str, int]

    def get(self, name: str) -> str:
        """Return what stands in a column, trimmed; nothing for a column that is not there."""
        place = self.places.get(name)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def first(self, *names: str) -> str:
        """Return what stands in the first of these columns that is there."""
        return next((self.get(name) for name in names if name in self.places), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file; its rows are read anew each time."""

    source: Source
    separator: str
    headers: tuple[str, ...]
    """As the file has them."""
    line: int

    @property
    def places(self) -> Mapping[str, int]:
        """Return where each column stands, by its folded name."""
        return {folded(header): place for place, header in reversed([*enumerate(self.headers)])}

    def twice(self) -> frozenset[str]:
        """Return the folded names that several columns bear."""
        counts = Counter(folded(header) for header in self.headers if header.strip())
        return frozenset(name for name, number in counts.items() if number > 1)

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header that say something."""
        places = self.places
        with self.source.open() as text:
            for line, cells in _records(text, self.separator):
                if line > self.line and any(cell and not cell.isspace() for cell in cells):
                    yield Row(line, cells, places)


def folded(header: str) -> str:
    """Return the name of a column without what differs between versions of an app."""
    return " ".join(header.replace("\ufeff", "").casefold().split())


def table_of(source: Source, known: Iterable[frozenset[str]]) -> Table | None:
    """Return the table in a text, or None where there is none.

    The sign between cells is the one with which most names of columns are ``known``, or else the
    one that makes most columns.
    """
    names: frozenset[str] = frozenset().union(*known)
    line, record = _header(source)
    found = []
    for separator in SEPARATORS:
        try:
            headers = next(csv.reader([record], delimiter=separator), [])
        except csv.Error:  # a cell without end: this is not what parts them
            continue
        hits = sum(folded(header) in names for header in headers)
        found.append((hits, len(headers), separator, headers))
    if not found:
        raise UnreadableError("cell_too_long", line)
    _, columns, separator, headers = max(found, key=lambda one: one[:2])
    if columns < 2 or not any(re.search(r"[^\W\d_]", header) for header in headers):  # noqa: PLR2004  one column is no table
        return None
    if columns > MAX_COLUMNS:
        raise UnreadableError("too_many_columns", line, number=columns, most=MAX_COLUMNS)
    return Table(source, separator, tuple(header.strip() for header in headers), line)


def _header(source: Source) -> tuple[int, str]:
    """Return the first line that is neither blank nor a comment, and its number."""
    with source.open() as text:
        for line, record in enumerate(text, 1):
            if _NUL in record:
                raise UnreadableError("nul", line)
            if record.strip() and not record.startswith("#") and not _is_hint(record):
                return line, record
            if line > _MAX_LEADING_LINES:
                break
    return 1, ""


def _is_hint(record: str) -> bool:
    """Return whether this is a line by which a spreadsheet learns the separator."""
    return re.fullmatch(r'"?sep=.?"?', record.strip(), re.IGNORECASE) is not None


class _Counted:
    """The lines of a text on their way to the reader of CSV, which does not tell all we ask."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = text
        self.line = 0
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        for record in self._text:
            self.line += 1
            if _NUL in record:
                raise UnreadableError("nul", self.line)
            self.quotes += record.count('"')
            yield record


def _records(text: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    lines = _Counted(text)
    reader = csv.reader(lines, delimiter=separator)
    while True:
        begin, lines.quotes = lines.line + 1, 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise UnreadableError("cell_too_long", begin) from error
        if cells is None:
            return
        if lines.line > begin and lines.quotes % 2:
            raise UnreadableError("unclosed_quote", begin)
        yield begin, cells
