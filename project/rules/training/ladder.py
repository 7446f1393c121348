"""Where an athlete stands on a ladder, read from the log alone.

Words: a *ladder* is a sequence of levels from easy to hard. A *session* is a finished workout that
is no template and holds the exercise. A *session at a level* has at least one set at that level;
mixed levels are normal and a set counts for its own level. Warm-ups are no part of a log; a set that
goes on at an easier level counts by its top part alone, the rest of it is volume.

Source of "ready": the 2-for-2 rule (Baechle & Earle). That one session never decides has its
reason in Halperin et al. (2022): athletes misjudge how much they have left by about one repetition.
The window of three sessions and the rule for struggling are our own choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from project.enums import SetType, Side
from project.rules.library.criteria import READY_WINDOW, Criteria

STRUGGLE_WINDOW = 2
"""Sessions in a row whose best set stays below ``start_value``."""

CURRENT_LEVEL_WINDOW = 3
"""Sessions of the exercise that tell the current level while nothing was decided."""


class LevelState(StrEnum):
    """How it goes at a level, from the log alone."""

    NEW = "new"
    STRUGGLING = "struggling"
    WORKING = "working"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class LadderLevel:
    """A rung: the id that sets point at, and what it takes to master it."""

    id: int
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One logged row: repetitions or seconds at a level.

    ``level`` is None when the level was removed from the ladder. ``load`` in kg: above zero a
    vest, below zero a band. ``side`` is ``left``, ``right`` or None; ``set_type`` one of `SetType`.
    """

    level: int | None
    value: int
    load: Decimal | None = None
    side: str | None = None
    set_type: str | None = None

    @property
    def assisted(self) -> bool:
        return self.load is not None and self.load < 0

    @property
    def shown_at(self) -> int | None:
        """The level at which the set shows what its athlete can; None for the rest of another set."""
        return None if self.set_type == SetType.SEGMENT else self.level


@dataclass(frozen=True, slots=True)
class Session:
    """All sets of one exercise in one finished workout, in the order performed.

    Warm-ups are taken out by whatever reads a log (`worked`).

    ``at`` is when it was trained, on the clock of its athlete's days (`days.Calendar.at`), so that
    its date is their day. One of a lighter week (``is_deload``) is training, and no evidence.
    """

    workout: int
    at: datetime
    sets: tuple[LoggedSet, ...]
    is_deload: bool = False


@dataclass(frozen=True, slots=True)
class LevelSession:
    """What one session showed at one level.

    ``values``  the counted sets in order: without assistance, pairs by their weaker side
    ``value``   the session value: the ``goal_sets``-th best of them, 0 when there are fewer
    """

    workout: int
    at: datetime
    values: tuple[int, ...]
    value: int

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def best(self) -> int | None:
        return max(self.values, default=None)


@dataclass(frozen=True, slots=True)
class History:
    """An exercise's log in chronological order, once whole and once by level.

    ``lighter`` are the sessions of lighter weeks, which are in neither: they say nothing of what
    its athlete can.
    """

    levels: tuple[LadderLevel, ...]
    sessions: tuple[Session, ...]
    by_level: Mapping[int, tuple[LevelSession, ...]]
    lighter: tuple[Session, ...] = ()

    def trained(self) -> list[Session]:
        """Return all sessions in chronological order, lighter ones too."""
        if not self.lighter:
            return list(self.sessions)
        return sorted([*self.sessions, *self.lighter], key=lambda each: (each.at, each.workout))

    def level(self, level_id: int) -> LadderLevel:
        return self.levels[self.rank(level_id)]

    def rank(self, level_id: int) -> int:
        """Position in the ladder, 0 is the easiest."""
        return next(rank for rank, level in enumerate(self.levels) if level.id == level_id)


def worked(session: Session) -> Session:
    """Return the session without its warm-ups, which count nowhere."""
    if not any(done.set_type == SetType.WARM_UP for done in session.sets):
        return session
    sets = tuple(done for done in session.sets if done.set_type != SetType.WARM_UP)
    return replace(session, sets=sets)


def read_history(levels: Sequence[LadderLevel], sessions: Iterable[Session]) -> History:
    """Read a log once, in time linear in its sets; sessions may come in any order.

    A session without a single set is left out: the exercise was planned and not done. So is one of
    warm-ups alone.
    """
    ordered = sorted(
        (session for session in map(worked, sessions) if session.sets),
        key=lambda session: (session.at, session.workout),
    )
    lighter = tuple(session for session in ordered if session.is_deload)
    if lighter:
        ordered = [session for session in ordered if not session.is_deload]
    by_level: dict[int, list[LevelSession]] = {level.id: [] for level in levels}
    goal_sets = {level.id: level.criteria.goal_sets for level in levels}
    for session in ordered:
        for level_id in dict.fromkeys(done.shown_at for done in session.sets):
            if level_id is not None and level_id in by_level:
                values = counted_values(session.sets, level_id)
                value = session_value(values, goal_sets[level_id])
                by_level[level_id].append(LevelSession(session.workout, session.at, values, value))
    return History(
        levels=tuple(levels),
        sessions=tuple(ordered),
        by_level={level_id: tuple(rows) for level_id, rows in by_level.items()},
        lighter=lighter,
    )


