"""Liftosaur: what was required and what was completed, side by side; moments are UTC."""

from collections.abc import Iterator
from typing import Final

from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import Context, Format, columns, is_yes
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import SetKind, SourceApp


def _read(row: Row, context: Context) -> Iterator[Found]:
    yield Found(
        line=row.line,
        moment=context.moment(row.get("workout datetime")),
        title=row.get("day name") or row.get("program"),
        exercise=row.get("exercise"),
        kind=SetKind.WARMUP if is_yes(row.get("is warmup set?")) else SetKind.NORMAL,
        note=row.get("notes"),
        figures=FoundFigures(
            reps=row.get("completed reps"),
            weight=row.get("completed weight value"),
            unit_text=row.get("completed weight unit"),
            rpe=row.get("completed rpe"),
        ),
    )


FORMATS: Final = (
    Format(
        app=SourceApp.LIFTOSAUR,
        shape="history",
        needs=columns("Workout DateTime,Exercise,Completed Reps,Completed Weight Value"),
        read=_read,
        date="workout datetime",
    ),
)
