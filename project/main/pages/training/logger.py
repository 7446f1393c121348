"""What the logger's pages get: the workout and exercises to add, with a reason for every target."""

from dataclasses import asdict
from typing import Any

from project.main.pages.training import ladder_words as words
from project.models import User
from project.queries.training import last_time, logger
from project.queries.training.last_time import ExplainedTarget, LogOwner
from project.rules.training.targets import Reason
from project.services.training.progression_upkeep import today_of


def snapshot(workout_id: int, athlete: User) -> dict[str, Any]:
    """Return the whole workout; statements as at `queries.training.logger.snapshot`."""
    workout = logger.snapshot(workout_id, _athlete(athlete))
    for exercise in workout["exercises"]:
        counting_type = exercise["counting_type"]
        exercise["levels"] = [_explained(level, counting_type) for level in exercise["levels"]]
    return workout


def choices(athlete: User, search: str) -> list[dict[str, Any]]:
    """Return exercises to add; statements as at `queries.training.last_time.choices`."""
    found = last_time.choices(_athlete(athlete), search)
    for exercise in found:
        for level in exercise["levels"]:
            del level["aim"]  # told once the exercise is in the workout
    return found


def _athlete(athlete: User) -> LogOwner:
    return LogOwner(athlete.id, athlete.timezone, today_of(athlete))


def _explained(level: dict[str, Any], counting_type: str) -> dict[str, Any]:
    """Return the level with words in the place of what its target rests on."""
    aim: ExplainedTarget = level["aim"]
    target, criteria = aim.target, aim.criteria
    why = {
        "is_new": target.reason is Reason.NEW,
        "reason": words.target_reason(target, criteria, counting_type),
        "evidence": [asdict(row) for row in words.evidence(target.evidence, counting_type)],
        "criterion": words.mastered(criteria, counting_type),
    }
    return {**{name: level[name] for name in ("id", "name", "last", "targets")}, "why": why}
