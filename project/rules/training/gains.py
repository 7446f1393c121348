"""What a stretch of training brought on a ladder: levels, and records."""

from collections.abc import Collection, Iterable
from datetime import datetime

from project.rules.training.ladder import History, Session, current_level, read_history
from project.rules.training.proposals import Decision, decided_level
from project.rules.training.records import (
    Record,
    RecordKind,
    current_records,
    is_first_day,
    is_news,
    record_history,
)


def levels_between(
    history: History,
    decisions: Iterable[Decision],
    workouts: Collection[int],
    *,
    began: datetime,
    ended: datetime | None,
) -> tuple[int, int] | None:
    """Return the ranks on which a stretch began and ended, 0 the easiest; None without sessions.

    ``workouts`` are those of the stretch, from the moment ``began`` on; what was decided up to
    then counts before it, as does what its first session showed where nothing came before.
    Where it ``ended``, only its own last session and what was decided by then count.
    """
    own = [place for place, each in enumerate(history.sessions) if each.workout in workouts]
    if not own or not history.levels:
        return None
    decisions = list(decisions)
    before = _level(
        history,
        history.sessions[: own[0]] or history.sessions[: own[0] + 1],
        [each for each in decisions if each.at <= began],
    )
    after = _level(
        history,
        history.sessions if ended is None else history.sessions[: own[-1] + 1],
        [each for each in decisions if ended is None or each.at <= ended],
    )
    if before is None or after is None:
        return None
    return history.rank(before), history.rank(after)


def _level(
    history: History, sessions: Iterable[Session], decisions: Iterable[Decision]
) -> int | None:
    return current_level(read_history(history.levels, sessions), decided_level(decisions))


def records_in(history: History, workouts: Collection[int]) -> list[Record]:
    """Return the records set in these workouts, of each mark only the last; first times are none."""
    found = [
        record
        for record in record_history(history)
        if record.workout in workouts and is_news(record) and not is_first_day(record)
    ]
    hardest = {
        (record.workout, record.level) for record in found if record.kind is RecordKind.HARDEST_MET
    }
    return [
        record
        for record in current_records(found)
        if record.kind is not RecordKind.FIRST_MET or (record.workout, record.level) not in hardest
    ]
