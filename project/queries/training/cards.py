"""Workout cards: what lists show of a workout, read as plain rows for a page at a time.

A `CardList` is any select of workouts and cuts pages out of it, with two statements whatever the
number of workouts: the page itself, and one row per performed exercise and level whose sets the
database has joined into one string. All statements are made once, with open parameters: building
them took longer than running them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Integer,
    Numeric,
    Row,
    Select,
    String,
    bindparam,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
    sql,
    true,
)

from project.enums import CountingType
from project.extensions import db
from project.models import (
    Exercise,
    ExerciseDefinition,
    ProgressionLevel,
    Set,
    User,
    Workout,
)
from project.queries.training.cursor import Cursor, beyond
from project.queries.training.titles import shown_title
from project.rules.account.days import Calendar
from project.rules.library.durations import format_duration
from project.rules.library.sets import OPTIONAL, in_line

# A set travels as one number, its order times this plus its value: values stay below a day in
# seconds. The order goes with it because SQLite aggregates in a given order only from 3.44 on. What
# else was noted follows in the order of the figures, numbers with a point in hundredths, so that
# all databases write them alike: ``100008@1000@left@@`` is a set of 8 with 10 kg on the left.
_ORDER: Final = 100_000

PLANS_SHOWN: Final = 100

_COUNTING: Final = {kind.value: kind for kind in CountingType}

_WORKOUTS: Final = Workout.__table__
_USERS: Final = User.__table__
_PERFORMED: Final = Exercise.__table__
_SETS: Final = Set.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__

_SHOWN: Final = (
    _WORKOUTS.c.id,
    _WORKOUTS.c.title,
    _WORKOUTS.c.timestamp,
    _WORKOUTS.c.user_id,
    _USERS.c.username,
    _USERS.c.image_file,
    _WORKOUTS.c.visibility,
    _WORKOUTS.c.is_done,
    _WORKOUTS.c.is_running,
    _WORKOUTS.c.note,
    _WORKOUTS.c.effort,
    _WORKOUTS.c.is_template,
    func.coalesce(_WORKOUTS.c.timezone, _USERS.c.timezone),
    _USERS.c.day_begins_at,
)


# A list shows a hundred of these two; a template takes a tuple apart at once.
class CardLine(NamedTuple):
    """Neighbouring sets at one level; ``text`` is ready to show: ``12 · 10``, ``0:45``, ``8 @ +10``.

    ``level`` is the name as it was logged; ``level_order`` is None when the level is gone.
    """

    level: str
    level_order: int | None
    level_count: int
    text: str
    is_more: bool = False
    """Not the first line of its exercise."""


class CardExercise(NamedTuple):
    """A performed exercise; ``lines`` is empty while it has no set."""

    definition_id: int
    title: str
    counting_type: CountingType
    lines: list[CardLine]


@dataclass(slots=True)
class WorkoutCard:
    """A workout as lists show it, with its athlete; exercises and sets in the order entered."""

    id: int
    title: str
    timestamp: datetime
    user_id: int
    username: str
    image_file: str
    visibility: str
    is_done: bool
    is_running: bool
    note: str
    effort: int | None
    is_template: bool
    zone: str
    day_begins_at: int
    exercises: list[CardExercise] = field(default_factory=list)

    @property
    def shown_title(self) -> str:
        """What it is called; ``title`` is only what somebody typed."""
        if self.title:
            return self.title
        return shown_title(
            self.title,
            self.timestamp,
            (exercise.title for exercise in self.exercises),
            calendar=Calendar(self.zone, self.day_begins_at),
            is_template=self.is_template,
            is_running=self.is_running,
        )

    @property
    def cursor(self) -> Cursor:
        """Where the card stands in a list."""
        return Cursor(self.timestamp, self.id)


@dataclass(frozen=True)
class CardPage:
    """A page of cards; ``older`` and ``newer`` are where its neighbours begin, if there are any."""

    cards: list[WorkoutCard]
    older: Cursor | None
    newer: Cursor | None


class CardList:
    """Workouts that are read in pages, newest first."""

    def __init__(self, workouts: Select[Any]) -> None:
        """Take a select from the table of workouts; it may have parameters, its columns do not matter."""
        ids = workouts.with_only_columns(_WORKOUTS.c.id).limit(bindparam("most"))
        newest = ids.order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
        oldest = ids.order_by(_WORKOUTS.c.timestamp, _WORKOUTS.c.id)
        self._numbered = head_statement(newest.offset(bindparam("skip")))
        self._older = head_statement(newest.where(beyond(_WORKOUTS, older=True)))
        self._newer = head_statement(oldest.where(beyond(_WORKOUTS, older=False)))
        self._last = head_statement(oldest)

    def page(
        self,
        values: Mapping[str, Any],
        *,
        limit: int,
        before: Cursor | None = None,
        after: Cursor | None = None,
        number: int = 1,
    ) -> CardPage:
        """Return a page for these parameters of the select; two statements.

        With ``before`` the page holds what is older than that place, with ``after`` what is newer;
        else it is page ``number``, found by skipping ids in the index. When nothing is left in the
        direction asked for, the first or the last page comes instead, at two or three more.
        """
        values = {**values, "most": limit + 1}
        cards: list[WorkoutCard] = []
        if before is not None:
            cards = card_heads(self._older, values | before.values)
        elif after is not None:
            cards = card_heads(self._newer, values | after.values)
            if len(cards) > limit:
                cards = with_exercises(cards[1:])
                return CardPage(cards, older=cards[-1].cursor, newer=cards[0].cursor)
            number = 1
        if before is None:
            cards = card_heads(self._numbered, values | {"skip": (number - 1) * limit})
        if cards:
            more = len(cards) > limit
            cards = with_exercises(cards[:limit])
            first = before is None and number == 1
            return CardPage(
                cards,
                older=cards[-1].cursor if more else None,
                newer=None if first else cards[0].cursor,
            )
        cards = card_heads(self._last, values)
        more = len(cards) > limit
        cards = with_exercises(cards[-limit:])
        return CardPage(cards, older=None, newer=cards[0].cursor if more else None)


def own_cards(
    athlete_id: int,
    *,
    limit: int,
    before: Cursor | None = None,
    after: Cursor | None = None,
    number: int = 1,
    hide_done: bool = False,
) -> CardPage:
    """Return a page of the athlete's own workouts, the running one too, without templates."""
    mine = _OPEN if hide_done else _OWN
    return mine.page(
        {"athlete": athlete_id}, limit=limit, before=before, after=after, number=number
    )


