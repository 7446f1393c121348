from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from project.rules.training.transfer.keys import exercise_key, set_key, workout_key
from project.rules.training.transfer.reading import read
from project.rules.training.transfer.types import Reading, SourceApp
from tests.unit.rules.training.transfer.test_fixtures import FILES, name_of

pytestmark = pytest.mark.unit

TODAY: Final = date(2026, 11, 30)
HEAD: Final = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
OLD: Final = """2024-01-02 07:30:00,Push,1h,Dip,1,0,8,0,0,,,
2024-01-02 07:30:00,Push,1h,Dip,2,,,,,,,
2024-01-02 07:30:00,Push,1h,Dip,3,0,6,0,0,,,
2024-01-02 07:30:00,Push,1h,Row,1,0,6,0,0,,,
2024-01-02 07:30:00,Push,1h,Dip,1,0,5,0,0,,,
"""
NEW: Final = "2024-01-04 07:30:00,Push,1h,Dip,1,0,9,0,0,,,\n"


def of(text: str) -> Reading:
    return read((HEAD + text).encode(), today=TODAY)


def keys(reading: Reading) -> list[str]:
    app = reading.app or SourceApp.COLUMNS
    return [set_key(app, *found) for found in reading.sets()]


def test_keys_stay_what_they_were() -> None:
    assert keys(of(OLD)) == [
        "1b59c926-c035-59f2-bed5-e0bd534e21ae",
        "e0bd82bd-7c7f-5948-82c1-99391c1d4c33",
        "9dfb54d3-a979-585f-b7e5-a99dc01543d5",
        "91b19275-17e0-580e-a20a-01c401e67ee1",
    ]


def test_a_newer_export_has_the_same_keys_for_old_sets() -> None:
    old, new = keys(of(OLD)), keys(of(NEW + OLD))
    assert set(old) < set(new)
    assert len(new) == len(old) + 1


def test_a_set_that_was_done_later_moves_no_other() -> None:
    done = OLD.replace("Dip,2,,,,,,,", "Dip,2,0,7,0,0,,,")
    assert set(keys(of(OLD))) < set(keys(of(done)))


def test_mended_figures_and_notes_are_the_same_set() -> None:
    mended = OLD.replace("Dip,3,0,6,0,0,,,", "Dip,3,5,9,0,0,slow,good,8").replace("Push", "Pull")
    assert keys(of(mended)) == keys(of(OLD))


def test_another_app_has_other_keys() -> None:
    reading = of(OLD)
    (workout,) = reading.workouts
    exercise = workout.exercises[0]
    pair = [
        {function(app, *found) for app in (SourceApp.STRONG, SourceApp.HEVY)}
        for function, found in (
            (workout_key, (workout,)),
            (exercise_key, (workout, exercise)),
        )
    ]
    assert [len(both) for both in pair] == [2, 2]


def test_a_moment_has_one_key_whatever_its_offset() -> None:
    (workout,) = of(OLD).workouts
    moment = datetime(2024, 1, 2, 7, 30, tzinfo=UTC)
    there = moment.astimezone(timezone(timedelta(hours=5)))
    assert workout_key(SourceApp.HEVY, replace(workout, start=moment)) == workout_key(
        SourceApp.HEVY, replace(workout, start=there)
    )


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_two_sets_of_a_file_share_a_key(path: Path) -> None:
    reading = read(path.read_bytes(), today=TODAY)
    found = keys(reading)
    assert len(set(found)) == len(found)
    workouts = [workout_key(reading.app or SourceApp.COLUMNS, one) for one in reading.workouts]
    assert len(set(workouts)) == len(workouts)
