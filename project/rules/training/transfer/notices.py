"""What is noted while a file is read: a code for each kind, few of each kept, all counted."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from project.rules.training.transfer.types import Gravity, Notice

KEPT: Final = 200
"""Of each code; a page shows no more, and a broken file has one for each of its lines."""

_SHOWN: Final = 40
"""Characters of what stands in a cell."""

_ERRORS: Final = (
    "empty not_text nul html spreadsheet database zip_broken zip_locked zip_nothing zip_several"
    " too_large unpacked_too_large unknown too_many_columns duplicate_header cell_too_long"
    " unclosed_quote json_broken newer_format too_many_sets too_many_workouts mostly_wrong"
    " columns_missing nothing_done too_many_rows bad_value"
)
_FAULTS: Final = (
    "no_exercise no_date bad_date early late bad_number formula negative too_much"
    " only_distance bad_unit too_many_cells sets_of_exercise exercises_of_workout bad_row"
)
_LEFT_OUT: Final = "not_done no_set template"
_WARNINGS: Final = (
    "text_cut rpe_dropped rir_dropped seconds_dropped distance_dropped rounded orders_mixed"
    " headers_missing many_reps much_load long_hold"
)

GRAVITY: Final[Mapping[str, Gravity]] = MappingProxyType(
    {
        **dict.fromkeys(_ERRORS.split(), Gravity.ERROR),
        **dict.fromkeys(_FAULTS.split(), Gravity.SKIPPED),
        **dict.fromkeys(_LEFT_OUT.split(), Gravity.SKIPPED),
        **dict.fromkeys(_WARNINGS.split(), Gravity.WARNING),
    }
)
_IS_FAULT: Final = frozenset(_FAULTS.split())


class UnreadableError(Exception):
    """Nothing can be read of the file."""

    def __init__(self, code: str, line: int | None = None, **values: str | int) -> None:
        super().__init__(code)
        self.notice = made(code, line, values)


class LeftOutError(Exception):
    """A line is no set that could be stored; reading goes on behind it."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Notices:
    """The notices of one reading."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._kept: list[Notice] = []

    def note(self, code: str, line: int | None = None, **values: str | int) -> None:
        """Note something about a line."""
        self.counts[code] += 1
        if self.counts[code] <= KEPT:
            self._kept.append(made(code, line, values))

    def faults(self) -> int:
        """Return how many lines were left out because something is wrong with them."""
        return sum(number for code, number in self.counts.items() if code in _IS_FAULT)

    def kept(self) -> tuple[Notice, ...]:
        """Return them in the order of their lines."""
        return tuple(sorted(self._kept, key=lambda notice: notice.line or 0))


def made(code: str, line: int | None, values: Mapping[str, str | int]) -> Notice:
    """Return a notice; of what stands in a cell it quotes the beginning."""
    shown = {
        name: shortened(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
    return Notice(code=code, gravity=GRAVITY[code], line=line, values=shown)


def shortened(text: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(text[: 4 * _SHOWN].split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
