"""A plan made before a proposal was accepted follows the athlete to their new level."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from project.enums import Side
from project.queries.training.progression import LadderPosition
from project.queries.training.workouts import PerformedExercise, PerformedSet, WorkoutDetail
from project.rules.library.sets import counted_value
from project.rules.limits import MAX_SETS
from project.rules.training.proposals import level_today


def plan_at_current_level(
    source: WorkoutDetail, places: Mapping[int, LadderPosition], today: date
) -> list[PerformedExercise]:
    """Return the exercises of a template or an earlier workout as they are to be trained today.

    Sets at a level the athlete has left since stand at the new one, with its target and without
    load, unless that level is planned anyway. Warm-ups, and what goes on at an easier level, stay.
    """
    return [
        _moved(each, places[each.definition_id], source, today)
        if each.definition_id in places
        else each
        for each in source.exercises
    ]


def in_sides(exercise: PerformedExercise) -> PerformedExercise:
    """Return an exercise of a plan with each set once left and once right; warm-ups stay as they are."""
    rows: list[PerformedSet] = []
    for row in exercise.sets:
        both = row.is_own_set and row.side is None
        rows += [replace(row, side=side.value) for side in Side] if both else [row]
    return replace(exercise, sets=rows[:MAX_SETS])


def _moved(
    exercise: PerformedExercise, place: LadderPosition, source: WorkoutDetail, today: date
) -> PerformedExercise:
    planned = {row.level_id for row in exercise.sets if row.level_id and row.is_own_set}
    moves = {
        level: to
        for level in planned
        if (to := level_today(level, planned, place.decisions, source.planned_at)) != level
        and to in place.ladder.names
    }
    if not moves:
        return exercise
    rows = [
        _at(row, moves[row.level_id], exercise, place, today)
        if row.level_id in moves and row.is_own_set
        else row
        for row in exercise.sets
    ]
    return replace(exercise, sets=rows)


def _at(
    row: PerformedSet,
    level_id: int,
    exercise: PerformedExercise,
    place: LadderPosition,
    today: date,
) -> PerformedSet:
    number = list(place.ladder.names).index(level_id)
    target = place.standing.target(place.ladder.levels[number], today)
    moved = replace(
        row,
        progression=place.ladder.names[level_id],
        level_id=level_id,
        level_order=number + 1,
        load_kg=None,
    )
    return replace(moved, **counted_value(exercise.counting_type, target.values[-1]))
