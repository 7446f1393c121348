"""Exercises in short, for setting two versions of a workout side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from project.rules.library.sets import COUNTED, FIGURES
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
    """Return a set's value with what a plan says beside it."""
    said = {
        name: figure.say(getattr(row, name))
        for name, figure in FIGURES.items()
        if figure.is_planned and getattr(row, name) is not None
    }
    text = next(said.pop(figure.name) for figure in COUNTED.values() if figure.name in said)
    return f"{text} ({', '.join(said.values())})" if said else text
