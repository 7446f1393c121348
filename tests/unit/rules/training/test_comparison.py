"""What was done now against last time."""

from typing import Any

import pytest

from project.rules.training.comparison import Comparison, compared_with_last_time, open_sets

pytestmark = pytest.mark.unit

KNEE = {"id": 1, "name": "Knie", "last": [15, None, 14]}
FULL = {"id": 2, "name": "Voll", "last": []}


def row(
    level: dict[str, Any], reps: int, *, done: bool = True, load: float | None = None
) -> dict[str, Any]:
    place = {"level_id": level["id"], "level": level["name"]}
    return {**place, "reps": reps, "done": done, "load_kg": load}


def exercise(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "title": "Liegestütze",
        "counting_type": "reps",
        "levels": [KNEE, FULL],
        "sets": rows,
        **changes,
    }


def test_each_level_is_compared_by_itself() -> None:
    done = exercise(
        row(FULL, 8), row(KNEE, 16), row(FULL, 7), row(KNEE, 12), row(KNEE, 99, done=False)
    )
    full, knee = compared_with_last_time([done])
    assert full == Comparison("Liegestütze", "reps", "Voll", 2, 2, [8, 7], [])
    assert knee == Comparison("Liegestütze", "reps", "Knie", 1, 2, [16, 12], [15, 14])
    assert (full.gain, knee.gain) == (None, -1)


def test_added_weight_is_said_set_by_set() -> None:
    (full,) = compared_with_last_time(
        [exercise(row(FULL, 8, load=10.0), row(FULL, 7), row(FULL, 6, load=-2.5))]
    )
    assert full.beside == [" @ +10", "", " @ −2,5"]


def test_a_level_that_left_the_ladder_has_no_last_time() -> None:
    gone: dict[str, Any] = {"id": None, "name": "Alt", "last": []}
    (only,) = compared_with_last_time([exercise(row(gone, 5))])
    assert (only.level, only.level_order, only.level_count, only.gain) == ("Alt", 0, 0, None)


def test_holds_are_compared_in_seconds() -> None:
    hold = {"id": 1, "name": "Voll", "last": [30]}
    plank = exercise(
        {"level_id": 1, "level": "Voll", "duration": 45, "done": True, "load_kg": None},
        counting_type="duration",
        levels=[hold],
    )
    assert [each.gain for each in compared_with_last_time([plank])] == [15]


def test_nothing_done_compares_nothing() -> None:
    assert compared_with_last_time([exercise(row(FULL, 8, done=False)), exercise()]) == []


def test_open_sets_are_those_that_are_not_done() -> None:
    assert open_sets([exercise(row(FULL, 8), row(FULL, 8, done=False)), exercise()]) == 1
