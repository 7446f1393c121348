"""Exercises in short, for setting two versions of a workout side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from project.rules.library.durations import format_duration
from project.services.training.workouts import ExerciseEntry, SetEntry
from project.web.filters import load, side


@dataclass(frozen=True)
class Line:
    """An exercise at one level with its values, ready to read."""

    title: str
    level: str
    values: str


def summary(exercises: Iterable[ExerciseEntry]) -> list[Line]:
    """Return a line for each exercise and level, in order; an exercise without sets has one."""
    lines = []
    for exercise in exercises:
        runs = groupby(exercise.sets, key=lambda row: row.progression)
        levels = [Line(exercise.title, name, " · ".join(map(_value, rows))) for name, rows in runs]
        lines += levels or [Line(exercise.title, "", "")]
    return lines


def _value(row: SetEntry) -> str:
    text = str(row.reps) if row.duration is None else format_duration(row.duration)
    extras = [load(row.load_kg)] if row.load_kg is not None else []
    if row.side:
        extras.append(side(row.side))
    return f"{text} ({', '.join(extras)})" if extras else text
