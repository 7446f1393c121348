"""Weekly volume by category: sets, repetitions and seconds under tension."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from project.rules.training.standing import TrainedWeek


@dataclass(frozen=True, slots=True)
class Volume:
    """One category's volume, a number for each of the weeks asked for; "" has no category."""

    category: str
    sets: list[int] = field(default_factory=list)
    reps: list[int] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TrainedExercise:
    """What is known of an exercise: how it counts, what it belongs to, what was done by week."""

    counting_type: str
    categories: Sequence[str]
    weeks: Mapping[date, TrainedWeek]


def weekly_volume(exercises: Iterable[TrainedExercise], mondays: Sequence[date]) -> list[Volume]:
    """Return the categories with sets in these weeks, the one with most sets first.

    An exercise of two categories counts for both *(own choice)*: "Zug" should not shrink because
    an exercise is "Rumpf" too. So columns must not be added up.
    """
    found: dict[str, Volume] = {}
    for exercise in exercises:
        in_reps = exercise.counting_type == "reps"
        for place, monday in enumerate(mondays):
            week = exercise.weeks.get(monday)
            if week is None:
                continue
            for name in exercise.categories or [""]:
                volume = found.get(name)
                if volume is None:
                    none = [0] * len(mondays)
                    volume = found[name] = Volume(name, none, list(none), list(none))
                volume.sets[place] += week.sets
                (volume.reps if in_reps else volume.seconds)[place] += week.total
    return sorted(found.values(), key=lambda volume: (-sum(volume.sets), volume.category))
