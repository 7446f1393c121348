"""What was done now against last time."""

from typing import Any

import pytest

from project.rules.training.comparison import (
    Comparison,
    compared_with_last_time,
    missing_sides,
    open_sets,
)

pytestmark = pytest.mark.unit

KNEE = {"id": 1, "name": "Knie", "last": [15, None, 14], "last_beside": [{"load_kg": 2.5}, {}, {}]}
NOTHING = dict.fromkeys(("load_kg", "side", "rir", "set_type"))
FULL = {"id": 2, "name": "Voll", "last": [], "last_beside": []}


def row(
    level: dict[str, Any],
    reps: int,
    *,
    done: bool = True,
    load: float | None = None,
    **noted: Any,
) -> dict[str, Any]:
    place = {"level_id": level["id"], "level": level["name"]}
    beside = {**NOTHING, "load_kg": load, **noted}
    return {**place, "reps": reps, "done": done, **beside}


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
    assert full == Comparison("Liegestütze", "reps", "Voll", 2, 2, [8, 7], [], ["8", "7"], [])
    said = (["16", "12"], ["15 @ +2,5", "14"])
    assert knee == Comparison("Liegestütze", "reps", "Knie", 1, 2, [16, 12], [15, 14], *said)
    assert (full.gain, knee.gain) == (None, -1)


def test_added_weight_is_said_set_by_set() -> None:
    (full,) = compared_with_last_time(
        [exercise(row(FULL, 8, load=10.0), row(FULL, 7), row(FULL, 6, load=-2.5))]
    )
    assert full.said == ["8 @ +10", "7", "6 @ −2,5"]


def test_every_figure_is_said_and_only_sets_by_themselves_are_compared() -> None:
    done = exercise(
        row(KNEE, 20, set_type="warmup"),
        row(FULL, 5, set_type="failure", rir=0),
        row(KNEE, 4, set_type="segment"),
        row(FULL, 6, side="left"),
        row(FULL, 5, side="right"),
    )
    knee, full = compared_with_last_time([done])
    assert knee.said == ["20 (Aufwärmen)", "+4"]
    assert (knee.now, knee.gain) == ([], None)
    assert full.said == ["5 (0 in Reserve, Versagen)", "L 6", "R 5"]
    assert full.now == [5, 6, 5]


def test_a_side_that_is_missing_is_named() -> None:
    whole = exercise(row(FULL, 6, side="left"), row(FULL, 5, side="right"), title="Kniebeuge")
    half = exercise(
        row(FULL, 6, side="left"),
        row(FULL, 5, side="right"),
        row(FULL, 6, side="left"),
        row(FULL, 5, side="right", done=False),
        title="Ausfallschritt",
    )
    warm = exercise(row(FULL, 6, side="left", set_type="warmup"), title="Rudern")
    assert missing_sides([whole, half, warm]) == ["Ausfallschritt"]


def test_a_level_that_left_the_ladder_has_no_last_time() -> None:
    gone: dict[str, Any] = {"id": None, "name": "Alt", "last": [], "last_beside": []}
    (only,) = compared_with_last_time([exercise(row(gone, 5))])
    assert (only.level, only.level_order, only.level_count, only.gain) == ("Alt", 0, 0, None)


def test_holds_are_compared_in_seconds() -> None:
    hold = {"id": 1, "name": "Voll", "last": [30], "last_beside": [{}]}
    plank = exercise(
        {"level_id": 1, "level": "Voll", "duration": 45, "done": True, **NOTHING},
        counting_type="duration",
        levels=[hold],
    )
    assert [each.gain for each in compared_with_last_time([plank])] == [15]


def test_nothing_done_compares_nothing() -> None:
    assert compared_with_last_time([exercise(row(FULL, 8, done=False)), exercise()]) == []


def test_open_sets_are_those_that_are_not_done() -> None:
    assert open_sets([exercise(row(FULL, 8), row(FULL, 8, done=False)), exercise()]) == 1


def test_a_pair_is_one_open_set_and_half_a_pair_none() -> None:
    def sides(*done: bool) -> dict[str, Any]:
        both = zip(done, ("left", "right") * 2, strict=False)
        return exercise(*(row(FULL, 6, side=side, done=each) for each, side in both))

    assert open_sets([sides(False, False, False, False)]) == 2
    assert open_sets([sides(True, True, True, False)]) == 0
    assert open_sets([sides(True, False, False, False)]) == 1
    assert open_sets([sides(True, True, True, True)]) == 0
