"""What a hostile or broken phone sends is refused, named, and changes nothing."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from project.models import Exercise, ExerciseDefinition, User, Workout
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, new_key, stored

pytestmark = pytest.mark.integration

PATHS = ["sets", "sets/delete", "exercises", "exercises/delete", "order"]
SET = {"key": "k", "exercise_key": "e", "level": "Voll", "reps": 1, "order": 1, "done": True}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"key": None}, {"key"}),
        ({"key": "x" * 37}, {"key"}),
        ({"key": "ä"}, {"key"}),
        ({"key": 5}, {"key"}),
        ({"exercise_key": None}, {"exercise_key"}),
        ({"reps": -1}, {"reps"}),
        ({"reps": 10_000}, {"reps"}),
        ({"reps": "10"}, {"reps"}),
        ({"reps": True}, {"reps"}),
        ({"reps": 1.5}, {"reps"}),
        ({"reps": [1]}, {"reps"}),
        ({"duration": 86_400}, {"duration"}),
        ({"load_kg": 1000}, {"load_kg"}),
        ({"load_kg": "5"}, {"load_kg"}),
        ({"side": "up"}, {"side"}),
        ({"side": {}}, {"side"}),
        ({"rir": 11}, {"rir"}),
        ({"order": 0}, {"order"}),
        ({"order": None}, {"order"}),
        ({"order": 10**12}, {"order"}),
        ({"level": "x" * 81}, {"level"}),
        ({"level": "\x00"}, {"level"}),
        ({"level": "\ud800"}, {"level"}),
        ({"level": "a\u202eb"}, {"level"}),
        ({"level": 5}, {"level"}),
        ({"level_id": 2**31}, {"level_id"}),
        ({"exercise_id": 0}, {"exercise_id"}),
        ({"done": 1}, {"done"}),
        ({"version": "1"}, {"version"}),
        ({"reps": "x", "order": "y"}, {"reps", "order"}),
    ],
)
def test_wrong_values_of_a_set_are_named(
    phone: Phone, make: Make, workout: Workout, changes: dict[str, Any], fields: set[str]
) -> None:
    before = phone.version
    answer = phone.send("sets", {**SET, **changes}, status=422)
    assert set(answer["fields"]) == fields
    assert (answer["error"], answer["status"]) == ("unprocessable_entity", 422)
    assert stored(make, workout) == []
    phone.load()
    assert phone.version == before


@pytest.mark.database
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"reps": None}, {"reps"}),
        ({"reps": None, "duration": 5}, {"reps"}),
        ({"level": ""}, {"level"}),
    ],
)
def test_a_done_set_needs_its_value_and_its_level(
    phone: Phone, make: Make, workout: Workout, changes: dict[str, Any], fields: set[str]
) -> None:
    row = {**phone.rows()[0], "level_id": None, **changes}
    assert set(phone.check(phone.exercise(), row, status=422)["fields"]) == fields
    assert stored(make, workout) == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "1" * 5000,
        "[" * 100_000,
        "\xff\xfe",
        '{"a": NaN}',
        '{"load_kg": 1e999}',
    ],
)
def test_what_is_no_json_object_of_ours_is_refused(
    phone: Phone, path: str, body: str, workout: Workout
) -> None:
    response = phone.site.client.post(
        f"{phone.url}/{path}",
        data=body.encode("latin-1"),
        content_type="application/json",
        headers={"X-CSRFToken": phone.site.csrf_token(), "Accept": "application/json"},
    )
    assert response.status_code == 422
    assert response.get_json()["error"] == "unprocessable_entity"


def test_the_word_for_too_much_is_the_same_on_every_python(phone: Phone) -> None:
    response = phone.site.client.post(
        f"{phone.url}/sets",
        data=b" " * 7_000_000,
        content_type="application/json",
        headers={"X-CSRFToken": phone.site.csrf_token(), "Accept": "application/json"},
    )
    answer = response.get_json()
    assert (answer["status"], answer["error"]) == (413, "request_entity_too_large")


@pytest.mark.database
@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_changes_nothing(app: Flask, phone: Phone, charlie: User, path: str) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    version = phone.version
    exercise = phone.exercise()
    stranger = Phone(Site(app).sign_in(charlie), phone.workout_id)
    body = {
        **phone.rows()[0],
        "exercise_id": exercise["id"],
        "exercise_key": exercise["key"],
        "definition_id": exercise["definition_id"],
        "exercises": [],
        "done": True,
    }
    assert stranger.send(path, body, status=404)["error"] == "not_found"
    phone.load()
    assert phone.version == version
    assert [row["done"] for row in phone.rows()] == [True, False, False]


@pytest.mark.parametrize("path", PATHS)
def test_signed_out_a_page_is_asked_to_sign_in(app: Flask, workout: Workout, path: str) -> None:
    visitor = Phone(Site(app), workout.id)
    assert visitor.send(path, SET, status=401)["error"] == "unauthorized"


@pytest.mark.parametrize("path", PATHS)
def test_without_a_token_nothing_is_changed(
    phone: Phone, make: Make, workout: Workout, path: str
) -> None:
    response = phone.site.client.post(
        f"{phone.url}/{path}", json=SET, headers={"Accept": "application/json"}
    )
    assert (response.status_code, response.get_json()["error"]) == (400, "csrf")


@pytest.mark.database
def test_a_set_of_another_workout_s_exercise_is_not_taken(
    phone: Phone, make: Make, alice: User, pushups: ExerciseDefinition, workout: Workout
) -> None:
    other = make.workout(athlete=alice, exercises=[(pushups, [("Voll", 1)])])
    with make.session() as session:
        foreign = session.scalars(select(Exercise).where(Exercise.workout_id == other.id)).one()
    body = {**SET, "exercise_id": foreign.id, "exercise_key": "e-none", "key": new_key()}
    phone.send("sets", body, status=404)
    assert [row[3] for row in stored(make, other)] == [1]


def test_the_state_carries_the_token_of_the_session(phone: Phone) -> None:
    state = phone.site.client.get(f"{phone.url}/state").get_json()
    response = phone.site.client.post(
        f"{phone.url}/sets/delete",
        json={"key": "k"},
        headers={"X-CSRFToken": state["csrf_token"], "Accept": "application/json"},
    )
    assert response.status_code == 200
