"""Counting statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class QueryCounter:
    """Collects statements while it is watching; transaction statements do not count."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self._watching = False

    def note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if self._watching and not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            self.statements.append(statement)

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Collect the statements of the block."""
        self.statements = []
        self._watching = True
        try:
            yield self.statements
        finally:
            self._watching = False

    @contextmanager
    def expect(self, most: int) -> Iterator[None]:
        """Fail, showing the statements, when the block sends more than ``most``."""
        with self.watching() as statements:
            yield
        assert len(statements) <= most, "\n\n".join(statements)
