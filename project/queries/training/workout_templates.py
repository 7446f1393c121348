"""Templates: workouts that are planned, not done; they are their athlete's alone."""

from collections.abc import Collection, Hashable, Iterable
from itertools import groupby

from project.queries.training.cards import OWN_TEMPLATES, CardPage
from project.queries.training.cursor import Cursor
from project.queries.training.workouts import PerformedExercise, PerformedSet, WorkoutDetail, detail
from project.rules.library.sets import COUNTED, OPTIONAL


def template_cards(
    athlete_id: int,
    *,
    limit: int,
    before: Cursor | None = None,
    after: Cursor | None = None,
    number: int = 1,
) -> CardPage:
    """Return a page of the athlete's templates, newest first; two statements."""
    return OWN_TEMPLATES.page(
        {"athlete": athlete_id}, limit=limit, before=before, after=after, number=number
    )


def template_of(workout: WorkoutDetail) -> WorkoutDetail | None:
    """Return the template the workout was made from while it exists; two statements at most."""
    if workout.template_id is None or workout.is_template or workout.is_running:
        return None
    found = detail(workout.template_id, workout.user_id)
    if found is None or found.is_planned or not found.is_template:
        return None
    return found if found.user_id == workout.user_id else None


def changed_template_of(workout: WorkoutDetail) -> WorkoutDetail | None:
    """Return the template the workout was made from when something else was trained than it says.

    That is other exercises, another order, other sets or levels, another load. Other values are
    not: at a level of the ladder the log says what comes next, whatever the plan holds. They count
    where nothing else speaks, at a level that is on no ladder. A lighter week changes no plan, and
    of exercises that take turns one is enough.
    """
    template = None if workout.is_deload else template_of(workout)
    if template is None:
        return None
    done = {each.definition_id for each in workout.exercises}
    expected = [exercise for exercise, *_ in turns_of(template.exercises, done)]
    return None if _plans(workout.exercises) == _plans(expected) else template


def turns_of(
    exercises: Iterable[PerformedExercise], done: Collection[int]
) -> list[list[PerformedExercise]]:
    """Return a template's exercises, neighbours that take turns together, those ``done`` first."""
    found: list[list[PerformedExercise]] = []
    for number, neighbours in groupby(exercises, key=lambda each: each.alternation):
        if number is None:
            found += [[each] for each in neighbours]
        else:
            found.append(sorted(neighbours, key=lambda each: each.definition_id not in done))
    return found


def _plans(exercises: Iterable[PerformedExercise]) -> list[Hashable]:
    """Return what a plan says of exercises; equal for the same training.

    A level is the same when it was renamed meanwhile; what is judged afterwards is no plan.
    """
    return [
        (
            exercise.definition_id,
            exercise.superset,
            exercise.note,
            tuple(
                (row.level_id or (row.progression, *_values(row)), *_beside(row))
                for row in exercise.sets
            ),
        )
        for exercise in exercises
    ]


def _values(row: PerformedSet) -> list[Hashable]:
    return [getattr(row, figure.name) for figure in COUNTED.values()]


def _beside(row: PerformedSet) -> list[Hashable]:
    return [getattr(row, figure.name) for figure in OPTIONAL if figure.is_planned]
