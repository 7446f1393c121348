"""Categories, which all athletes share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, case, func, select

from project.extensions import db
from project.models import (
    ExerciseCategory,
    ExerciseDefinition,
    exercise_categories,
    shown_category,
    sort_key,
)


@dataclass(frozen=True)
class CategoryRow:
    id: int
    name: str


@dataclass(frozen=True)
class UsedCategoryRow:
    """A category and how many exercises use it, archived ones included."""

    id: int
    name: str
    uses: int
    mine: int

    @property
    def others(self) -> int:
        return self.uses - self.mine


def all_categories() -> list[CategoryRow]:
    """Return every category by name; one statement."""
    rows = db.session.execute(
        select(ExerciseCategory.id, ExerciseCategory.name, ExerciseCategory.starter_key)
    )
    found = (CategoryRow(number, shown_category(name, key)) for number, name, key in rows)
    return sorted(found, key=_by_name)


def of_library(athlete_id: int) -> dict[int, list[str]]:
    """Return the names of the categories of the athlete's exercises, by exercise; one statement."""
    return by_exercise(db.session.execute(_OF_LIBRARY, {"athlete": athlete_id}))


def by_exercise(rows: Iterable[Any]) -> dict[int, list[str]]:
    """Return the names in rows of an exercise's id and a category's name and key, sorted."""
    names: dict[int, list[str]] = {}
    for exercise_id, name, starter_key in rows:
        names.setdefault(exercise_id, []).append(shown_category(name, starter_key))
    for each in names.values():
        each.sort(key=sort_key)
    return names


def with_usage(athlete_id: int) -> list[UsedCategoryRow]:
    """Return every category by name with its uses, all and the athlete's; one statement.

    Counts are exact, so the cost grows with the number of uses on the site.
    """
    mine = (
        select(exercise_categories.c.category_id, func.count().label("mine"))
        .join(
            ExerciseDefinition,
            ExerciseDefinition.id == exercise_categories.c.exercise_definition_id,
        )
        .where(ExerciseDefinition.user_id == athlete_id)
        .group_by(exercise_categories.c.category_id)
        .subquery()
    )
    everybody = (
        select(exercise_categories.c.category_id, func.count().label("uses"))
        .group_by(exercise_categories.c.category_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            ExerciseCategory.id,
            ExerciseCategory.name,
            ExerciseCategory.starter_key,
            func.coalesce(everybody.c.uses, 0),
            func.coalesce(mine.c.mine, 0),
        )
        .outerjoin(everybody, everybody.c.category_id == ExerciseCategory.id)
        .outerjoin(mine, mine.c.category_id == ExerciseCategory.id)
    )
    found = (
        UsedCategoryRow(number, shown_category(name, key), *counts)
        for number, name, key, *counts in rows
    )
    return sorted(found, key=_by_name)


def _by_name(row: CategoryRow | UsedCategoryRow) -> str:
    return sort_key(row.name)


def uses_of(category_id: int, athlete_id: int) -> tuple[int, int]:
    """Return how many exercises use a category, and how many of them are not the athlete's."""
    foreign = case((ExerciseDefinition.user_id != athlete_id, 1), else_=0)
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(foreign), 0))
        .select_from(exercise_categories)
        .join(
            ExerciseDefinition,
            ExerciseDefinition.id == exercise_categories.c.exercise_definition_id,
        )
        .where(exercise_categories.c.category_id == category_id)
    ).one()
    return int(row[0]), int(row[1])


_NAMES: Final = ExerciseCategory.__table__
_DEFINITIONS: Final = ExerciseDefinition.__table__
_LINKS: Final = exercise_categories
_OF_LIBRARY: Final = (
    select(_LINKS.c.exercise_definition_id, _NAMES.c.name, _NAMES.c.starter_key)
    .join(_NAMES, _NAMES.c.id == _LINKS.c.category_id)
    .join(_DEFINITIONS, _DEFINITIONS.c.id == _LINKS.c.exercise_definition_id)
    .where(_DEFINITIONS.c.user_id == bindparam("athlete"))
)
