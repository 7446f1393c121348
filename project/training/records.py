"""Personal records, judged anew from the whole log in one pass.

A record is dated by the workout's own time: a workout entered late can take a record for its day,
and every later one is judged against it. A tie is no record. Sets with assistance set none, and a
pair counts with its weaker side (``ladder.counted_values``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from project.training.ladder import History, Level, is_met


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


@dataclass(frozen=True, slots=True)
class Record:
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


def record_history(history: History) -> tuple[Record, ...]:
    """Return every record ever set, oldest first; those of one session from easy to hard."""
    rank = {level.id: number for number, level in enumerate(history.levels)}
    records = [record for level in history.levels for record in _records_at(history, level)]
    records += _hardest_met(records, rank)
    return tuple(sorted(records, key=lambda record: (*_when(record), rank[record.level])))


def current_records(records: Sequence[Record]) -> tuple[Record, ...]:
    """Return what stands today of ``record_history``: the last one of each kind and level."""
    standing: dict[tuple[RecordKind, int | None], Record] = {}
    for record in records:
        level = None if record.kind is RecordKind.HARDEST_MET else record.level
        standing[record.kind, level] = record
    return tuple(standing.values())


def records_of_workout(records: Sequence[Record], workout: int) -> tuple[Record, ...]:
    """Return what is worth telling when a workout is finished, out of ``record_history``.

    The first set and the first sum at a level beat nothing: the first day there is the news.
    """
    beats_nothing = {RecordKind.BEST_SET, RecordKind.BEST_SUM}
    return tuple(
        record
        for record in records
        if record.workout == workout
        and not (record.kind in beats_nothing and record.previous is None)
    )


def _when(record: Record) -> tuple[datetime, int]:
    return record.at, record.workout


def _records_at(history: History, level: Level) -> Iterator[Record]:
    met_before = False
    best_set: int | None = None
    best_sum: int | None = None
    for number, row in enumerate(history.by_level[level.id]):
        if number == 0:
            yield Record(RecordKind.FIRST_DAY, level.id, row.workout, row.at, 0)
        best, total = max(row.values, default=0), sum(row.values)
        if best > (best_set or 0):
            yield Record(RecordKind.BEST_SET, level.id, row.workout, row.at, best, best_set)
            best_set = best
        if total > (best_sum or 0):
            yield Record(RecordKind.BEST_SUM, level.id, row.workout, row.at, total, best_sum)
            best_sum = total
        if not met_before and is_met(row, level.criteria):
            yield Record(RecordKind.FIRST_MET, level.id, row.workout, row.at, row.value)
            met_before = True


def _hardest_met(records: Iterable[Record], rank: Mapping[int, int]) -> Iterator[Record]:
    """Make a record of each goal first reached at a harder level than all before.

    Of several levels met for the first time in one session only the hardest counts.
    """
    first_met = [record for record in records if record.kind is RecordKind.FIRST_MET]
    hardest: Record | None = None
    for met in sorted(first_met, key=lambda record: (*_when(record), -rank[record.level])):
        if hardest is None or rank[met.level] > rank[hardest.level]:
            before = hardest.level if hardest else None
            yield replace(met, kind=RecordKind.HARDEST_MET, previous=before)
            hardest = met
