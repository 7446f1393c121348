"""Training along with somebody else's workout: their exercises, at one's own levels and targets."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from project.models import User
from project.queries.library.counterparts import counterparts
from project.queries.training.progression import LadderPosition
from project.queries.training.workouts import PerformedExercise, PerformedSet, WorkoutDetail
from project.rules.library.sets import FIGURES, counted_value
from project.rules.training.pairs import ranks
from project.services.library.exercises import exercise_for_logging


def taken_over(source: WorkoutDetail, athlete: User) -> dict[int, int]:
    """Return the athlete's own exercise for each of the workout's; what is missing is copied.

    One that its athlete has archived is left out, unless it has a counterpart.
    """
    own: dict[int, int] = {}
    ids = {exercise.definition_id for exercise in source.exercises}
    for key, each in counterparts(ids, athlete.id).items():
        copy = exercise_for_logging(key, athlete) if each.own_id is None else None
        number = copy.id if copy else each.own_id
        if number is not None:
            own[key] = number
    return own


def as_own(
    source: WorkoutDetail, own: Mapping[int, int], places: Mapping[int, LadderPosition], today: date
) -> list[PerformedExercise]:
    """Return the workout's exercises as ``own`` ones: so many sets, at the athlete's level.

    Of what the other athlete did, only the order, the number of sets and their sides come along; warm-ups are
    everybody's own business, and so is how a set went on.
    """
    return [
        _at_my_level(each, places[own[each.definition_id]], own[each.definition_id], today)
        for each in source.exercises
        if own.get(each.definition_id) in places
    ]


def _at_my_level(
    exercise: PerformedExercise, place: LadderPosition, own_id: int, today: date
) -> PerformedExercise:
    shown = place.overview()
    target = shown.target(today)
    values = target.values if target else ()
    none = dict.fromkeys(FIGURES)
    sets: list[PerformedSet] = []
    rows = [row for row in exercise.sets if row.is_own_set] if shown.level and values else []
    for number, row in zip(ranks([row.side for row in rows]), rows, strict=True):
        value = values[min(number, len(values) - 1)]
        figures = {**none, **counted_value(place.ladder.counting_type, value), "side": row.side}
        sets.append(
            replace(
                row,
                progression=shown.name,
                level_id=shown.level.id if shown.level else None,
                level_order=shown.number,
                **figures,
            )
        )
    counting_type = place.ladder.counting_type
    return replace(exercise, definition_id=own_id, counting_type=counting_type, note="", sets=sets)
