"""All that must be kept of a log to go on when a session is added, without reading it again.

A log grows for years while its rules look at the last few sessions, at the last target and at the
marks that stand. ``Standing`` is that remainder: adding sessions one by one, oldest first, gives
the same answers as reading the whole log (the tests hold one against the other on random logs).
It can be written down as plain values and read back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from project.enums import SetType, Side
from project.rules.library.criteria import Criteria
from project.rules.training.forecast import MAX_POINTS, WINDOW_DAYS
from project.rules.training.ladder import (
    CURRENT_LEVEL_WINDOW,
    History,
    LadderLevel,
    LevelSession,
    LoggedSet,
    Session,
    read_history,
    worked,
)
from project.rules.training.load import monday_of
from project.rules.training.records import (
    Record,
    RecordBook,
    RecordKind,
    current_records,
    record_history,
)
from project.rules.training.targets import (
    Reason,
    RunningTarget,
    Target,
    first_target,
    target_after,
    target_on,
)

FORMAT = 1
"""Grows when a rule or this module changes what it keeps: what was kept before counts no more."""

KEPT_SESSIONS = 6
"""At each level: three for its state, and three that a decision may have used up already."""

KEPT_DAYS = WINDOW_DAYS + 1
"""What a forecast looks at; a workout may be dated a day ahead."""

KEPT_WEEKS = 27
"""Half a year of weekly volume and the week that is not over."""


@dataclass(slots=True)
class TrainedWeek:
    """What was done in one week: sets, and their repetitions or seconds."""

    sets: int = 0
    total: int = 0


@dataclass(slots=True)
class Standing:
    """Where an exercise stands after the sessions added so far.

    ``zone``      name of the calendar that made the days of the sessions
    ``sessions``  the last three, and before them the last one at a level of the ladder; of their
                  sets only the last one at such a level
    ``lighter``   when the newest session of a lighter week was, and its workout
    ``by_level``  the last sessions at each level: at least six, and those a forecast looks at
    ``count``     how many sessions there were at each level
    """

    levels: tuple[LadderLevel, ...]
    zone: str
    sessions: list[Session] = field(default_factory=list)
    lighter: tuple[datetime, int] | None = None
    by_level: dict[int, list[LevelSession]] = field(default_factory=dict)
    count: dict[int, int] = field(default_factory=dict)
    running_targets: dict[int, RunningTarget] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    weeks: dict[date, TrainedWeek] = field(default_factory=dict)

    @property
    def last(self) -> tuple[datetime, int] | None:
        """When the newest session was, and its workout; only later ones can be added."""
        last = (self.sessions[-1].at, self.sessions[-1].workout) if self.sessions else None
        if last is None or self.lighter is None:
            return last or self.lighter
        return max(last, self.lighter)

    @property
    def last_day(self) -> date | None:
        return self.last[0].date() if self.last else None

    def history(self) -> History:
        """Return the kept part of the log.

        It answers like the whole one for states, current level, proposals and forecasts; targets
        and records have their own memory here.
        """
        return History(
            levels=self.levels,
            sessions=tuple(self.sessions),
            by_level={level.id: tuple(self.by_level.get(level.id, ())) for level in self.levels},
        )

    def newest(self) -> list[tuple[int, LevelSession]]:
        """Return level and session of the newest sessions, oldest first, with none between left out.

        At each level the last ones are kept: what is older than the first of a level that has lost
        some may have gaps.
        """
        gaps = [
            (rows[0].at, rows[0].workout)
            for level, rows in self.by_level.items()
            if len(rows) < self.count[level]
        ]
        places = {level.id: place for place, level in enumerate(self.levels)}
        kept = [
            (row.at, row.workout, places[level], row)
            for level, rows in self.by_level.items()
            for row in rows
        ]
        kept.sort(key=itemgetter(0, 1, 2))
        since = max(gaps) if gaps else None
        return [
            (self.levels[place].id, row)
            for at, workout, place, row in kept
            if since is None or (at, workout) >= since
        ]

    def records_by_level(self) -> dict[int, list[Record]]:
        """Return the records that stand, by the level they were set at."""
        order = list(RecordKind)
        found: dict[int, list[Record]] = {}
        for record in sorted(self.records, key=lambda each: order.index(each.kind)):
            found.setdefault(record.level, []).append(record)
        return found

    def target(self, level: LadderLevel, today: date) -> Target:
        """Return what to aim for at a level today."""
        running = self.running_targets.get(level.id) or first_target(level.id, level.criteria)
        return target_on(running.target, level.criteria, self.last_day, today)

    def add(self, session: Session) -> tuple[Record, ...]:
        """Go on by one session, which is later than all before; return the records it set."""
        session = worked(session)
        if not session.sets:
            return ()
        if self.last is not None and (session.at, session.workout) <= self.last:
            raise ValueError("only a later session can be added")
        if session.is_deload:
            self.lighter = (session.at, session.workout)
            self._count_volume(session)
            return ()
        shown = read_history(self.levels, [session]).by_level
        rows = [(level, row) for level in self.levels for row in shown[level.id]]
        for level, row in rows:
            running = self.running_targets.get(level.id) or first_target(level.id, level.criteria)
            self.running_targets[level.id] = target_after(
                running, row, level.criteria, self.last_day
            )
            self.count[level.id] = self.count.get(level.id, 0) + 1
            self.by_level[level.id] = _kept([*self.by_level.get(level.id, ()), row])
        book = RecordBook(self.levels, self.records)
        new = book.add(rows)
        self.records = book.standing
        self._remember(session)
        self._count_volume(session)
        return new

    def _remember(self, session: Session) -> None:
        self.sessions = _remembered([*self.sessions, session], self.levels)

    def _count_volume(self, session: Session) -> None:
        _count(self.weeks, session)
        since = max(self.weeks) - timedelta(weeks=KEPT_WEEKS - 1)
        self.weeks = {monday: week for monday, week in self.weeks.items() if monday >= since}


def read_standing(
    levels: Sequence[LadderLevel], zone: str, sessions: Iterable[Session]
) -> Standing:
    """Read a whole log once, in time linear in its sets; sessions may come in any order.

    The same as adding them one by one, several times as fast.
    """
    history = read_history(levels, sessions)
    trained = history.trained()
    lighter = history.lighter[-1:]
    standing = Standing(
        history.levels,
        zone,
        sessions=_remembered(history.sessions, history.levels),
        lighter=(lighter[0].at, lighter[0].workout) if lighter else None,
        running_targets={
            level.id: first_target(level.id, level.criteria) for level in history.levels
        },
        records=current_records(record_history(history)),
    )
    rows: dict[int, list[tuple[LadderLevel, LevelSession]]] = {}
    for level in history.levels:
        at_level = history.by_level[level.id]
        if at_level:
            standing.by_level[level.id] = _kept(at_level)
            standing.count[level.id] = len(at_level)
        else:
            del standing.running_targets[level.id]
        for row in at_level:
            rows.setdefault(row.workout, []).append((level, row))
    last_day: date | None = None
    for session in trained:
        for level, row in rows.get(session.workout, ()):
            running = standing.running_targets[level.id]
            standing.running_targets[level.id] = target_after(
                running, row, level.criteria, last_day
            )
        last_day = session.at.date()
    if last_day is not None:
        since = monday_of(last_day) - timedelta(weeks=KEPT_WEEKS - 1)
        for session in reversed(trained):
            if session.at.date() < since:
                break
            _count(standing.weeks, session)
    return standing


def _kept(rows: Sequence[LevelSession]) -> list[LevelSession]:
    """Return the last sessions at a level: those a forecast looks at, and at least six."""
    since = rows[-1].day - timedelta(days=KEPT_DAYS)
    last = rows[-2 * MAX_POINTS :]
    old = sum(1 for row in last if row.day < since)
    return list(last[max(min(old, len(last) - KEPT_SESSIONS), 0) :])


def _remembered(sessions: Sequence[Session], levels: Sequence[LadderLevel]) -> list[Session]:
    """Return the sessions that tell the current level, of their sets only the one that does."""
    known = {level.id for level in levels}

    def told(session: Session) -> Session:
        sets = [done for done in session.sets if done.shown_at in known][-1:]
        short = tuple(LoggedSet(done.level, done.value) for done in sets)
        return Session(session.workout, session.at, short)

    last = [told(session) for session in sessions[-CURRENT_LEVEL_WINDOW:]]
    if not any(session.sets for session in last):
        for session in reversed(sessions[: -len(last)]):
            if (before := told(session)).sets:
                return [before, *last]
    return last


def _count(weeks: dict[date, TrainedWeek], session: Session) -> None:
    week = weeks.setdefault(monday_of(session.at.date()), TrainedWeek())
    sets = [done for done in session.sets if done.set_type != SetType.SEGMENT]
    left = sum(done.side == Side.LEFT for done in sets)
    right = sum(done.side == Side.RIGHT for done in sets)
    # A pair is one set, half of one too; what went on from a set is part of it.
    week.sets += len(sets) - min(left, right)
    week.total += sum(done.value for done in session.sets)


def basis(levels: Sequence[LadderLevel], zone: str) -> list[Any]:
    """Return what a standing rests on besides the log; when it differs, the standing is void."""
    return [FORMAT, zone, [[level.id, *astuple(level.criteria)] for level in levels]]


def to_plain(standing: Standing) -> dict[str, Any]:
    """Return the standing as values that JSON can hold."""
    last = standing.lighter
    lighter = {} if last is None else {"lighter": [last[0].isoformat(), last[1]]}
    return {
        **lighter,
        "basis": basis(standing.levels, standing.zone),
        "sessions": [
            [each.workout, each.at.isoformat(), [[done.level, done.value] for done in each.sets]]
            for each in standing.sessions
        ],
        "levels": [
            [
                level.id,
                standing.count[level.id],
                [plain_row(row) for row in standing.by_level[level.id]],
                _plain_running_target(standing.running_targets[level.id]),
            ]
            for level in standing.levels
            if level.id in standing.count
        ],
        "records": [plain_record(record) for record in standing.records],
        "weeks": plain_weeks(standing.weeks),
    }


def from_plain(plain: dict[str, Any]) -> Standing:
    """Return the standing that ``to_plain`` wrote down."""
    _, zone, rungs = plain["basis"]
    standing = Standing(
        tuple(LadderLevel(rung[0], Criteria(*rung[1:])) for rung in rungs),
        zone,
        records=tuple(read_record(values) for values in plain["records"]),
        weeks=read_weeks(plain["weeks"]),
    )
    standing.sessions = [
        Session(workout, datetime.fromisoformat(at), tuple(LoggedSet(*done) for done in sets))
        for workout, at, sets in plain["sessions"]
    ]
    if "lighter" in plain:
        at, workout = plain["lighter"]
        standing.lighter = (datetime.fromisoformat(at), workout)
    for level_id, count, rows, running in plain["levels"]:
        standing.count[level_id] = count
        standing.by_level[level_id] = [read_row(row) for row in rows]
        standing.running_targets[level_id] = _read_running_target(level_id, running)
    return standing


def plain_row(row: LevelSession) -> list[Any]:
    return [row.workout, row.at.isoformat(), list(row.values), row.value]


def read_row(values: Sequence[Any]) -> LevelSession:
    workout, at, counted, value = values
    return LevelSession(workout, datetime.fromisoformat(at), tuple(counted), value)


def plain_record(record: Record) -> list[Any]:
    """Return a record as values that JSON can hold."""
    at = record.at.isoformat()
    return [record.kind.value, record.level, record.workout, at, record.value, record.previous]


def read_record(values: Sequence[Any]) -> Record:
    kind, level, workout, at, value, previous = values
    return Record(RecordKind(kind), level, workout, datetime.fromisoformat(at), value, previous)


def plain_target(target: Target) -> list[Any]:
    """Return a target, before any pause, as values that JSON can hold."""
    return [
        list(target.values),
        target.reason.value,
        [plain_row(row) for row in target.evidence],
        list(target.aimed_at),
        target.changed,
        target.step,
    ]


def read_target(level_id: int, plain: Sequence[Any]) -> Target:
    values, reason, evidence, aimed_at, changed, step = plain
    rows = tuple(read_row(row) for row in evidence)
    return Target(level_id, tuple(values), Reason(reason), rows, tuple(aimed_at), changed, step)


def _plain_running_target(running: RunningTarget) -> list[Any]:
    return [plain_target(running.target), [plain_row(row) for row in running.missed]]


def _read_running_target(level_id: int, plain: Sequence[Any]) -> RunningTarget:
    target, missed = plain
    return RunningTarget(read_target(level_id, target), tuple(read_row(row) for row in missed))


def plain_weeks(weeks: Mapping[date, TrainedWeek]) -> list[list[Any]]:
    """Return weekly volume as values that JSON can hold."""
    return [[day.isoformat(), week.sets, week.total] for day, week in sorted(weeks.items())]


def read_weeks(plain: Iterable[Sequence[Any]]) -> dict[date, TrainedWeek]:
    return {date.fromisoformat(day): TrainedWeek(sets, total) for day, sets, total in plain}
