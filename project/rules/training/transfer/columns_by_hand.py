"""Any other table: each column gets a meaning, proposed by its name and said by the athlete."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from project.enums import Side
from project.rules.training.transfer.figures import FoundFigures
from project.rules.training.transfer.formats import Context, Format, index_of
from project.rules.training.transfer.gathering import Found
from project.rules.training.transfer.moments import with_time
from project.rules.training.transfer.notices import shortened
from project.rules.training.transfer.numbers import parse_seconds, parse_unit
from project.rules.training.transfer.tables import Row, Table, folded
from project.rules.training.transfer.types import (
    Meaning,
    Question,
    QuestionKind,
    SetKind,
    SourceApp,
    WeightUnit,
)

_WORDS: Final[Mapping[Meaning, str]] = {
    Meaning.DATE: "date|datum|day|tag|timestamp|zeitpunkt|datetime|start|start time|started at|workout date",
    Meaning.TIME: "time|uhrzeit|time of day",
    Meaning.TITLE: "title|titel|workout|workout name|training|session|einheit|routine",
    Meaning.WORKOUT_NOTE: "workout note|workout notes|trainingsnotiz",
    Meaning.LENGTH: "workout duration|length|trainingsdauer|dauer des trainings",
    Meaning.EXERCISE: "exercise|exercise name|übung|uebung|movement|name der übung|lift",
    Meaning.LEVEL: "level|stufe|progression|variation|variante",
    Meaning.NOTE: "note|notes|notiz|notizen|comment|kommentar|bemerkung",
    Meaning.SET_NUMBER: "set|set number|set order|set no|set index|satz|satznummer|sets",
    Meaning.KIND: "kind|set type|type|satzart|art",
    Meaning.REPS: "reps|rep|repetitions|wiederholungen|wdh|wdh.|anzahl|count",
    Meaning.SECONDS: "seconds|sekunden|sec|secs|sek|duration|dauer|hold|haltezeit|duration seconds",
    Meaning.WEIGHT: "weight|gewicht|load|last|zusatzgewicht|weight kg|weight lbs|gewicht kg|kg|lbs",
    Meaning.WEIGHT_UNIT: "unit|einheit gewicht|weight unit|gewichtseinheit",
    Meaning.SIDE: "side|seite",
    Meaning.RPE: "rpe",
    Meaning.RIR: "rir|reps in reserve|in reserve|wiederholungen in reserve",
    Meaning.SUPERSET: "superset|superset id|supersatz",
}
_MEANINGS: Final = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}
_KINDS: Final = {
    "warm": SetKind.WARMUP,
    "aufw": SetKind.WARMUP,
    "w": SetKind.WARMUP,
    "fail": SetKind.FAILURE,
    "vers": SetKind.FAILURE,
    "f": SetKind.FAILURE,
    "drop": SetKind.DROP,
    "d": SetKind.DROP,
}
_SIDES: Final = {"l": Side.LEFT, "r": Side.RIGHT}
_SAMPLES: Final = 3


def guesses(table: Table) -> dict[str, Meaning]:
    """Return what each column may mean by its name; no meaning is given twice."""
    found: dict[str, Meaning] = {}
    for header in table.headers:
        words = " ".join(re.findall(r"[^\W_]+\.?", header.casefold()))
        meaning = _MEANINGS.get(words, Meaning.IGNORE)
        found[header] = meaning if meaning not in found.values() else Meaning.IGNORE
    return found


def question(table: Table, *, is_answered: bool) -> Question:
    """Return the question what the columns mean, with the first values below each."""
    rows = list(islice(table.rows(), _SAMPLES))
    samples = {
        header: tuple(shortened(row.get(folded(header))) for row in rows)
        for header in table.headers
    }
    return Question(
        kind=QuestionKind.COLUMNS,
        names=table.headers,
        guesses=guesses(table),
        samples=samples,
        line=table.line,
        is_answered=is_answered,
    )


def missing(meanings: Mapping[str, Meaning]) -> list[Meaning]:
    """Return the meanings without which no set can be read."""
    given = set(meanings.values())
    needed = [one for one in (Meaning.DATE, Meaning.EXERCISE) if one not in given]
    if not given & {Meaning.REPS, Meaning.SECONDS}:
        needed.append(Meaning.REPS)
    return needed


def by_hand(table: Table, meanings: Mapping[str, Meaning]) -> Format:
    """Return how such a table is read; of several columns of one meaning the first counts."""
    places: dict[Meaning, str] = {}
    for header in table.headers:
        meaning = meanings.get(header, Meaning.IGNORE)
        if meaning is not Meaning.IGNORE:
            places.setdefault(meaning, folded(header))
    unit = _unit_of(places.get(Meaning.WEIGHT, ""))

    def read(row: Row, context: Context) -> Iterator[Found]:
        def cell(meaning: Meaning) -> str:
            return row.get(places[meaning]) if meaning in places else ""

        moment = context.moment(cell(Meaning.DATE))
        if (time := cell(Meaning.TIME)) and not moment.has_time:
            moment = with_time(moment, time) or moment
        yield Found(
            line=row.line,
            moment=moment,
            group=cell(Meaning.TITLE),
            title=cell(Meaning.TITLE),
            workout_note=cell(Meaning.WORKOUT_NOTE),
            length=parse_seconds(cell(Meaning.LENGTH)),
            exercise=cell(Meaning.EXERCISE),
            level=cell(Meaning.LEVEL),
            note=cell(Meaning.NOTE),
            index=index_of(cell(Meaning.SET_NUMBER)),
            kind=_kind(cell(Meaning.KIND)),
            side=_SIDES.get(cell(Meaning.SIDE)[:1].casefold()),
            superset=cell(Meaning.SUPERSET) or None,
            figures=FoundFigures(
                reps=cell(Meaning.REPS),
                seconds=cell(Meaning.SECONDS),
                weight=cell(Meaning.WEIGHT),
                unit=None if Meaning.WEIGHT_UNIT in places else unit,
                unit_text=cell(Meaning.WEIGHT_UNIT),
                rpe=cell(Meaning.RPE),
                rir=cell(Meaning.RIR),
                hold_with_one=True,
            ),
        )

    return Format(
        app=SourceApp.COLUMNS,
        shape="by-hand",
        needs=frozenset(),
        read=read,
        date=places.get(Meaning.DATE, ""),
    )


def _unit_of(header: str) -> WeightUnit | None:
    return next(filter(None, map(parse_unit, re.findall(r"[a-z]+", header))), None)


def _kind(text: str) -> SetKind:
    word = text.casefold()
    found = _KINDS.get(word)
    return found or next(
        (kind for start, kind in _KINDS.items() if len(start) > 1 and word.startswith(start)),
        SetKind.NORMAL,
    )
