"""LiftLog: completed sets only; at exercises without weights it writes the athlete's own weight."""

from collections.abc import Iterator
from typing import Final

from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import Context, Format, columns
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import SourceApp


def _read(row: Row, context: Context) -> Iterator[Found]:
    exercise = row.get("exercise")
    yield Found(
        line=row.line,
        moment=context.moment(row.get("timestamp")),
        session=row.get("sessionid") or None,
        exercise=exercise,
        note=row.get("notes"),
        figures=FoundFigures(
            reps=row.get("reps"),
            weight=context.without_body_mass(exercise, row.get("weight"), row.line),
            unit_text=row.get("weightunit"),
        ),
    )


FORMATS: Final = (
    Format(
        app=SourceApp.LIFTLOG,
        shape="plain-text",
        needs=columns("SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps"),
        read=_read,
        date="timestamp",
    ),
)
