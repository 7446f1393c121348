"""Personal records, judged anew from the whole log in one pass.

A record is dated by the workout's own time: a workout entered late can take a record for its day,
and every later one is judged against it. A tie is no record. Sets with assistance set none, and a
pair counts with its weaker side (``ladder.counted_values``).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from project.rules.training.ladder import History, LadderLevel, LevelSession, is_met


class RecordKind(StrEnum):
    FIRST_DAY = "first_day"
    """The first session at a level, with or without assistance."""
    BEST_SET = "best_set"
    """Most repetitions, or the longest hold, in one set at a level."""
    BEST_SUM = "best_sum"
    """The highest sum of all counted sets of one session at a level."""
    FIRST_MET = "first_met"
    """The first session at a level that reached its goal."""
    HARDEST_MET = "hardest_met"
    """A goal reached at a harder level than ever before."""


class Record(NamedTuple):
    """A mark set in one workout.

    ``value`` is the set, the sum or the session value; 0 for the first day at a level.
    ``previous`` is what stood before: a value, for HARDEST_MET a level's id; None for the first.
    """

    kind: RecordKind
    level: int
    workout: int
    at: datetime
    value: int
    previous: int | None = None

    @property
    def day(self) -> date:
        return self.at.date()


class RecordBook:
    """The records that stand after the sessions read so far, which come oldest first."""

    def __init__(self, levels: Sequence[LadderLevel], standing: Iterable[Record] = ()) -> None:
        self._rank = {level.id: rank for rank, level in enumerate(levels)}
        self._standing = {_place(record): record for record in standing}

    @property
    def standing(self) -> tuple[Record, ...]:
        return tuple(self._standing.values())

    def add(self, rows: Iterable[tuple[LadderLevel, LevelSession]]) -> tuple[Record, ...]:
        """Read what one session showed at each level, easy to hard; return the records it set."""
        new = [record for level, row in rows for record in self._records_at(level, row)]
        # Of several levels met for the first time in one session only the hardest counts.
        met = [record for record in new if record.kind is RecordKind.FIRST_MET]
        hardest = self._standing.get((RecordKind.HARDEST_MET, None))
        if met and (hardest is None or self._rank[met[-1].level] > self._rank[hardest.level]):
            before = hardest.level if hardest else None
            new.insert(
                new.index(met[-1]) + 1,
                met[-1]._replace(kind=RecordKind.HARDEST_MET, previous=before),
            )
        self._standing |= {_place(record): record for record in new}
        return tuple(new)

    def _records_at(self, level: LadderLevel, row: LevelSession) -> Iterator[Record]:
        best, total = max(row.values, default=0), sum(row.values)
        marks = (
            (RecordKind.FIRST_DAY, 0, self._first(RecordKind.FIRST_DAY, level)),
            (RecordKind.BEST_SET, best, best > self._mark(RecordKind.BEST_SET, level)),
            (RecordKind.BEST_SUM, total, total > self._mark(RecordKind.BEST_SUM, level)),
            (
                RecordKind.FIRST_MET,
                row.value,
                is_met(row, level.criteria) and self._first(RecordKind.FIRST_MET, level),
            ),
        )
        for kind, value, is_record in marks:
            if is_record:
                beaten = self._standing.get((kind, level.id))
                previous = beaten.value if beaten else None
                yield Record(kind, level.id, row.workout, row.at, value, previous)

    def _first(self, kind: RecordKind, level: LadderLevel) -> bool:
        return (kind, level.id) not in self._standing

    def _mark(self, kind: RecordKind, level: LadderLevel) -> int:
        beaten = self._standing.get((kind, level.id))
        return beaten.value if beaten else 0


def record_history(history: History) -> tuple[Record, ...]:
    """Return every record ever set, oldest first; those of one session from easy to hard."""
    book = RecordBook(history.levels)
    rows: dict[int, list[tuple[LadderLevel, LevelSession]]] = {}
    for level in history.levels:
        for row in history.by_level[level.id]:
            rows.setdefault(row.workout, []).append((level, row))
    return tuple(
        record for session in history.sessions for record in book.add(rows.get(session.workout, ()))
    )


def current_records(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return what stands today of ``record_history``: the last one of each kind and level."""
    return tuple({_place(record): record for record in records}.values())


def is_news(record: Record) -> bool:
    """Return whether a record is worth telling when its workout is finished.

    The first set and the first sum at a level beat nothing: the first day there is the news.
    """
    beaten = {RecordKind.BEST_SET, RecordKind.BEST_SUM}
    return record.kind not in beaten or record.previous is not None


def is_first_day(record: Record) -> bool:
    """Return whether a record only says that a level was trained for the first time.

    It beat nothing: who begins is welcomed, and not told of a record for each exercise.
    """
    return record.kind is RecordKind.FIRST_DAY


def _place(record: Record) -> tuple[RecordKind, int | None]:
    """Return where a record stands: the hardest level met is one for the whole ladder."""
    level = None if record.kind is RecordKind.HARDEST_MET else record.level
    return record.kind, level
