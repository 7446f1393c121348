"""What the logger's pages get: the workout and exercises to add, with a reason for every target."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from project.enums import SetType, Side
from project.main.pages.training import exercise_sheet as sheet
from project.main.pages.training import ladder_words as words
from project.models import User, Workout
from project.queries.library.level_texts import level_texts
from project.queries.training import last_time, logger
from project.queries.training.last_time import ExplainedTarget, LogOwner
from project.queries.training.past_sessions import past_sessions
from project.rules.library.sets import is_own_set
from project.rules.training.comparison import (
    Comparison,
    compared_with_last_time,
    missing_sides,
    open_sets,
)
from project.rules.training.targets import Reason
from project.services.training.progression_upkeep import today_of
from project.services.training.running import forgotten_end


def snapshot(workout_id: int, athlete: User) -> dict[str, Any]:
    """Return the whole workout; statements as at `queries.training.logger.snapshot`, and two."""
    owner = _athlete(athlete)
    workout = logger.snapshot(workout_id, owner)
    ids = {exercise["definition_id"] for exercise in workout["exercises"]}
    texts = level_texts(ids) if ids else {}
    past = past_sessions(ids, owner, but=workout_id)
    for exercise in workout["exercises"]:
        counting_type = exercise["counting_type"]
        sessions = past.get(exercise["definition_id"], [])
        exercise.update(sheet.of_exercise(sessions, counting_type))
        exercise["levels"] = [
            _explained(level, counting_type)
            | sheet.of_level(texts.get(level["id"]), level["records"], counting_type)
            for level in exercise["levels"]
        ]
    return workout


def comparisons(workout_id: int, athlete: User) -> tuple[list[Comparison], int, list[str]]:
    """Return what is done against last time, how many sets are open, and where a side is missing.

    Statements as above.
    """
    exercises = logger.snapshot(workout_id, _athlete(athlete))["exercises"]
    return compared_with_last_time(exercises), open_sets(exercises), missing_sides(exercises)


@dataclass(frozen=True)
class Elapsed:
    """How long a workout has been going on, in seconds, and the moment it began, in milliseconds.

    ``ended`` is when one that nobody ended was over, None while it goes on.
    """

    since: int
    seconds: int
    ended: datetime | None

    @classmethod
    def of(cls, workout: Workout, now: datetime) -> "Elapsed | None":
        """Return it for a workout that runs; a statement when its last set is long ago."""
        if not workout.is_running:
            return None
        began = workout.started_at or workout.timestamp
        ended = forgotten_end(workout, now)
        passed = max((ended or now) - began, timedelta())
        return cls(int(began.timestamp() * 1000), passed // timedelta(seconds=1), ended)


@dataclass(frozen=True)
class First:
    """The exercise that is on: the one with the next open set, its ``row``, or else the last.

    ``targets`` are those at the row's level, or where it has none at the first that has; one of two
    sides speaks for both.
    """

    exercise: dict[str, Any]
    place: int
    count: int
    row: dict[str, Any] | None

    @classmethod
    def of(cls, snapshot: dict[str, Any]) -> "First | None":
        """Return it; None where the workout is over or holds nothing."""
        exercises = snapshot["exercises"]
        if not exercises or not snapshot["running"]:
            return None
        for place, exercise in enumerate(exercises, 1):
            for row in exercise["sets"]:
                if not row["done"]:
                    return cls(exercise, place, len(exercises), row)
        return cls(exercises[-1], len(exercises), len(exercises), None)

    @property
    def lines(self) -> list[list[dict[str, Any]]]:
        """The rows as they are shown: left and the right one after it are one line."""
        lines: list[list[dict[str, Any]]] = []
        for row in self.exercise["sets"]:
            if self.exercise["tracks_sides"] and lines and _is_other_side(lines[-1], row):
                lines[-1].append(row)
            else:
                lines.append([row])
        return lines

    @property
    def marks(self) -> list[str]:
        """What stands before each line: its number, or that it is no set by itself."""
        count = 0
        marks = []
        for row, *_ in self.lines:
            count += is_own_set(row["set_type"])
            other = "+" if row["set_type"] == SetType.SEGMENT else "–"
            marks.append(str(count) if is_own_set(row["set_type"]) else other)
        return marks

    @property
    def row_of_target(self) -> dict[str, Any] | None:
        """The row whose level stands under the name; an extra set of another level does not."""
        rows = self.exercise["sets"]
        with_target = [row for row in rows if row["target"] is not None]
        same = [row for row in with_target if self.row and row["level_id"] == self.row["level_id"]]
        return next(iter([*same, *with_target]), self.row or next(reversed(rows), None))

    @property
    def targets(self) -> list[int]:
        row = self.row_of_target
        return [
            each["target"]
            for each in self.exercise["sets"]
            if row and each["level_id"] == row["level_id"]
            if each["side"] != "right" and each["target"] is not None
        ]


def _is_other_side(line: list[dict[str, Any]], row: dict[str, Any]) -> bool:
    (first, *others) = line
    same = ("level_id", "level", "set_type")
    return (
        not others
        and (first["side"], row["side"]) == (Side.LEFT, Side.RIGHT)
        and all(first[name] == row[name] for name in same)
    )


def choices(athlete: User, search: str) -> list[dict[str, Any]]:
    """Return exercises to add; statements as at `queries.training.last_time.choices`."""
    found = last_time.choices(_athlete(athlete), search)
    for exercise in found:
        for level in exercise["levels"]:
            # told once the exercise is in the workout
            del level["explained_target"], level["records"], level["last_beside"]
    return found


def _athlete(athlete: User) -> LogOwner:
    return LogOwner(athlete.id, athlete.calendar, today_of(athlete))


def _explained(level: dict[str, Any], counting_type: str) -> dict[str, Any]:
    """Return the level with words in the place of what its target rests on."""
    explained: ExplainedTarget = level["explained_target"]
    target, criteria = explained.target, explained.criteria
    why = {
        "is_new": target.reason is Reason.NEW,
        "reason": words.target_reason(target, criteria, counting_type),
        "evidence": [asdict(row) for row in words.evidence(target.evidence, counting_type)],
        "criterion": words.mastered(criteria, counting_type),
    }
    return {**{name: level[name] for name in ("id", "name", "last", "targets")}, "why": why}
