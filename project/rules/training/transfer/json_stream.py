"""The members of one large JSON object, one item at a time: memory does not grow with the file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from project.rules.training.transfer.notices import UnreadableError
from project.rules.training.transfer.opening import Source

_PIECE: Final = 2**16
_LARGEST: Final = 4 * 2**20
"""Characters of one item; ours have some hundreds."""
_NUMBER_END: Final = 3
"""So many characters behind a number tell that it does not go on: ``1`` may become ``1e+5``."""

_BLANKS: Final = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Item:
    """A member of the object, or an item of the list that such a member is."""

    name: str
    value: Any
    line: int
    in_list: bool


def items(source: Source) -> Iterator[Item]:
    """Yield the members of the object in a file: lists item by item, everything else whole."""
    with source.open() as text:
        yield from _Walk(text).members()


def kind_of(source: Source, *kinds: frozenset[str]) -> frozenset[str] | None:
    """Return the first of these sets of names whose members the object all has.

    It is read no further than that; a tool may have put its members in another order.
    """
    seen = set()
    for item in items(source):
        seen.add(item.name)
        found = next((names for names in kinds if names <= seen), None)
        if found is not None:
            return found
    return None


class _Walk:
    def __init__(self, text: Any) -> None:  # noqa: ANN401  any stream of text
        self._text = text
        self._decoder = json.JSONDecoder()
        self._buffer = ""
        self._place = 0
        self._line = 1
        self._at_end = False

    def members(self) -> Iterator[Item]:
        self._expect("{")
        if self._next() == "}":
            return
        while True:
            name = self._value()
            if not isinstance(name, str):
                self._fail()
            self._expect(":")
            if self._next() == "[":
                yield from self._list(name)
            else:
                line = self._line
                yield Item(name, self._value(), line, in_list=False)
            if self._next() == "}":
                return
            self._expect(",")

    def _list(self, name: str) -> Iterator[Item]:
        self._expect("[")
        if self._next() == "]":
            self._expect("]")
            return
        while True:
            self._next()
            line = self._line
            yield Item(name, self._value(), line, in_list=True)
            if self._next() == "]":
                self._expect("]")
                return
            self._expect(",")

    def _next(self) -> str:
        """Return the next character that is no blank, without taking it."""
        while True:
            begin = self._place
            while self._place < len(self._buffer) and self._buffer[self._place] in _BLANKS:
                self._place += 1
            self._line += self._buffer.count("\n", begin, self._place)
            if self._place < len(self._buffer):
                return self._buffer[self._place]
            if not self._more():
                return ""

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            self._fail()
        self._place += 1

    def _value(self) -> Any:  # noqa: ANN401  any JSON
        self._next()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._place)
            except RecursionError:
                self._fail()
            except ValueError:
                # Cut off, or wrong: what follows tells.
                if len(self._buffer) - self._place > _LARGEST or not self._more():
                    self._fail()
                continue
            if len(self._buffer) - end < _NUMBER_END and not self._at_end:
                self._more()  # which moves what waits, so it is read anew
                continue
            self._line += self._buffer.count("\n", self._place, end)
            self._place = end
            return value

    def _more(self) -> bool:
        """Read on, as much again as waits already, so that a long item is not begun too often."""
        if self._at_end:
            return False
        rest = self._buffer[self._place :]
        piece = self._text.read(max(_PIECE, len(rest)))
        self._buffer, self._place = rest + piece, 0
        self._at_end = not piece
        return not self._at_end

    def _fail(self) -> Any:  # noqa: ANN401  never returns
        raise UnreadableError("json_broken", self._line)
