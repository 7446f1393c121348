"""Exercises in short, for setting two versions of a workout side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from project.rules.library.sets import COUNTED, figures_of, in_line
from project.rules.training.drafts import SetDraft, WorkoutExerciseDraft


@dataclass(frozen=True)
class SummaryLine:
    """An exercise at one level with its values, ready to read."""

    title: str
    level: str
    values: str


def summary(
    exercises: Iterable[WorkoutExerciseDraft], titles: Mapping[int, str]
) -> list[SummaryLine]:
    """Return a line for each exercise and level, in order; an exercise without sets has one."""
    lines = []
    for exercise in exercises:
        title = titles[exercise.definition_id or 0]
        runs = groupby(exercise.sets, key=lambda row: row.level)
        levels = [SummaryLine(title, name, " · ".join(map(_value, rows))) for name, rows in runs]
        lines += levels or [SummaryLine(title, "", "")]
    return lines


def _value(row: SetDraft) -> str:
    """Return a set's value with everything that was noted of it."""
    text = next(
        figure.say(getattr(row, figure.name))
        for figure in COUNTED.values()
        if getattr(row, figure.name) is not None
    )
    return in_line(text, figures_of(row))
