"""Calisthenics Memory: tables of records and of exercises, and a backup in JSON.

It is the only other app with ladders: a group is one, ``sortOrder`` the rung in it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from project.enums import CountingType, Side
from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import Context, Format, columns, index_of
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.json_stream import items
from project.rules.training.transfer.moments import with_time
from project.rules.training.transfer.notices import LeftOutError, UnreadableError
from project.rules.training.transfer.numbers import parse_number
from project.rules.training.transfer.opening import Source
from project.rules.training.transfer.tables import Row, Table
from project.rules.training.transfer.types import (
    ImportedLadder,
    ImportedLevel,
    SourceApp,
    WeightUnit,
)

_GRAMS: Final = 1000
_HOLD: Final = "isometric"
_ONE_SIDED: Final = "unilateral"
_RUNGS: Final = range(1, 11)

EXERCISES: Final = columns("name,type,group,sortOrder")
GROUPS: Final = columns("name")
BACKUP: Final = frozenset({"version", "exportDate", "app"})
"""The members by which a backup is known."""


def _read(row: Row, context: Context) -> Iterator[Found]:
    if row.cells[0].lstrip().startswith("#"):
        return
    record = {name: row.get(name) for name in row.places}
    yield from _sides(record, row.line, context, sided=bool(record.get("valueleft")))


def _sides(record: dict[str, str], line: int, context: Context, *, sided: bool) -> Iterator[Found]:
    """Yield a record: one set, or one for each side; a value of both sides stands at the right."""
    day = context.moment(record.get("date", ""))
    moment = with_time(day, record["time"]) if record.get("time") else day
    if moment is None:
        raise LeftOutError("bad_date", column="date", text=record["time"])
    is_hold = record.get("exercisetype", "").casefold() == _HOLD
    index = index_of(record.get("setnumber", ""))
    right, left = record.get("valueright", ""), record.get("valueleft", "")
    sides = ((right, Side.RIGHT), (left, Side.LEFT)) if sided else ((right, None),)
    for place, (value, side) in enumerate(sides):
        if sided and not value:
            continue
        yield Found(
            line=line,
            moment=moment,
            session=day.start.date(),
            exercise=record.get("exercisename", ""),
            index=None if index is None else 2 * index + place,
            side=side,
            note=record.get("comment", ""),
            figures=FoundFigures(
                reps="" if is_hold else value,
                seconds=value if is_hold else "",
                weight=_load(record.get("weightg", ""), record.get("assistanceg", "")),
                unit=WeightUnit.KG,
                distance=record.get("distancecm", ""),
                exact=False,
            ),
        )


def _load(weight: str, assistance: str) -> str:
    """Return the load in kilograms: both are noted in grams and without a sign."""
    grams = []
    for text in (weight, assistance):
        number = parse_number(text) if text else Decimal(0)
        if number is None:
            return text  # said to be no number where it is read
        grams.append(abs(number))
    load = (grams[0] - grams[1]) / _GRAMS
    return f"{load:f}" if load else ""


FORMATS: Final = (
    Format(
        app=SourceApp.CALISTHENICS_MEMORY,
        shape="records",
        needs=columns("exerciseName,exerciseType,date,setNumber,valueRight"),
        read=_read,
        numbered=True,
    ),
)


def is_exercises(table: Table) -> bool:
    """Return whether a table is the app's list of exercises."""
    return table.places.keys() >= EXERCISES


def ladders_of(rows: Iterable[tuple[str, str, str, Any]]) -> list[ImportedLadder]:
    """Return a ladder for each group, from names, types, groups and places in them."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for name, kind, group, place in rows:
        order = place if type(place) is int else index_of(str(place))
        if name and group and order in _RUNGS:
            found.setdefault(group, []).append((order or 0, name, kind))
    return [
        ImportedLadder(
            name=group,
            counting_type=_counting(kind for _, _, kind in rungs),
            levels=tuple(
                ImportedLevel(exercise=name, level=name, rung=order)
                for order, name, _ in sorted(rungs)
            ),
        )
        for group, rungs in found.items()
    ]


def table_ladders(table: Table) -> list[ImportedLadder]:
    """Return the ladders of the app's list of exercises."""
    return ladders_of(
        (row.get("name"), row.get("type"), row.get("group"), row.get("sortorder"))
        for row in table.rows()
        if not row.cells[0].lstrip().startswith("#")
    )


def _counting(kinds: Iterable[str]) -> CountingType:
    """Return how most levels are counted."""
    holds = [kind.casefold() == _HOLD for kind in kinds]
    return CountingType.DURATION if 2 * sum(holds) > len(holds) else CountingType.REPS


def read_backup(
    source: Source, context: Context
) -> tuple[Iterator[Found | tuple[int, LeftOutError]], list[ImportedLadder]]:
    """Return the sets of a backup and its ladders; lists that it does not have are empty."""
    exercises: dict[Any, dict[str, Any]] = {}
    records: list[tuple[int, dict[str, Any]]] = []
    for item in items(source):
        if not item.in_list or item.name not in {"exercises", "records"}:
            continue
        if not isinstance(item.value, dict):
            raise UnreadableError("json_broken", item.line)
        if item.name == "records":
            records.append((item.line, item.value))
        elif isinstance(item.value.get("id"), int | str):
            exercises[item.value["id"]] = item.value
    ladders = ladders_of(
        (
            _text(one.get("name")),
            _text(one.get("type")),
            _text(one.get("group")),
            one.get("sortOrder"),
        )
        for one in exercises.values()
    )
    return _backed_up(records, exercises, context), ladders


def _backed_up(
    records: list[tuple[int, dict[str, Any]]],
    exercises: dict[Any, dict[str, Any]],
    context: Context,
) -> Iterator[Found | tuple[int, LeftOutError]]:
    for line, values in records:
        known = values.get("exerciseId")
        exercise = exercises.get(known) if isinstance(known, int | str) else None
        if exercise is None:
            yield line, LeftOutError("bad_row")
            continue
        record = {name.casefold(): _text(value) for name, value in values.items()}
        record["exercisename"] = _text(exercise.get("name"))
        record["exercisetype"] = _text(exercise.get("type"))
        sided = _text(exercise.get("laterality")).casefold() == _ONE_SIDED
        try:
            yield from _sides(record, line, context, sided=sided or bool(record.get("valueleft")))
        except LeftOutError as error:
            yield line, error


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""
