"""Hevy: one table in kilograms and kilometres, or in pounds and miles; newest workout first."""

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
from project.rules.training.transfer.moments import Moment, parse_moment
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import SetKind, SourceApp

_KINDS: Final = {
    "warmup": SetKind.WARMUP,
    "warm_up": SetKind.WARMUP,
    "failure": SetKind.FAILURE,
    "dropset": SetKind.DROP,
    "drop_set": SetKind.DROP,
}


def _read(row: Row, context: Context) -> Iterator[Found]:
    moment = context.moment(row.get("start_time"))
    weight, unit = kilo_or_pound(row, "weight")
    # The first superset of a workout is number 0.
    superset = row.get("superset_id")
    yield Found(
        line=row.line,
        moment=moment,
        group=row.get("title"),
        title=row.get("title"),
        length=_length(moment, row.get("end_time"), context),
        exercise=row.get("exercise_title"),
        index=index_of(row.get("set_index")),
        kind=_KINDS.get(row.get("set_type").casefold(), SetKind.NORMAL),
        superset=superset or None,
        note=_unfolded(row.get("exercise_notes")),
        workout_note=_unfolded(row.get("description")),
        figures=FoundFigures(
            reps=row.get("reps"),
            seconds=row.get("duration_seconds"),
            weight=weight,
            unit=unit,
            rpe=row.get("rpe"),
            distance=row.first("distance_km", "distance_miles"),
        ),
    )


def _length(start: Moment, text: str, context: Context) -> int | None:
    end = parse_moment(text, context.order)
    if end is None or (end.start.tzinfo is None) != (start.start.tzinfo is None):
        return None
    return int((end.start - start.start).total_seconds())


def _unfolded(note: str) -> str:
    """Return a note with the line breaks that the file writes as two characters."""
    return note.replace("\\n", "\n")


def _format(shape: str, names: str) -> Format:
    needs = columns("title,start_time,exercise_title,set_index,reps")
    return Format(
        app=SourceApp.HEVY,
        shape=shape,
        needs=needs | columns(names),
        read=_read,
        date="start_time",
        numbered=True,
    )


FORMATS: Final = (_format("kg", "weight_kg"), _format("lbs", "weight_lbs"))
