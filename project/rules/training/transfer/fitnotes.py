"""The three apps called FitNotes: for Android (two forms), FitNotes 2 and Fit Notes for iOS.

The first two know days only: all of a day is one workout.
"""

from collections.abc import Iterator
from typing import Final

from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import (
    Context,
    Format,
    columns,
    is_yes,
    kilo_or_pound,
)
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.moments import parse_moment
from project.rules.training.transfer.notices import LeftOutError
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import SetKind, SourceApp

_WITHOUT_TOOLS: Final = frozenset({"", "-", "none", "bodyweight", "body weight", "no equipment"})
_STATES: Final = {"done": SetKind.NORMAL, "failed": SetKind.FAILURE}


def _read_day(row: Row, context: Context) -> Iterator[Found]:
    weight, unit = kilo_or_pound(row, "weight")
    yield Found(
        line=row.line,
        moment=context.moment(row.get("date")),
        exercise=row.get("exercise"),
        note=row.first("comment", "notes"),
        figures=FoundFigures(
            reps=row.get("reps"),
            seconds=row.get("time"),
            weight=weight,
            unit=unit,
            unit_text=row.get("weight unit"),
            distance=row.get("distance"),
            hold_with_one="kind" in row.places,
        ),
    )


def _read_ios(row: Row, context: Context) -> Iterator[Found]:
    moment = context.moment(row.get("starttime"))
    kind = _STATES.get(row.get("status").casefold())
    if kind is None:
        raise LeftOutError("not_done")
    end = parse_moment(row.get("endtime"), context.order)
    alike = end is not None and (end.start.tzinfo is None) == (moment.start.tzinfo is None)
    tools = row.get("equipment")
    exercise = row.get("exercise")
    if exercise and tools.casefold() not in _WITHOUT_TOOLS:
        exercise = f"{exercise} ({tools})"
    yield Found(
        line=row.line,
        moment=moment,
        group=row.get("name"),
        title=row.get("name"),
        length=int((end.start - moment.start).total_seconds()) if end and alike else None,
        exercise=exercise,
        kind=SetKind.WARMUP if is_yes(row.get("iswarmup")) else kind,
        note=row.get("note"),
        figures=FoundFigures(
            reps=row.get("reps"),
            seconds=row.get("time"),
            weight=row.get("weight"),
            rpe=row.get("rpe"),
            rir=row.get("rir"),
            distance=row.get("distance"),
            hold_with_one=True,
        ),
    )


def _format(app: SourceApp, shape: str, names: str) -> Format:
    needs = columns("Date,Exercise,Category,Reps,Distance,Time")
    return Format(app=app, shape=shape, needs=needs | columns(names), read=_read_day)


FORMATS: Final = (
    _format(SourceApp.FITNOTES_2, "2", "Weight (kg),Weight (lbs),Kind"),
    _format(SourceApp.FITNOTES, "unit-column", "Weight,Weight Unit"),
    _format(SourceApp.FITNOTES, "kgs", "Weight (kgs)"),
    _format(SourceApp.FITNOTES, "lbs", "Weight (lbs)"),
    Format(
        app=SourceApp.FIT_NOTES_IOS,
        shape="ios",
        needs=columns("Name,StartTime,Exercise,Reps,Weight,Time,Status,IsWarmup"),
        read=_read_ios,
        date="starttime",
    ),
)
