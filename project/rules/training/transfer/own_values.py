"""One row of our own archive: each value is one of its column, or the row is refused."""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from project.rules.library.criteria import MAX_GOAL_SETS, READY_WINDOW, CriteriaOverride
from project.rules.library.durations import MAX_DURATION
from project.rules.library.sets import FIGURES
from project.rules.limits import FIRST_YEAR
from project.rules.texts import clean_line, clean_text, has_control_characters
from project.rules.training.transfer.json_stream import Item
from project.rules.training.transfer.notices import UnreadableError

_CRITERIA: Final = {
    "goal_sets": MAX_GOAL_SETS,
    "start_value": MAX_DURATION,
    "goal_value": MAX_DURATION,
    "goal_sessions": READY_WINDOW,
    "step": MAX_DURATION,
}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # which looks through many files


class OwnRow:
    """A row of a table; what it does not say has the value that is given with the question."""

    def __init__(self, item: Item) -> None:
        self.line = item.line
        self._values = item.value
        if not isinstance(item.value, dict):
            raise UnreadableError("json_broken", item.line)

    def wrong(self, name: str) -> UnreadableError:
        return UnreadableError("bad_value", self.line, name=name)

    def number(self, name: str, low: int, high: int, missing: int | None = None) -> int | None:
        value = self._values.get(name, missing)
        if value is not None and not (type(value) is int and low <= value <= high):
            raise self.wrong(name)
        return value

    def whole(self, name: str, low: int, high: int, missing: int | None = None) -> int:
        """Return a number that has to be there."""
        value = self.number(name, low, high, missing)
        if value is None:
            raise self.wrong(name)
        return value

    def yes(self, name: str) -> bool:
        value = self._values.get(name, False)
        if type(value) is not bool:
            raise self.wrong(name)
        return value

    def line_of(self, name: str, longest: int) -> str:
        """Return a text of one line."""
        return self._measured(name, clean_line(self._text(name)), longest)

    def text(self, name: str, longest: int) -> str:
        return self._measured(name, clean_text(self._text(name)), longest)

    def exact(self, name: str, longest: int) -> str:
        """Return a text as it was stored: something was noted by it."""
        return self._measured(name, self._text(name), longest)

    def _text(self, name: str) -> str:
        value = self._values.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(name)
        return value

    def _measured(self, name: str, text: str, longest: int) -> str:
        if len(text) > longest or has_control_characters(text):
            raise self.wrong(name)
        return text

    def word(self, name: str, words: Collection[str]) -> str:
        value = self._values.get(name)
        if not isinstance(value, str) or value not in words:
            raise self.wrong(name)
        return value

    def moment(self, name: str) -> datetime | None:
        value = self._values.get(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            in_utc = moment.astimezone(UTC)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.wrong(name) from error
        if moment.tzinfo is None or in_utc.year < FIRST_YEAR:
            raise self.wrong(name)
        return in_utc

    def past(self, name: str) -> datetime:
        """Return a moment that has to be there."""
        moment = self.moment(name)
        if moment is None:
            raise self.wrong(name)
        return moment

    def day(self, name: str) -> date | None:
        value = self._values.get(name)
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self.wrong(name) from error
        if day.year < FIRST_YEAR:
            raise self.wrong(name)
        return day

    def zone(self, name: str) -> str | None:
        """Return a zone; one that is unknown here is none."""
        value = self._values.get(name)
        return value if isinstance(value, str) and value in _zones() else None

    def criteria(self) -> CriteriaOverride:
        found = {name: self.number(name, 1, most) for name, most in _CRITERIA.items()}
        chosen = CriteriaOverride(**found)
        start, goal = chosen.start_value, chosen.goal_value
        if start is not None and goal is not None and start > goal:
            raise self.wrong("start_value")
        return chosen

    def figures(self) -> dict[str, Any]:
        """Return the figures of a set: those that are no such ones are for the service to refuse."""
        found = {name: self._values.get(name) for name in FIGURES}
        load = found["load_kg"]
        if isinstance(load, str):
            try:
                found["load_kg"] = Decimal(load)
            except InvalidOperation as error:
                raise self.wrong("load_kg") from error
        elif load is not None:
            raise self.wrong("load_kg")
        return found

    def evidence(self) -> list[dict[str, Any]]:
        """Return the sessions that spoke for a decision."""
        try:
            rows = json.loads(self._text("evidence") or "[]")
        except (ValueError, RecursionError) as error:
            raise self.wrong("evidence") from error
        if not isinstance(rows, list) or not all(map(_is_session, rows)):
            raise self.wrong("evidence")
        return rows


def _is_session(row: object) -> bool:
    if not isinstance(row, dict) or row.keys() != {"workout", "at", "values"}:
        return False
    workout, at, values = row["workout"], row["at"], row["values"]
    try:
        is_moment = datetime.fromisoformat(at).tzinfo is not None
    except (TypeError, ValueError):
        return False
    return (
        is_moment
        and type(workout) is int
        and isinstance(values, list)
        and all(type(value) is int and 0 <= value <= MAX_DURATION for value in values)
    )
