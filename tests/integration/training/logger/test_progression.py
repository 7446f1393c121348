"""What a phone logs moves the ladders on when the workout ends, and when a set comes late."""

import pytest

from project.models import ExerciseDefinition, ExerciseProgress, Workout
from tests.support.diary import Diary
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone

pytestmark = [pytest.mark.integration, pytest.mark.database]


def finish(site: Site, workout: Workout) -> None:
    site.submit(site.open(f"/workout/{workout.id}/finish"), action="finish")


def best_sets(diary: Diary, exercise: ExerciseDefinition) -> list[tuple[int, ...]]:
    """What counted in each session at "Voll", held against the log."""
    place = diary.place(exercise)
    level = exercise.levels[1].id
    return [row.values for row in place.standing.by_level.get(level, [])]


def test_a_running_workout_is_no_session_until_it_is_over(
    phone: Phone, workout: Workout, diary: Diary, pushups: ExerciseDefinition, make: Make
) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    assert best_sets(diary, pushups) == []
    assert make.count(ExerciseProgress) == 0
    finish(phone.site, workout)
    assert best_sets(diary, pushups) == [(10,)]


def test_a_set_that_comes_after_the_end_counts_and_can_be_taken_back(
    phone: Phone, workout: Workout, diary: Diary, pushups: ExerciseDefinition
) -> None:
    first, second = phone.rows()[0], phone.rows()[1]
    exercise = phone.exercise()
    phone.check(exercise, first)
    finish(phone.site, workout)
    phone.check(exercise, second)
    assert best_sets(diary, pushups) == [(10, 9)]
    phone.check(exercise, second, reps=14)
    assert best_sets(diary, pushups) == [(10, 14)]
    phone.send("sets/delete", {"key": second["key"]})
    assert best_sets(diary, pushups) == [(10,)]


def test_an_exercise_that_goes_after_the_end_takes_its_session_along(
    phone: Phone, workout: Workout, diary: Diary, pushups: ExerciseDefinition
) -> None:
    exercise = phone.exercise()
    phone.check(exercise, phone.rows()[0])
    finish(phone.site, workout)
    phone.send("exercises/delete", {"exercise_id": exercise["id"], "key": exercise["key"]})
    assert best_sets(diary, pushups) == []
