"""Strong: four forms of one table, in two of which the unit is named."""

from collections.abc import Iterator
from typing import Final

from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import (
    Context,
    Format,
    columns,
    index_of,
    kilo_or_pound,
)
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.numbers import parse_seconds
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import SetKind, SourceApp

_KINDS: Final = {"w": SetKind.WARMUP, "f": SetKind.FAILURE, "d": SetKind.DROP}
_NO_SETS: Final = frozenset({"rest timer", "note"})


def _read(row: Row, context: Context) -> Iterator[Found]:
    order = row.get("set order").casefold()
    weight, unit = kilo_or_pound(row, "weight")
    yield Found(
        line=row.line,
        moment=context.moment(row.get("date")),
        group=row.get("workout #") or row.get("workout name"),
        title=row.get("workout name"),
        length=parse_seconds(row.first("duration", "duration (sec)", "workout duration")),
        exercise=row.get("exercise name"),
        index=index_of(order),
        kind=_KINDS.get(order, SetKind.NORMAL),
        is_set=order not in _NO_SETS,
        note=row.get("notes"),
        workout_note=row.get("workout notes"),
        figures=FoundFigures(
            reps=row.get("reps"),
            seconds=row.get("seconds"),
            weight=weight,
            unit=unit,
            unit_text=row.get("weight unit"),
            rpe=row.get("rpe"),
            distance=row.first(
                "distance", "distance (meters)", "distance (km)", "distance (miles)"
            ),
        ),
    )


def _format(shape: str, names: str) -> Format:
    needs = columns("Date,Workout Name,Exercise Name,Set Order,Reps,Seconds")
    return Format(
        app=SourceApp.STRONG, shape=shape, needs=needs | columns(names), read=_read, numbered=True
    )


FORMATS: Final = (
    _format("6-kg", "Workout #,Weight (kg)"),
    _format("6-lbs", "Workout #,Weight (lbs)"),
    _format("6-lb", "Workout #,Weight (lb)"),
    _format("kg", "Weight (kg)"),
    _format("lbs", "Weight (lbs)"),
    _format("lb", "Weight (lb)"),
    _format("unit-column", "Weight,Weight Unit"),
    _format("no-unit", "Weight"),
)