def planned_cards(athlete_id: int) -> list[WorkoutCard]:
    """Return what the athlete has planned, the nearest day first; two statements."""
    page = _PLAN.page({"athlete": athlete_id}, limit=PLANS_SHOWN)
    return page.cards[::-1]


def head_statement(page_select: Select[int]) -> Select[*tuple[Any, ...]]:
    """Return what reads cards without exercises, newest first; it may have open parameters."""
    page = page_select.subquery()
    return (
        select(*_SHOWN)
        .join_from(page, _WORKOUTS, _WORKOUTS.c.id == page.c[0])
        .join(_USERS, _USERS.c.id == _WORKOUTS.c.user_id)
        .order_by(_WORKOUTS.c.timestamp.desc(), _WORKOUTS.c.id.desc())
    )


def card_heads(statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> list[WorkoutCard]:
    """Run a `head_statement` with its parameters; `with_exercises` gives the cards their exercises."""
    return [WorkoutCard(*row) for row in db.session.connection().execute(statement, dict(values))]


def _own(*, template: bool) -> Select[Any]:
    # Compared and not asked ``IS FALSE``: MariaDB enters an index only by a comparison.
    return select(_WORKOUTS).where(
        _WORKOUTS.c.user_id == bindparam("athlete"),
        _WORKOUTS.c.is_template == (true() if template else false()),
    )


_OWN: Final = CardList(_own(template=False))
_OPEN: Final = CardList(_own(template=False).where(_WORKOUTS.c.is_done == false()))
OWN_TEMPLATES: Final = CardList(_own(template=True).where(_WORKOUTS.c.is_planned == false()))
"""Takes the parameter ``athlete``."""
_PLAN: Final = CardList(_own(template=True).where(_WORKOUTS.c.is_planned == true()))


def _as_text(column: Column[Any]) -> ColumnElement[str]:
    if isinstance(column.type, Numeric):
        centi = func.round(column * literal_column("100"))
        return sql.cast(sql.cast(centi, Integer), String)
    return column if isinstance(column.type, String) else sql.cast(column, String)


@lru_cache(maxsize=256)
def _runs(count: int) -> Select[Any]:
    """Select one row per exercise performed in so many workouts, level and way of counting.

    In order of exercises. Made of tables, and once for each length of a page with its ids
    ``id_0`` and so on left open: building a select of this size takes as long as running it, and a
    list of ids, or a separator that is a parameter, is put into the statement anew each time.
    """
    workouts: list[BindParameter[int]] = [bindparam(f"id_{number}") for number in range(count)]
    value = func.coalesce(_SETS.c.reps, _SETS.c.duration)
    timed = _SETS.c.duration.is_not(None).label("timed")
    level = (_SETS.c.exercise_id, _SETS.c.progression, _SETS.c.progression_level_id)
    comma, nothing, at = (cast("Any", literal_column(each)) for each in ("','", "''", "'@'"))
    noted = [_SETS.c[figure.name] for figure in OPTIONAL]
    beside = at + func.coalesce(_as_text(noted[0]), nothing)
    for column in noted[1:]:
        beside = beside + at + func.coalesce(_as_text(column), nothing)
    packed = sql.cast(_SETS.c.set_order * _ORDER + value, String) + case(
        (or_(*(column.is_not(None) for column in noted)), beside), else_=nothing
    )
    runs = (
        select(*level, timed, func.aggregate_strings(packed, comma).label("sets"))
        .join_from(_PERFORMED, _SETS, _SETS.c.exercise_id == _PERFORMED.c.id)
        .where(_PERFORMED.c.workout_id.in_(workouts))
        .group_by(*level, timed)
        .subquery("runs")
    )
    level_count = (
        select(func.count())
        .where(_LEVELS.c.exercise_definition_id == _DEFINITIONS.c.id)
        .correlate(_DEFINITIONS)
        .scalar_subquery()
    )
    return (
        select(
            _PERFORMED.c.workout_id,
            _PERFORMED.c.id,
            _DEFINITIONS.c.id,
            _DEFINITIONS.c.title,
            _DEFINITIONS.c.counting_type,
            runs.c.progression,
            runs.c.timed,
            runs.c.sets,
            _LEVELS.c.level_order,
            level_count.label("level_count"),
        )
        .join_from(
            _PERFORMED, _DEFINITIONS, _DEFINITIONS.c.id == _PERFORMED.c.exercise_definition_id
        )
        .outerjoin(runs, runs.c.exercise_id == _PERFORMED.c.id)
        .outerjoin(_LEVELS, _LEVELS.c.id == runs.c.progression_level_id)
        .where(_PERFORMED.c.workout_id.in_(workouts))
        .order_by(_PERFORMED.c.workout_id, _PERFORMED.c.exercise_order)
    )


def with_exercises(heads: list[WorkoutCard]) -> list[WorkoutCard]:
    """Give the cards their exercises; one statement, none when there is no card."""
    cards = {card.id: card for card in heads}
    ids = {f"id_{number}": workout for number, workout in enumerate(cards)}
    rows = db.session.connection().execute(_runs(len(ids)), ids).all() if ids else []
    for _, group in groupby(rows, key=itemgetter(1)):
        runs = list(group)
        workout_id, _, definition_id, title, counting, level, timed, sets, order, count = runs[0]
        if len(runs) > 1:
            lines = _mixed_lines(runs)
        elif sets is None:
            lines = []
        elif "@" in sets:
            lines = [CardLine(level, order, count, _said(_unpack_noted(sets), timed=timed))]
        else:
            lines = [CardLine(level, order, count, _text(_unpack(sets), timed=timed))]
        cards[workout_id].exercises.append(
            CardExercise(definition_id, title, _COUNTING[counting], lines)
        )
    return heads


def _unpack(sets: str) -> list[int]:
    """Return an exercise's packed sets in the order entered."""
    return sorted(map(int, sets.split(",")))


def _text(numbers: list[int], *, timed: bool) -> str:
    """Return what packed sets hold as one text."""
    if timed:
        return " · ".join([format_duration(number % _ORDER) for number in numbers])
    return " · ".join([str(number % _ORDER) for number in numbers])


def _unpack_noted(sets: str) -> list[tuple[int, str]]:
    """Return packed sets in the order entered, each with what was noted beside its value, packed."""
    pairs = (packed.partition("@") for packed in sets.split(","))
    return sorted((int(number), noted) for number, _, noted in pairs)


def _value(name: str, text: str) -> Any:  # noqa: ANN401  of any figure
    column = _SETS.c[name].type
    if isinstance(column, Numeric):
        return Decimal(text) / 100
    return text if isinstance(column, String) else int(text)


def _said(sets: Iterable[tuple[int, str]], *, timed: bool) -> str:
    """Return what sets hold as one text, ``8 @ +10 · 7``."""
    return " · ".join([_with_noted(_text([number], timed=timed), noted) for number, noted in sets])


def _with_noted(value: str, noted: str) -> str:
    if not noted:
        return value
    texts = zip(OPTIONAL, noted.split("@"), strict=True)
    return in_line(value, {each.name: _value(each.name, text) for each, text in texts if text})


def _mixed_lines(runs: list[Row[Any]]) -> list[CardLine]:
    """Return the lines of an exercise in which the level changes between sets."""
    sets = [(number, noted, run) for run in runs for number, noted in _unpack_noted(run.sets)]
    sets.sort(key=itemgetter(0))
    lines: list[CardLine] = []
    for run, group in groupby(sets, key=itemgetter(2)):
        text = _said(((number, noted) for number, noted, _ in group), timed=run.timed)
        lines.append(CardLine(run.progression, run.level_order, run.level_count, text, bool(lines)))
    return lines
