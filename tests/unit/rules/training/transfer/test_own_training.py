"""What an archive says of training becomes objects that hold each other."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from project.enums import CountingType, Visibility
from project.rules.training.transfer import own_training
from project.rules.training.transfer.notices import UnreadableError
from project.rules.training.transfer.own import is_archive
from project.rules.training.transfer.own_objects import OwnTraining
from project.rules.training.transfer.own_training import read_training

pytestmark = pytest.mark.unit

AT = "2024-05-01T10:00:00+02:00"


def archive(**tables: list[dict[str, Any]]) -> bytes:
    """Return an archive as the first version wrote it, with as little as it had."""
    plain: dict[str, Any] = {
        "format": 1,
        "exported_at": AT,
        "workout": [{"id": 7, "title": "Eins", "timestamp": AT, "visibility": "all", "note": ""}],
        "exercise": [{"id": 3, "exercise_order": 1, "workout_id": 7, "exercise_definition_id": 9}],
        "exercise_sets": [
            {"id": 2, "set_order": 2, "exercise_id": 3, "progression": "Voll", "reps": 4},
            {
                "id": 1,
                "set_order": 1,
                "exercise_id": 3,
                "progression": "Knie",
                "progression_level_id": 5,
                "reps": 8,
            },
        ],
        "exercises": [{"id": 9, "title": "Klimmzug", "counting_type": "reps"}],
        "progression_levels": [
            {"id": 6, "exercise_definition_id": 9, "name": "Voll", "level_order": 2},
            {"id": 5, "exercise_definition_id": 9, "name": "Knie", "level_order": 1},
        ],
    }
    return json.dumps({**plain, **tables}).encode()


def code_of(content: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_training(content)
    notice = caught.value.notice
    return f"{notice.code} {notice.values.get('name', '')}".strip()


def test_what_an_older_version_did_not_know_has_its_first_value() -> None:
    training = read_training(archive())
    (exercise,), (workout,) = training.exercises, training.workouts
    assert (exercise.title, exercise.counting_type) == ("Klimmzug", CountingType.REPS)
    assert (exercise.rest_seconds, exercise.pinned_note, exercise.archived) == (90, "", False)
    assert [level.name for level in exercise.levels] == ["Knie", "Voll"]
    assert workout.timestamp == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert (workout.visibility, workout.paused, workout.timezone) == (Visibility.ALL, 0, None)
    (performed,) = workout.exercises
    assert performed.exercise is exercise
    assert [one.name for one in performed.sets] == ["Knie", "Voll"]
    assert [one.level for one in performed.sets] == [exercise.levels[0], None]


@pytest.mark.parametrize(
    "tables",
    [
        {"exercise": [{"id": 3, "exercise_order": 1, "workout_id": 8, "exercise_definition_id": 9}]},
        {"exercise": [{"id": 3, "exercise_order": 1, "workout_id": 7, "exercise_definition_id": 8}]},
        {"exercise": []},
    ],
)  # fmt: skip
def test_what_belongs_to_nothing_is_left_out(tables: dict[str, Any]) -> None:
    (workout,) = read_training(archive(**tables)).workouts
    assert workout.exercises == []


def test_an_archive_is_known_without_reading_it() -> None:
    assert is_archive(archive())
    assert is_archive(b'{"exported_at": "x", "format": 99, "workout": [')
    others = (b"", b"PK\x03\x04", b"Date,Exercise\n", b'{"format": 1}', b"[1]")
    assert [each for each in others if is_archive(each)] == []


def test_a_level_of_another_exercise_is_none() -> None:
    other = {"id": 5, "exercise_definition_id": 10, "name": "Knie", "level_order": 1}
    training = read_training(
        archive(
            exercises=[
                {"id": 9, "title": "Klimmzug", "counting_type": "reps"},
                {"id": 10, "title": "Dips", "counting_type": "reps"},
            ],
            progression_levels=[other],
        )
    )
    (performed,) = training.workouts[0].exercises
    assert [one.level for one in performed.sets] == [None, None]


def zone_of(name: object) -> str | None:
    return read_training(archive(user=[{"id": 1, "timezone": name}])).zone


def test_a_zone_that_is_unknown_here_is_none() -> None:
    assert zone_of("Asia/Tokyo") == "Asia/Tokyo"
    assert [zone_of(name) for name in ("Mars/Base", "../etc/passwd", 5, None)] == [None] * 4


@pytest.mark.parametrize("rows", ["{", "7", '[{"workout": 1}]', "[" * 5000])
def test_evidence_that_is_none_is_refused(rows: str) -> None:
    decision = {
        "id": 1,
        "exercise_definition_id": 9,
        "kind": "advance",
        "answer": "accepted",
        "from_name": "Knie",
        "to_name": "Voll",
        "evidence": rows,
        "decided_at": AT,
    }
    assert code_of(archive(progression_decisions=[decision])) == "bad_value evidence"


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("user", 5, "json_broken"),
        ("workout", {"id": 1, "timestamp": "0001-01-01T00:00:00+00:00"}, "bad_value timestamp"),
        ("workout", {"id": 1, "timestamp": "2024-01-01T00:00:00"}, "bad_value timestamp"),
        ("exercise_category", {"id": 2**31, "name": "Zug"}, "bad_value id"),
        ("exercise_category", {"id": True, "name": "Zug"}, "bad_value id"),
        ("progression_forecasts", {"progression_level_id": 5, "weeks_from": 3, "weeks_to": 2},
         "bad_value weeks_to"),
        ("progression_forecasts", {"progression_level_id": 5, "made_on": "morgen"},
         "bad_value made_on"),
        ("exercise_category", {"id": 1, "name": "x" * 81}, "bad_value name"),
    ],
)  # fmt: skip
def test_a_value_that_is_none_of_its_column_is_refused(table: str, row: Any, code: str) -> None:
    assert code_of(archive(**{table: [row]})) == code


def test_more_rows_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_training, "MOST_ROWS", 1)
    assert code_of(archive()) == "too_many_rows"
    assert isinstance(read_training(archive(progression_levels=[])), OwnTraining)
