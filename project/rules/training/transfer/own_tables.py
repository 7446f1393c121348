"""The tables of our own archive: for machines, and as people read them in German or English."""

from collections.abc import Iterator
from datetime import UTC
from typing import Final
from zoneinfo import ZoneInfo

from project.enums import Side
from project.rules.texts import FORMULA_SIGNS
from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import Context, Format, columns, is_yes
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.moments import Moment, with_time
from project.rules.training.transfer.notices import LeftOutError
from project.rules.training.transfer.tables import Row
from project.rules.training.transfer.types import SetKind, SourceApp, WeightUnit

_SIDES: Final = {
    "left": Side.LEFT,
    "links": Side.LEFT,
    "right": Side.RIGHT,
    "rechts": Side.RIGHT,
}
_NAMES: Final = {
    "workout": ("workout", "training"),
    "template": ("template", "vorlage"),
    "exercise": ("exercise", "übung"),
    "level": ("level", "stufe"),
    "reps": ("reps", "wiederholungen"),
    "seconds": ("seconds", "sekunden"),
    "load": ("load_kg", "weight (kg)", "gewicht (kg)"),
    "side": ("side", "seite"),
    "rir": ("reps_in_reserve", "reps in reserve", "wiederholungen in reserve"),
    "note": ("note", "notiz"),
    "kind": ("kind", "set_type", "set type", "satzart"),
}
_KINDS: Final = {
    **{kind.value: kind for kind in SetKind},
    "aufwärmen": SetKind.WARMUP,
    "aufwärmsatz": SetKind.WARMUP,
    "warm-up": SetKind.WARMUP,
    "failure": SetKind.FAILURE,
    "to failure": SetKind.FAILURE,
    "bis zum versagen": SetKind.FAILURE,
    "segment": SetKind.DROP,
    "drop set": SetKind.DROP,
    "dropsatz": SetKind.DROP,
}


def _read(row: Row, context: Context) -> Iterator[Found]:
    if not _cell(row, "exercise") and not _cell(row, "reps") and not _cell(row, "seconds"):
        return  # a workout without sets
    if is_yes(_cell(row, "template")):
        raise LeftOutError("template")
    side = _cell(row, "side").casefold()
    yield Found(
        line=row.line,
        moment=_moment(row, context),
        title=_cell(row, "workout"),
        exercise=_cell(row, "exercise"),
        note=_cell(row, "note"),
        kind=_KINDS.get(_cell(row, "kind").casefold(), SetKind.NORMAL),
        side=_SIDES.get(side),
        level=_cell(row, "level"),
        figures=FoundFigures(
            reps=_cell(row, "reps"),
            seconds=_cell(row, "seconds"),
            weight=_cell(row, "load"),
            unit=WeightUnit.KG,
            rir=_cell(row, "rir"),
            exact=True,
        ),
    )


def _moment(row: Row, context: Context) -> Moment:
    if "timestamp" in row.places:
        return context.moment(row.get("timestamp"))
    day = context.moment(row.first("datum", "date"))
    time, zone = row.first("uhrzeit", "time"), row.first("zeitzone", "time zone")
    moment = with_time(day, time)
    if moment is None:
        raise LeftOutError("bad_date", column="date", text=time)
    try:
        return Moment(moment.start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), has_time=True)
    except (KeyError, ValueError, OSError, OverflowError):
        return moment  # of a zone that is unknown here; it is asked for


def _cell(row: Row, name: str) -> str:
    """Return a cell without the sign that keeps spreadsheets from taking it for a formula."""
    text = row.first(*_NAMES[name])
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_SIGNS) else text


def _format(shape: str, names: str, date: str) -> Format:
    return Format(app=SourceApp.OWN, shape=shape, needs=columns(names), read=_read, date=date)


FORMATS: Final = (
    _format("table-iso", "timestamp,workout,template,exercise,level,reps,seconds", "timestamp"),
    _format(
        "table-de", "Datum,Uhrzeit,Training,Vorlage,Übung,Stufe,Wiederholungen,Sekunden", "datum"
    ),
    _format("table-en", "Date,Time,Template,Exercise,Level,Reps,Seconds", "date"),
)
