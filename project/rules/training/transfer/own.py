"""Our own archive: ``daten.json`` (or ``data.json``) of every version, alone or in its ZIP."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from project.enums import CountingType, Side
from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.json_stream import Item, items, kind_of
from project.rules.training.transfer.moments import Moment
from project.rules.training.transfer.notices import LeftOutError, UnreadableError
from project.rules.training.transfer.opening import Source, sources
from project.rules.training.transfer.types import (
    ImportedLadder,
    ImportedLevel,
    SetKind,
    WeightUnit,
)

NEWEST_FORMAT: Final = 2
"""The format of archives as this version writes them; older ones are read, too."""

PRODUCT: Final = "calisthenics-progression"
"""What wrote an archive, for whoever finds it in ten years; nothing asks for it."""

MARKS: Final = frozenset({"format", "exported_at"})
"""The members by which an archive is known."""

# A set that goes on from the one before it at an easier level is what others call a drop set.
_KINDS: Final = {**{kind.value: kind for kind in SetKind}, "segment": SetKind.DROP}
Rows = dict[int, dict[str, Any]]


def is_archive(content: bytes) -> bool:
    """Tell whether a file is our own archive, alone or in its ZIP; it is read no further than that."""
    try:
        return any(map(_is_ours, sources(content)))
    except UnreadableError:
        return False


def _is_ours(source: Source) -> bool:
    return source.starts_with() == "{" and kind_of(source, MARKS) == MARKS


def own_rows(content: bytes) -> Iterator[Item]:
    """Yield every row of our own archive, with the name of its table, for who restores it whole.

    Raises `UnreadableError` where it is none, is broken, or comes from a newer version.
    """
    for source in sources(content):
        if _is_ours(source):
            yield from _rows(source)
            return
    raise UnreadableError("unknown")


def _rows(source: Source) -> Iterator[Item]:
    for item in items(source):
        if item.name == "format":
            version = item.value
            if type(version) is not int or not 1 <= version <= NEWEST_FORMAT:
                raise UnreadableError("newer_format", item.line, version=str(version))
        elif item.in_list:
            yield item


@dataclass(slots=True)
class _Archive:
    """What of the archive rows are made of: tables hang together by ids that only hold in it."""

    workouts: Rows = field(default_factory=dict)
    exercises: Rows = field(default_factory=dict)
    definitions: Rows = field(default_factory=dict)
    levels: list[dict[str, Any]] = field(default_factory=list)
    sets: list[tuple[int, int, int, dict[str, Any]]] = field(default_factory=list)


_TABLES: Final = {
    "workout": (
        "workouts",
        "title timestamp is_template note started_at finished_at",
    ),
    "exercise": ("exercises", "exercise_order workout_id exercise_definition_id superset note"),
    "exercises": ("definitions", "title counting_type"),
}
_OF_A_SET: Final = ["progression", "reps", "duration", "load_kg", "side", "rir", "kind", "set_type"]


def read_own(
    source: Source,
) -> tuple[Iterable[Found | tuple[int, LeftOutError]], list[ImportedLadder]]:
    """Return the sets of an archive, in order, and its ladders."""
    archive = _Archive()
    for item in _rows(source):
        _keep(archive, item)
    return _found(archive), _ladders(archive)


def _keep(archive: _Archive, item: Item) -> None:
    row = item.value
    if not isinstance(row, dict):
        raise UnreadableError("json_broken", item.line)
    if item.name in _TABLES:
        name, columns = _TABLES[item.name]
        if (row_id := _whole(row.get("id"))) is not None:
            getattr(archive, name)[row_id] = {one: row.get(one) for one in columns.split()}
    elif item.name == "progression_levels":
        archive.levels.append(row)
    elif item.name == "exercise_sets":
        order, exercise = _whole(row.get("set_order")), _whole(row.get("exercise_id"))
        figures = {one: row[one] for one in _OF_A_SET if row.get(one) is not None}
        archive.sets.append((exercise or 0, order or 0, item.line, figures))


def _found(archive: _Archive) -> Iterator[Found | tuple[int, LeftOutError]]:
    def place(one: tuple[int, int, int, dict[str, Any]]) -> tuple[int, int, int, int]:
        exercise = archive.exercises.get(one[0], {})
        workout, order = exercise.get("workout_id"), exercise.get("exercise_order")
        return _whole(workout) or 0, _whole(order) or 0, one[0], one[1]

    archive.sets.sort(key=place)
    for exercise_id, _, line, figures in archive.sets:
        exercise = archive.exercises.get(exercise_id, {})
        workout = archive.workouts.get(_whole(exercise.get("workout_id")) or 0)
        definition = archive.definitions.get(_whole(exercise.get("exercise_definition_id")) or 0)
        if workout is None or definition is None:
            yield line, LeftOutError("bad_row")
        elif workout["is_template"] is True:
            yield line, LeftOutError("template")
        elif (start := _moment(workout["timestamp"])) is None:
            yield line, LeftOutError("bad_date", column="date", text=str(workout["timestamp"]))
        else:
            rows = workout, exercise, definition
            yield replace(_one(line, figures, start, rows), place=exercise_id)


def _one(
    line: int, figures: dict[str, Any], start: datetime, rows: tuple[dict[str, Any], ...]
) -> Found:
    workout, exercise, definition = rows
    begin, end = _moment(workout["started_at"]), _moment(workout["finished_at"])
    side = _text(figures.get("side"))
    return Found(
        line=line,
        moment=Moment(start, has_time=True),
        session=exercise.get("workout_id"),
        title=_text(workout["title"]),
        workout_note=_text(workout["note"]),
        length=int((end - begin).total_seconds()) if begin and end else None,
        exercise=_text(definition["title"]),
        note=_text(exercise["note"]),
        superset=_whole(exercise["superset"]),
        kind=_KINDS.get(_text(figures.get("set_type") or figures.get("kind")), SetKind.NORMAL),
        side=Side(side) if side in set(Side) else None,
        level=_text(figures.get("progression")),
        figures=FoundFigures(
            reps=_text(figures.get("reps")),
            seconds=_text(figures.get("duration")),
            weight=_text(figures.get("load_kg")),
            unit=WeightUnit.KG,
            rir=_text(figures.get("rir")),
            exact=True,
        ),
    )


def _ladders(archive: _Archive) -> list[ImportedLadder]:
    rungs: dict[int, list[tuple[int, str]]] = {}
    for row in archive.levels:
        definition, order = (
            _whole(row.get("exercise_definition_id")),
            _whole(row.get("level_order")),
        )
        if definition is not None and order is not None and isinstance(row.get("name"), str):
            rungs.setdefault(definition, []).append((order, row["name"]))
    return [
        ImportedLadder(
            name=title,
            counting_type=CountingType.DURATION
            if archive.definitions[definition]["counting_type"] == CountingType.DURATION
            else CountingType.REPS,
            levels=tuple(
                ImportedLevel(exercise=title, level=name, rung=order)
                for order, name in sorted(levels)
            ),
        )
        for definition, levels in rungs.items()
        if definition in archive.definitions
        and (title := _text(archive.definitions[definition]["title"]))
    ]


def _whole(value: object) -> int | None:
    return value if type(value) is int else None


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and value is not True else ""


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
