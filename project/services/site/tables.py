"""The tables of an athlete's archive: as spreadsheets of their language read them, and for machines.

People get the day and time of where a workout was done, the words and the decimal sign of their
language; a semicolon stands between cells where that sign is a comma, as their spreadsheets expect.
"""

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from project.enums import CountingType
from project.i18n import decimal_sign, format_full_day, gettext, pgettext
from project.queries.site.export_tables import LADDER_COLUMNS, TRAINING_COLUMNS, ZONE
from project.rules.library.sets import FIGURES
from project.rules.texts import FORMULA_SIGNS

_FORMULA_STARTS: Final = (*FORMULA_SIGNS, "\t", "\r")
_CHOSEN: Final = [
    (TRAINING_COLUMNS.index(figure.heading or name) - 1, figure.choices)  # behind the moment
    for name, figure in FIGURES.items()
    if figure.choices
]
_ZONE: Final = ZONE - 1
_COUNTED: Final = LADDER_COLUMNS.index("counting_type")

Rows = Iterable[Sequence[Any]]


class Tables(ABC):
    separator = ","
    mark = ""
    """What a file begins with."""

    @abstractmethod
    def trainings(self, rows: Rows) -> Iterator[list[object]]:
        """Yield the head and the rows of what was trained."""

    @abstractmethod
    def ladders(self, rows: Rows) -> Iterator[list[object]]:
        """Yield the head and the rows of the library."""

    @abstractmethod
    def cell(self, value: object) -> object:
        """Return what stands in a cell."""

    def write(self, out: IO[str], rows: Iterable[Sequence[object]]) -> None:
        """Write rows as CSV."""
        out.write(self.mark)
        writer = csv.writer(out, delimiter=self.separator)
        writer.writerows([self._disarmed(value) for value in row] for row in rows)

    def _disarmed(self, value: object) -> object:
        if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
            return f"'{value}"
        return self.cell(value)


class ForMachines(Tables):
    """English names, moments with their offset where it was, points and commas."""

    def trainings(self, rows: Rows) -> Iterator[list[object]]:
        yield list(TRAINING_COLUMNS)
        for at, *values in rows:
            local = at.astimezone(ZoneInfo(values[_ZONE]))
            yield [local.isoformat(timespec="seconds"), *values]

    def ladders(self, rows: Rows) -> Iterator[list[object]]:
        yield list(LADDER_COLUMNS)
        yield from map(list, rows)

    def cell(self, value: object) -> object:
        match value:
            case bool():
                return "true" if value else "false"
            case Decimal():
                return f"{value:f}"
        return value


class ForPeople(Tables):
    """The words and signs of the reader's language, day and time where it was done."""

    mark = "\ufeff"  # by which spreadsheets know that it is UTF-8

    def __init__(self) -> None:
        self._decimal_sign = decimal_sign()
        self.separator = ";" if self._decimal_sign == "," else ","
        self._yes, self._no = gettext("ja"), gettext("nein")

    def trainings(self, rows: Rows) -> Iterator[list[object]]:
        heads = {
            "timestamp": gettext("Datum"),
            "workout": gettext("Training"),
            "template": gettext("Vorlage"),
            "exercise": gettext("Übung"),
            "level": pgettext("of a ladder", "Stufe"),
            "reps": gettext("Wiederholungen"),
            "seconds": gettext("Sekunden"),
            "load_kg": gettext("Gewicht (kg)"),
            "side": pgettext("of the body", "Seite"),
            "reps_in_reserve": gettext("Wiederholungen in Reserve"),
            "set_type": gettext("Satzart"),
            "note": gettext("Notiz"),
            "timezone": gettext("Zeitzone"),
            "minutes": gettext("Dauer (min)"),
        }
        day, *others = (heads[name] for name in TRAINING_COLUMNS)
        zone = others.pop(_ZONE)
        yield [day, gettext("Uhrzeit"), zone, *others]
        chosen = [(place, dict(choices)) for place, choices in _CHOSEN]
        for row in rows:
            at, *values = row
            for place, words in chosen:
                if values[place] is not None:
                    values[place] = str(words[values[place]])
            zone = values.pop(_ZONE)
            local = at.astimezone(ZoneInfo(zone))
            yield [format_full_day(local.date()), f"{local:%H:%M}", zone, *values]

    def ladders(self, rows: Rows) -> Iterator[list[object]]:
        heads = {
            "exercise": gettext("Übung"),
            "counting_type": gettext("Gezählt wird"),
            "level_order": gettext("Reihenfolge"),
            "level": pgettext("of a ladder", "Stufe"),
            "archived": gettext("Archiviert"),
        }
        yield [heads[name] for name in LADDER_COLUMNS]
        ways = {
            CountingType.REPS.value: gettext("Wiederholungen"),
            CountingType.DURATION.value: pgettext("way of counting", "Zeit"),
        }
        for row in rows:
            yield [*row[:_COUNTED], ways[row[_COUNTED]], *row[_COUNTED + 1 :]]

    def cell(self, value: object) -> object:
        match value:
            case bool():
                return self._yes if value else self._no
            case Decimal():
                plain = f"{value:f}"
                short = plain.rstrip("0").rstrip(".") if "." in plain else plain
                return short.replace(".", self._decimal_sign)
        return value