def counted_values(sets: Iterable[LoggedSet], level_id: int) -> tuple[int, ...]:
    """Return what counts at a level, in the order performed.

    Sets with assistance do not count, nor what went on from another set; added load changes nothing. The first left set and the first
    right set at the level make a pair, then the second ones, and so on; a pair is worth its weaker
    side and stands where its first side stood. Half a pair is no set, and neither is a pair with
    assistance on one side.
    """
    counted: list[tuple[int, LoggedSet]] = []
    waiting: dict[str, list[tuple[int, LoggedSet]]] = {Side.LEFT: [], Side.RIGHT: []}
    for position, done in enumerate(sets):
        if done.shown_at != level_id:
            continue
        if done.side is None:
            if not done.assisted:
                counted.append((position, done))
            continue
        waiting[done.side].append((position, done))
    paired = [
        (min(left_position, right_position), min(left.value, right.value))
        for (left_position, left), (right_position, right) in zip(
            waiting[Side.LEFT], waiting[Side.RIGHT], strict=False
        )
        if not left.assisted and not right.assisted
    ]
    if not paired:
        return tuple(done.value for _, done in counted)
    both = paired + [(position, done.value) for position, done in counted]
    return tuple(value for _, value in sorted(both, key=lambda item: item[0]))


def session_value(values: Sequence[int], goal_sets: int) -> int:
    """Return the ``goal_sets``-th best value, 0 when there are fewer: 10/9/7 with 3 sets is 7."""
    if len(values) < goal_sets:
        return 0
    return sorted(values, reverse=True)[goal_sets - 1]


def is_met(session: LevelSession, criteria: Criteria) -> bool:
    return session.value >= criteria.goal_value


def is_ready(sessions: Sequence[LevelSession], criteria: Criteria) -> bool:
    """Tell whether the goal was reached in enough of the last three sessions at the level."""
    met = [session for session in sessions[-READY_WINDOW:] if is_met(session, criteria)]
    return len(met) >= criteria.goal_sessions


def is_struggling(sessions: Sequence[LevelSession], criteria: Criteria) -> bool:
    """Tell whether the best set stayed below the start value in the last two sessions at the level.

    A session whose sets all had assistance proves nothing either way (our own choice).
    """
    last = sessions[-STRUGGLE_WINDOW:]
    return len(last) == STRUGGLE_WINDOW and all(
        session.best is not None and session.best < criteria.start_value for session in last
    )


def level_state(sessions: Sequence[LevelSession], criteria: Criteria) -> LevelState:
    """Return how it goes at a level.

    Where one good session suffices (``goal_sessions`` 1) an athlete can be ready and struggle in
    the two sessions since; the newer evidence wins.
    """
    if not sessions:
        return LevelState.NEW
    if is_struggling(sessions, criteria):
        return LevelState.STRUGGLING
    return LevelState.READY if is_ready(sessions, criteria) else LevelState.WORKING


def is_ladder_done(history: History) -> bool:
    """Tell whether the athlete is ready at the hardest level."""
    if not history.levels:
        return False
    last = history.levels[-1]
    return level_state(history.by_level[last.id], last.criteria) is LevelState.READY


def current_level(history: History, decided: int | None = None) -> int | None:
    """Return the level the athlete is working at; None only for a ladder without levels.

    ``decided`` is the level of the last accepted decision (``proposals.decided_level``) and wins
    while it exists. Without it: the hardest level with a session value of at least ``start_value``
    in the last three sessions of the exercise, else the level of the latest set, else the easiest.
    """
    known = {level.id for level in history.levels}
    if decided in known:
        return decided
    recent = {session.workout for session in history.sessions[-CURRENT_LEVEL_WINDOW:]}
    for level in reversed(history.levels):
        last = history.by_level[level.id][-CURRENT_LEVEL_WINDOW:]
        if any(row.workout in recent and row.value >= level.criteria.start_value for row in last):
            return level.id
    for session in reversed(history.sessions):
        for done in reversed(session.sets):
            if done.shown_at in known:
                return done.shown_at
    return history.levels[0].id if history.levels else None
