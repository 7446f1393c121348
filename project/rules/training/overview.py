"""What lists show of a ladder: where the athlete is on it, what comes next, what is new.

Small enough to be read for a whole library at once, and written down like a ``Standing``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from project.rules.library.criteria import Criteria
from project.rules.training.ladder import (
    LadderLevel,
    LevelState,
    current_level,
    is_ladder_done,
    level_state,
)
from project.rules.training.proposals import (
    Decision,
    Proposal,
    ProposalKind,
    decided_level,
    open_proposal,
)
from project.rules.training.records import Record, is_news
from project.rules.training.standing import (
    Standing,
    TrainedWeek,
    plain_record,
    plain_row,
    plain_target,
    plain_weeks,
    read_record,
    read_row,
    read_target,
    read_weeks,
)
from project.rules.training.targets import Target, first_target, target_on

LATEST_RECORDS = 5
"""At least; those of the newest workout that set any are all told when it ends."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Where a ladder stands.

    ``names``     of its levels by id, easy to hard
    ``level``     the current one, None for a ladder without levels
    ``target_before_pause``  at the current level; ``target`` gives the one of a day
    ``done``      ready at the hardest level
    ``sessions``  how many there were at each level
    ``records``   the newest that stand, newest first, without first sets that beat nothing
    """

    zone: str
    names: Mapping[int, str]
    level: LadderLevel | None
    state: LevelState
    target_before_pause: Target | None
    last_day: date | None
    done: bool
    proposal: Proposal | None
    sessions: Mapping[int, int]
    records: tuple[Record, ...]
    weeks: Mapping[date, TrainedWeek]

    @property
    def number(self) -> int:
        """Place of the current level, 1 is the easiest; 0 without levels."""
        return 0 if self.level is None else list(self.names).index(self.level.id) + 1

    @property
    def name(self) -> str:
        return "" if self.level is None else self.names[self.level.id]

    def target(self, today: date) -> Target | None:
        """Return what to aim for at the current level today."""
        if self.level is None or self.target_before_pause is None:
            return None
        return target_on(self.target_before_pause, self.level.criteria, self.last_day, today)


def overview(
    standing: Standing, names: Mapping[int, str], decisions: Sequence[Decision]
) -> Overview:
    """Sum up where a ladder stands; ``names`` are those of the standing's levels, easy to hard."""
    history = standing.history()
    level_id = current_level(history, decided_level(decisions))
    level = None if level_id is None else history.level(level_id)
    target = None
    state = LevelState.NEW
    if level is not None:
        target = (
            standing.running_targets.get(level.id) or first_target(level.id, level.criteria)
        ).target
        state = level_state(history.by_level[level.id], level.criteria)
    return Overview(
        zone=standing.zone,
        names=dict(names),
        level=level,
        state=state,
        target_before_pause=target,
        last_day=standing.last_day,
        done=is_ladder_done(history),
        proposal=open_proposal(history, decisions),
        sessions=dict(standing.count),
        records=_newest(standing.records),
        weeks=standing.weeks,
    )


def _newest(records: Sequence[Record]) -> tuple[Record, ...]:
    news = [each for each in records if is_news(each)]
    news.sort(key=lambda record: (record.at, record.workout), reverse=True)
    newest = sum(each.workout == news[0].workout for each in news)
    return tuple(news[: max(LATEST_RECORDS, newest)])


def overview_to_plain(shown: Overview) -> dict[str, Any]:
    """Return the overview as values that JSON can hold."""
    level, proposal = shown.level, shown.proposal
    return {
        "zone": shown.zone,
        "names": list(shown.names.items()),
        "level": None if level is None else [level.id, *astuple(level.criteria)],
        "state": shown.state.value,
        "aim": None
        if shown.target_before_pause is None
        else plain_target(shown.target_before_pause),
        "last_day": shown.last_day and shown.last_day.isoformat(),
        "done": shown.done,
        "proposal": None
        if proposal is None
        else [
            proposal.kind.value,
            proposal.from_level,
            proposal.to_level,
            [plain_row(row) for row in proposal.evidence],
        ],
        "sessions": list(shown.sessions.items()),
        "records": [plain_record(record) for record in shown.records],
        "weeks": plain_weeks(shown.weeks),
    }


def overview_from_plain(plain: Mapping[str, Any]) -> Overview:
    """Return the overview that ``overview_to_plain`` wrote down."""
    rung, target, last_day = plain["level"], plain["aim"], plain["last_day"]
    level = None if rung is None else LadderLevel(rung[0], Criteria(*rung[1:]))
    return Overview(
        zone=plain["zone"],
        names=dict(plain["names"]),
        level=level,
        state=LevelState(plain["state"]),
        target_before_pause=None
        if level is None or target is None
        else read_target(level.id, target),
        last_day=date.fromisoformat(last_day) if last_day else None,
        done=plain["done"],
        proposal=_read_proposal(plain["proposal"]),
        sessions=dict(plain["sessions"]),
        records=tuple(read_record(values) for values in plain["records"]),
        weeks=read_weeks(plain["weeks"]),
    )


def _read_proposal(plain: Sequence[Any] | None) -> Proposal | None:
    if plain is None:
        return None
    kind, from_level, to_level, evidence = plain
    rows = tuple(read_row(row) for row in evidence)
    return Proposal(ProposalKind(kind), from_level, to_level, rows)
