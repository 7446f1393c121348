"""What the logger suggests: the athlete's next target, with its reason."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from project.models import ExerciseDefinition, User, Workout, utc_now
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Json, Phone, start

pytestmark = pytest.mark.integration


@pytest.fixture
def trained(make: Make, alice: User, pushups: ExerciseDefinition) -> Workout:
    return make.workout(
        athlete=alice,
        exercises=[(pushups, [("Voll", 8), ("Voll", 7), ("Voll", 6)])],
        timestamp=utc_now() - timedelta(days=2),
    )


def begun(site: Site, make: Make, athlete: User, source: Workout) -> Phone:
    phone = Phone(site.sign_in(athlete), start(make, athlete, source).id)
    phone.load()
    return phone


def level(phone: Phone, name: str) -> Json:
    found: Json = next(each for each in phone.exercise()["levels"] if each["name"] == name)
    return found


def targets(phone: Phone) -> list[tuple[str, int, int]]:
    return [(row["level"], row["reps"], row["target"]) for row in phone.rows()]


@pytest.mark.usefixtures("trained")
def test_rows_of_a_template_aim_at_the_next_target_where_something_was_done(
    site: Site, make: Make, alice: User, template: Workout
) -> None:
    phone = begun(site, make, alice, template)
    assert targets(phone) == [("Voll", 8, 8), ("Voll", 7, 7), ("Knie", 12, 12)]
    assert phone.rows(1)[0]["duration"] == 45  # a hold that is new goes by its plan


def test_doing_it_once_more_raises_the_lowest_set(
    site: Site, make: Make, alice: User, trained: Workout
) -> None:
    phone = begun(site, make, alice, trained)
    assert targets(phone) == [("Voll", 8, 8), ("Voll", 7, 7), ("Voll", 7, 7)]
    assert [row["last"] for row in phone.rows()] == [8, 7, 6]


def test_a_target_comes_with_its_reason(
    site: Site, make: Make, alice: User, trained: Workout
) -> None:
    phone = begun(site, make, alice, trained)
    full = level(phone, "Voll")
    assert full["targets"] == [8, 7, 7]
    assert full["why"] == {
        "is_new": False,
        "reason": "Das letzte Ziel ist geschafft: Um 1 Wdh. steigt der niedrigste Satz.",
        "evidence": [
            {
                "workout_id": trained.id,
                "day": f"{trained.timestamp.astimezone(ZoneInfo(alice.timezone)):%d.%m.%Y}",
                "values": "8 · 7 · 6",
            }
        ],
        "criterion": "Bereit bist du mit 3 × 8 in 2 der letzten 3 Trainings auf dieser Stufe.",
    }
    new = level(phone, "Eng")
    assert (new["targets"], new["why"]["is_new"]) == ([5, 5, 5], True)


def test_targets_stay_while_the_workout_runs(
    site: Site, make: Make, alice: User, trained: Workout, pushups: ExerciseDefinition
) -> None:
    phone = begun(site, make, alice, trained)
    make.workout(athlete=alice, exercises=[(pushups, [("Voll", 20)] * 3)])
    phone.check(phone.exercise(), phone.rows()[0], reps=3)
    phone.load()
    assert [row["target"] for row in phone.rows()] == [8, 7, 7]


@pytest.mark.usefixtures("trained")
def test_an_exercise_to_add_aims_where_the_athlete_stands(
    site: Site, make: Make, alice: User, bob: User, pushups: ExerciseDefinition
) -> None:
    theirs = make.exercise(owner=bob, title="Liegestütze eng", levels=["Eng"])
    make.workout(athlete=bob, exercises=[(theirs, [("Eng", 30)] * 3)])
    phone = Phone(site.sign_in(alice), start(make, alice).id)
    (mine,) = choices(phone)
    voll = pushups.levels[1]
    assert mine["level_id"] == voll.id
    assert mine["levels"][1] == {
        "id": voll.id,
        "name": "Voll",
        "last": [8, 7, 6],
        "targets": [8, 7, 7],
    }
    other = next(each for each in choices(phone, "eng") if each["owner"] == "bob")
    assert (other["level_id"], other["levels"][0]["targets"]) == (None, [5, 5, 5])
    assert other["levels"][0]["last"] == []  # what bob did is bob's


def test_an_accepted_step_is_where_the_athlete_stands(
    site: Site, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    make.workout(athlete=alice, exercises=[(pushups, [("Knie", 9)] * 3)])
    make.decision(exercise=pushups)
    phone = Phone(site.sign_in(alice), start(make, alice).id)
    (mine,) = choices(phone)
    assert mine["level_id"] == pushups.levels[1].id


def choices(phone: Phone, words: str = "") -> list[dict[str, Any]]:
    answer = phone.site.client.get(
        f"{phone.url}/choices", query_string={"q": words}, headers={"Accept": "application/json"}
    )
    found: list[dict[str, Any]] = answer.get_json()["choices"]
    return found
