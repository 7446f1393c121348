"""Workout cards: what lists show of a workout, read as plain rows for a page at a time.

A list is any select of workouts (`Workout` is its FROM). `page_of` cuts a page out of it and
`cards_for` fills it, with two statements whatever the number of workouts: the page itself, and
one row per performed exercise and level whose sets the database has joined into one string.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, String, and_, cast, func, or_, select

from project.enums import CountingType
from project.extensions import db
from project.models import Exercise, ExerciseDefinition, ProgressionLevel, Set, User, Workout
from project.training.durations import format_duration

# A set travels as one number, its order times this plus its value: values stay below a day in
# seconds. The order goes with it because SQLite aggregates in a given order only from 3.44 on.
_ORDER: Final = 100_000


class Place(NamedTuple):
    """A place in a list that is ordered by time and id, newest first."""

    timestamp: datetime
    id: int


@dataclass(slots=True)
class CardLine:
    """Neighbouring sets at one level; ``values`` are ready to show, ``10`` or ``0:45``.

    ``level`` is the name as it was logged; ``level_order`` is None when the level is gone.
    """

    level: str
    level_order: int | None
    level_count: int
    values: tuple[str, ...]


@dataclass(slots=True)
class CardExercise:
    """A performed exercise; ``lines`` is empty while it has no set."""

    definition_id: int
    title: str
    counting_type: CountingType
    lines: list[CardLine] = field(default_factory=list)


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
    exercises: list[CardExercise] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where the card stands in a list."""
        return Place(self.timestamp, self.id)


@dataclass(frozen=True)
class CardPage:
    """A page of cards; ``older`` and ``newer`` are where its neighbours begin, if there are any."""

    cards: list[WorkoutCard]
    older: Place | None
    newer: Place | None


def page_of(
    workouts: Select[Any],
    *,
    limit: int,
    before: Place | None = None,
    after: Place | None = None,
    number: int = 1,
) -> CardPage:
    """Return a page of ``workouts``, newest first; two statements.

    With ``before`` the page holds what is older than that place, with ``after`` what is newer;
    else it is page ``number``, found by skipping ids in the index. When nothing is left in the
    direction asked for, the first or the last page comes instead, at two or three more.
    """
    ids = workouts.with_only_columns(Workout.id).order_by(None)
    newest = (Workout.timestamp.desc(), Workout.id.desc())
    oldest = (Workout.timestamp, Workout.id)
    if before is not None:
        cards = cards_for(ids.where(_older_than(before)).order_by(*newest).limit(limit + 1))
        if cards:
            return _cut(cards, limit, has_newer=True)
    elif after is not None:
        cards = cards_for(ids.where(_newer_than(after)).order_by(*oldest).limit(limit + 1))
        if len(cards) > limit:
            return CardPage(cards[1:], older=cards[-1].place, newer=cards[1].place)
        number = 1
    if before is None:
        skipped = (number - 1) * limit
        cards = cards_for(ids.order_by(*newest).offset(skipped).limit(limit + 1))
        if cards or number == 1:
            return _cut(cards, limit, has_newer=number > 1)
    cards = cards_for(ids.order_by(*oldest).limit(limit + 1))
    has_newer = len(cards) > limit
    cards = cards[-limit:]
    return CardPage(cards, older=None, newer=cards[0].place if has_newer else None)


def own_cards(
    athlete_id: int,
    *,
    limit: int,
    before: Place | None = None,
    after: Place | None = None,
    number: int = 1,
    hide_done: bool = False,
) -> CardPage:
    """Return a page of the athlete's own workouts, the running one too, without templates."""
    workouts = select(Workout).where(Workout.user_id == athlete_id, Workout.is_template.is_(False))
    if hide_done:
        workouts = workouts.where(Workout.is_done.is_(False))
    return page_of(workouts, limit=limit, before=before, after=after, number=number)


