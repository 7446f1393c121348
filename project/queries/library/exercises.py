"""The library: what an athlete sees of their own and other athletes' exercises."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    exists,
    false,
    func,
    or_,
    select,
)

from project.extensions import db
from project.models import (
    Exercise,
    ExerciseCategory,
    ExerciseCopy,
    ExerciseDefinition,
    ProgressionLevel,
    Set,
    User,
    Workout,
    exercise_categories,
    sort_key,
)
from project.queries.account.blocks import hidden_from
from project.queries.library.categories import by_exercise
from project.queries.library.level_texts import SAID
from project.rules.library.criteria import CriteriaOverride
from project.rules.library.level_texts import LevelTexts

PICKED: Final = 60
"""Exercises a picker offers before anything is searched for."""

RECENT_WORKOUTS: Final = 30
"""How far back a picker looks for what was trained lately."""

_DEFINITIONS: Final = ExerciseDefinition.__table__
_LEVELS: Final = ProgressionLevel.__table__
_NAMES: Final = ExerciseCategory.__table__
_LINKS: Final = exercise_categories
_READER: Final[BindParameter[int]] = bindparam("athlete")

# To build a statement takes longer than to run it.
_LADDERS: Final = (
    select(_LEVELS.c.exercise_definition_id, _LEVELS.c.id, _LEVELS.c.name, _LEVELS.c.level_order)
    .where(_LEVELS.c.exercise_definition_id.in_(bindparam("ids", expanding=True)))
    .order_by(_LEVELS.c.exercise_definition_id, _LEVELS.c.level_order)
)
_WITH_TEXTS: Final = _LADDERS.add_columns(*SAID)
_CATEGORIES: Final = (
    select(_LINKS.c.exercise_definition_id, _NAMES.c.name, _NAMES.c.starter_key)
    .join(_NAMES, _NAMES.c.id == _LINKS.c.category_id)
    .where(_LINKS.c.exercise_definition_id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True)
class LevelRow:
    """A rung of a ladder; ``order`` counts from 1, the easiest."""

    id: int
    name: str
    order: int


@dataclass(frozen=True)
class PickerOption:
    """What a picker and an editor need to know of an exercise."""

    id: int
    title: str
    counting_type: str
    archived: bool
    rest_seconds: int
    last_used: datetime | None


@dataclass(frozen=True)
class ExerciseRow:
    """An exercise in a list, with its ladder and the names of its categories.

    ``copy_id``: the reader's own copy that stands in for somebody else's exercise. `detail` alone
    fills in the ``texts`` of its levels and the ``pinned_note``, which only its owner may read.
    """

    id: int
    title: str
    title_sort: str
    description: str
    counting_type: str
    archived: bool
    on_profile: bool
    rest_seconds: int
    owner_id: int
    owner: str
    copy_id: int | None
    levels: Sequence[LevelRow] = field(default=())
    categories: Sequence[str] = field(default=())
    pinned_note: str = ""
    texts: Mapping[int, LevelTexts] = field(default_factory=dict)


def visible_to(athlete_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Match the athlete's own exercises and what others have not archived.

    Athletes who block each other see nothing of each other.
    """
    return or_(
        ExerciseDefinition.user_id == athlete_id,
        and_(
            ExerciseDefinition.archived == false(),
            ExerciseDefinition.user_id.not_in(hidden_from(athlete_id)),
        ),
    )


def visible(exercise_id: int, athlete_id: int) -> ExerciseDefinition | None:
    """Return the exercise when the athlete may see it; one statement, nothing loaded with it."""
    return db.session.scalar(
        select(ExerciseDefinition).where(
            ExerciseDefinition.id == exercise_id, visible_to(athlete_id)
        )
    )


def detail(exercise_id: int, athlete_id: int) -> ExerciseRow | None:
    """Return the exercise for its page when the athlete may see it; three statements."""
    values = {"athlete": athlete_id, "exercise": exercise_id}
    row = db.session.execute(_DETAIL, values).one_or_none()
    if row is None:
        return None
    *columns, note = row
    levels, texts = ladder_with_texts(row.id)
    filled: list[Any] = [*columns, levels, categories_of([row.id])[row.id], note, texts]
    return ExerciseRow(*filled)


def ladder_of(exercise_ids: Collection[int]) -> dict[int, list[LevelRow]]:
    """Return the levels of these exercises, easy to hard; one statement, none for no ids."""
    ladders: dict[int, list[LevelRow]] = {exercise_id: [] for exercise_id in exercise_ids}
    if ladders:
        rows = db.session.execute(_LADDERS, {"ids": list(ladders)})
        for exercise_id, level_id, name, order in rows:
            ladders[exercise_id].append(LevelRow(level_id, name, order))
    return ladders


def ladder_with_texts(exercise_id: int) -> tuple[list[LevelRow], dict[int, LevelTexts]]:
    """Return the levels of an exercise and what those that say something say; one statement."""
    levels, texts = [], {}
    for _, level_id, name, order, *said in db.session.execute(_WITH_TEXTS, {"ids": [exercise_id]}):
        levels.append(LevelRow(level_id, name, order))
        if any(said):
            texts[level_id] = LevelTexts(*said)
    return levels, texts


def level_criteria(exercise_id: int) -> dict[int, CriteriaOverride]:
    """Return the numbers chosen for each level of an exercise; one statement."""
    names = [field.name for field in fields(CriteriaOverride)]
    rows = db.session.execute(
        select(ProgressionLevel.id, *(getattr(ProgressionLevel, name) for name in names)).where(
            ProgressionLevel.exercise_definition_id == exercise_id
        )
    )
    return {row[0]: CriteriaOverride(*row[1:]) for row in rows}


def categories_of(exercise_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the category names of these exercises; one statement, none for no ids."""
    names: dict[int, list[str]] = {exercise_id: [] for exercise_id in exercise_ids}
    if names:
        names |= by_exercise(db.session.execute(_CATEGORIES, {"ids": list(names)}))
    return names


def category_ids_of(exercise_id: int) -> list[int]:
    """Return the ids of an exercise's categories; one statement."""
    return list(
        db.session.scalars(
            select(exercise_categories.c.category_id)
            .where(exercise_categories.c.exercise_definition_id == exercise_id)
            .order_by(exercise_categories.c.category_id)
        )
    )


def picker_options(
    athlete_id: int, *, include: Collection[int] = (), limit: int = PICKED
) -> list[PickerOption]:
    """Return up to ``limit`` of the athlete's exercises, those trained lately first, then by title.

    Own exercises in ``include`` always come, archived ones too. One statement; its cost grows with
    the athlete's own library alone, because only the last workouts are looked at.
    """
    recent = _recently_used(athlete_id)
    included = ExerciseDefinition.id.in_(include) if include else None
    shown = ExerciseDefinition.archived == false()
    order = [recent.c.last_used.is_(None), recent.c.last_used.desc()]
    rows = db.session.execute(
        select(
            ExerciseDefinition.id,
            ExerciseDefinition.title,
            ExerciseDefinition.counting_type,
            ExerciseDefinition.archived,
            ExerciseDefinition.rest_seconds,
            recent.c.last_used,
        )
        .outerjoin(recent, recent.c.exercise_id == ExerciseDefinition.id)
        .where(
            ExerciseDefinition.user_id == athlete_id,
            shown if included is None else or_(shown, included),
        )
        .order_by(
            *([] if included is None else [included.desc()]),
            *order,
            ExerciseDefinition.title_sort,
            ExerciseDefinition.id,
        )
        .limit(max(limit, len(include)))
    )
    options = [PickerOption(*row) for row in rows]
    # What is included came first so that the limit keeps it; it is shown in its own place.
    used = [option for option in options if option.last_used is not None]
    used.sort(key=lambda option: (option.last_used, -option.id), reverse=True)
    return used + sorted(
        (option for option in options if option.last_used is None),
        key=lambda option: sort_key(option.title),
    )


def _recently_used(athlete_id: int) -> Subquery:
    workouts = (
        select(Workout.id, Workout.timestamp)
        .where(Workout.user_id == athlete_id, Workout.is_template == false())
        .order_by(Workout.timestamp.desc(), Workout.id.desc())
        .limit(RECENT_WORKOUTS)
        .subquery()
    )
    return (
        select(
            Exercise.exercise_definition_id.label("exercise_id"),
            func.max(workouts.c.timestamp).label("last_used"),
        )
        .join(workouts, workouts.c.id == Exercise.workout_id)
        .group_by(Exercise.exercise_definition_id)
        .subquery()
    )


def rows_for(athlete_id: int | BindParameter[int]) -> Select[Any]:
    """Select what `with_ladders` needs of exercises, with their owner and the athlete's own copy."""
    copy = _DEFINITIONS.alias("copy")
    return (
        select(
            _DEFINITIONS.c.id,
            _DEFINITIONS.c.title,
            _DEFINITIONS.c.title_sort,
            _DEFINITIONS.c.description,
            _DEFINITIONS.c.counting_type,
            _DEFINITIONS.c.archived,
            _DEFINITIONS.c.on_profile,
            _DEFINITIONS.c.rest_seconds,
            _DEFINITIONS.c.user_id,
            User.__table__.c.username,
            copy.c.id,
        )
        .join(User, User.id == ExerciseDefinition.user_id)
        .outerjoin(
            ExerciseCopy,
            and_(
                ExerciseCopy.source_id == ExerciseDefinition.id, ExerciseCopy.user_id == athlete_id
            ),
        )
        # An archived copy is not offered; logging with the source brings it back.
        .outerjoin(copy, and_(copy.c.id == ExerciseCopy.copy_id, copy.c.archived == false()))
    )


def with_ladders(rows: Sequence[Any]) -> list[ExerciseRow]:
    """Give the rows their ladders and categories; two statements, none for no rows."""
    ids = [row.id for row in rows]
    ladders, categories = ladder_of(ids), categories_of(ids)
    values = [(*row, ladders[row.id], categories[row.id]) for row in rows]
    return [ExerciseRow(*columns) for columns in values]


def has_sets(exercise_id: int) -> bool:
    """Return whether a set of this exercise stands in any workout or template; one statement."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Exercise.exercise_definition_id == exercise_id, Set.exercise_id == Exercise.id
                )
            )
        )
    )


_DETAIL: Final = (
    rows_for(_READER)
    .where(ExerciseDefinition.id == bindparam("exercise"), visible_to(_READER))
    .add_columns(ExerciseDefinition.pinned_note)
)