def cards_for(page_select: Select[int]) -> list[WorkoutCard]:
    """Return the cards of the workouts whose ids ``page_select`` gives, newest first.

    ``page_select`` brings its own limit. Two statements; one when there is no workout.
    """
    page = page_select.subquery()
    rows = db.session.execute(
        select(
            Workout.id,
            Workout.title,
            Workout.timestamp,
            Workout.user_id,
            User.username,
            User.image_file,
            Workout.visibility,
            Workout.is_done,
            Workout.is_running,
            Workout.note,
            Workout.effort,
        )
        .join_from(page, Workout, Workout.id == page.c[0])
        .join(User, User.id == Workout.user_id)
        .order_by(Workout.timestamp.desc(), Workout.id.desc())
    )
    cards = {row.id: WorkoutCard(*row) for row in rows}
    if cards:
        for workout_id, exercise in _exercises_of(list(cards)):
            cards[workout_id].exercises.append(exercise)
    return list(cards.values())


def _older_than(place: Place) -> Any:  # noqa: ANN401  SQLAlchemy's clause types differ
    # The first condition is what an index can begin at; the second sorts out equal times.
    return and_(
        Workout.timestamp <= place.timestamp,
        or_(Workout.timestamp < place.timestamp, Workout.id < place.id),
    )


def _newer_than(place: Place) -> Any:  # noqa: ANN401  as above
    return and_(
        Workout.timestamp >= place.timestamp,
        or_(Workout.timestamp > place.timestamp, Workout.id > place.id),
    )


def _cut(cards: list[WorkoutCard], limit: int, *, has_newer: bool) -> CardPage:
    more = len(cards) > limit
    cards = cards[:limit]
    return CardPage(
        cards,
        older=cards[-1].place if more else None,
        newer=cards[0].place if has_newer and cards else None,
    )


def _exercises_of(workout_ids: Sequence[int]) -> Iterator[tuple[int, CardExercise]]:
    """Yield each performed exercise with its workout's id, in order; one statement."""
    value = func.coalesce(Set.reps, Set.duration)
    runs = (
        select(
            Set.exercise_id,
            Set.progression,
            Set.progression_level_id,
            (Set.duration.is_not(None)).label("timed"),
            func.aggregate_strings(cast(Set.set_order * _ORDER + value, String), ",").label("sets"),
        )
        .join(Exercise, Exercise.id == Set.exercise_id)
        .where(Exercise.workout_id.in_(workout_ids))
        .group_by(Set.exercise_id, Set.progression, Set.progression_level_id, "timed")
        .subquery("runs")
    )
    count = (
        select(func.count())
        .where(ProgressionLevel.exercise_definition_id == ExerciseDefinition.id)
        .correlate(ExerciseDefinition)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Exercise.workout_id,
            Exercise.id,
            ExerciseDefinition.id.label("definition_id"),
            ExerciseDefinition.title,
            ExerciseDefinition.counting_type,
            runs.c.progression,
            runs.c.timed,
            runs.c.sets,
            ProgressionLevel.level_order,
            count.label("level_count"),
        )
        .join(ExerciseDefinition, ExerciseDefinition.id == Exercise.exercise_definition_id)
        .outerjoin(runs, runs.c.exercise_id == Exercise.id)
        .outerjoin(ProgressionLevel, ProgressionLevel.id == runs.c.progression_level_id)
        .where(Exercise.workout_id.in_(workout_ids))
        .order_by(Exercise.workout_id, Exercise.exercise_order)
    )
    for _, group in groupby(rows, key=attrgetter("id")):
        runs_of_one = list(group)
        first = runs_of_one[0]
        yield (
            first.workout_id,
            CardExercise(
                first.definition_id,
                first.title,
                CountingType(first.counting_type),
                _lines([row for row in runs_of_one if row.sets is not None]),
            ),
        )


def _lines(rows: list[Row[Any]]) -> list[CardLine]:
    """Return the lines of one exercise: a set at another level than its neighbour begins one."""
    sets = [(int(text), row) for row in rows for text in row.sets.split(",")]
    sets.sort(key=itemgetter(0))
    lines = []
    for row, group in groupby(sets, key=itemgetter(1)):
        show = format_duration if row.timed else str
        values = tuple(show(number % _ORDER) for number, _ in group)
        lines.append(CardLine(row.progression, row.level_order, row.level_count, values))
    return lines
