"""Exercises of a running workout: added, swapped, moved and removed from the phone."""

from typing import Any

import pytest
from sqlalchemy import select

from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, new_key, stored
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


@pytest.fixture
def dips(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])


def titles(phone: Phone) -> list[str]:
    return [each["title"] for each in phone.load()["exercises"]]


def add(phone: Phone, definition: ExerciseDefinition, **changes: Any) -> dict[str, Any]:
    """Send a new exercise; return key and id as the page knows them from then on."""
    key = changes.pop("key", None) or new_key()
    body = {"key": key, "exercise_id": None, "definition_id": definition.id, "order": 99, **changes}
    return {"key": key, **phone.send("exercises", body)["exercise"]}


@pytest.mark.database
def test_an_added_exercise_comes_where_it_was_put(phone: Phone, dips: ExerciseDefinition) -> None:
    added = add(phone, dips, order=2)
    assert titles(phone) == ["Liegestütze", "Dips", "Planke"]
    assert (phone.exercise(1)["key"], phone.exercise(1)["id"]) == (added["key"], added["id"])
    assert [level["name"] for level in phone.exercise(1)["levels"]] == ["Bank", "Barren"]


@pytest.mark.database
def test_an_exercise_sent_twice_is_there_once(phone: Phone, dips: ExerciseDefinition) -> None:
    key = new_key()
    assert add(phone, dips, key=key) == add(phone, dips, key=key)
    assert titles(phone) == ["Liegestütze", "Planke", "Dips"]


@pytest.mark.database
def test_a_set_finds_its_new_exercise_by_the_key(phone: Phone, dips: ExerciseDefinition) -> None:
    added = add(phone, dips)
    phone.load()
    phone.add({**phone.exercise(2), "id": None, "key": added["key"]}, 8, order=1)
    phone.load()
    assert [row["reps"] for row in phone.rows(2)] == [8]


@pytest.mark.database
def test_a_rest_is_kept_with_the_library_s_exercise(
    phone: Phone, make: Make, pushups: ExerciseDefinition
) -> None:
    exercise = phone.exercise()
    body = {
        "key": exercise["key"],
        "exercise_id": exercise["id"],
        "definition_id": pushups.id,
        "order": 1,
        "superset": 3,
        "rest_seconds": 150,
    }
    phone.send("exercises", body)
    kept = make.fresh(pushups)
    assert kept is not None
    assert kept.rest_seconds == 150
    phone.load()
    assert (phone.exercise()["rest_seconds"], phone.exercise()["superset"]) == (150, 3)
    assert len(phone.rows()) == 3  # the plan stays


def test_weight_is_switched_on_for_good_and_a_page_that_knows_less_does_not_switch_it_off(
    phone: Phone, pushups: ExerciseDefinition
) -> None:
    exercise = phone.exercise()
    body = {"key": exercise["key"], "exercise_id": exercise["id"], "definition_id": pushups.id}
    for tracks_load in (True, False):
        phone.send("exercises", {**body, "order": 1, "tracks_load": tracks_load})
        phone.load()
        assert phone.exercise()["tracks_load"] is True
    phone.check(phone.exercise(), phone.rows()[0], load_kg=10)
    phone.load()
    assert phone.rows()[0]["load_kg"] == 10


@pytest.mark.database
def test_another_exercise_takes_the_place_of_one_without_sets(
    phone: Phone, dips: ExerciseDefinition, make: Make, workout: Workout
) -> None:
    old = phone.exercise()
    add(phone, dips, key=old["key"], exercise_id=old["id"], order=1)
    assert titles(phone) == ["Dips", "Planke"]
    assert (phone.exercise()["id"], phone.rows()) == (old["id"], [])


@pytest.mark.database
def test_a_swap_that_meets_sets_of_another_device_keeps_both(
    phone: Phone, dips: ExerciseDefinition, make: Make, workout: Workout
) -> None:
    old, row = phone.exercise(), phone.rows()[0]
    phone.check(old, row)
    for _ in range(2):
        add(phone, dips, key=old["key"], exercise_id=old["id"], order=1)
    assert titles(phone) == ["Dips", "Liegestütze", "Planke"]
    bank = phone.exercise(0)["levels"][0]
    answer = phone.check(
        old, {**row, "key": new_key(), "level_id": bank["id"], "level": "Bank", "reps": 4}
    )
    assert answer["set"]["level_id"] == bank["id"]
    phone.check(old, {**row, "key": new_key(), "order": 2})  # the other device goes on as before
    assert [row[:4] for row in stored(make, workout)] == [
        ("Dips", 1, "Bank", 4),
        ("Liegestütze", 1, "Voll", 10),
        ("Liegestütze", 2, "Voll", 10),
    ]


@pytest.mark.database
def test_somebody_else_s_exercise_is_copied_once_and_its_levels_follow(
    phone: Phone, make: Make, alice: User, bob: User, workout: Workout
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Full"])
    key = new_key()
    for _ in range(2):
        added = phone.send(
            "exercises",
            {"key": key, "exercise_id": None, "definition_id": planche.id, "order": 3},
        )
        assert added["snapshot"]["exercises"][2]["title"] == "Planche (Kopie)"
    assert make.count(ExerciseDefinition, user_id=alice.id, title="Planche (Kopie)") == 1
    row = {"key": new_key(), "level_id": planche.levels[1].id, "level": "Full", "reps": 3}
    answer = phone.check({"id": None, "key": key}, {**row, "order": 1})
    mine = phone.load()["exercises"][2]["levels"][1]
    assert answer["set"]["level_id"] == mine["id"] != planche.levels[1].id


@pytest.mark.database
def test_an_exercise_nobody_shows_is_gone(phone: Phone, make: Make, bob: User) -> None:
    hidden = make.exercise(owner=bob, archived=True)
    body = {"key": new_key(), "definition_id": hidden.id, "order": 1}
    assert phone.send("exercises", body, status=404)["message"] == "Diese Übung gibt es nicht mehr."


@pytest.mark.database
def test_a_removed_exercise_takes_its_sets_along_and_may_go_twice(
    phone: Phone, make: Make, workout: Workout
) -> None:
    exercise = phone.exercise()
    phone.check(exercise, phone.rows()[0])
    for _ in range(2):
        phone.send("exercises/delete", {"key": exercise["key"], "exercise_id": exercise["id"]})
    assert stored(make, workout) == []
    assert titles(phone) == ["Planke"]


@pytest.mark.database
def test_a_removed_exercise_comes_back_with_its_key(
    phone: Phone, pushups: ExerciseDefinition, make: Make, workout: Workout
) -> None:
    exercise, row = phone.exercise(), phone.rows()[0]
    phone.check(exercise, row)
    phone.send("exercises/delete", {"key": exercise["key"], "exercise_id": exercise["id"]})
    add(phone, pushups, key=exercise["key"], exercise_id=exercise["id"], order=1)
    phone.check(exercise, row)  # still with the id of before
    assert stored(make, workout) == [("Liegestütze", 1, "Voll", 10, None)]
    assert titles(phone) == ["Liegestütze", "Planke"]


@pytest.mark.database
def test_the_order_is_stored_and_what_it_does_not_name_follows(
    phone: Phone, dips: ExerciseDefinition
) -> None:
    added = add(phone, dips)
    phone.load()
    plank = phone.exercise(1)
    names = [
        {"key": added["key"], "exercise_id": None},
        {"key": "lost", "exercise_id": plank["id"]},
    ]
    for _ in range(2):
        phone.send("order", {"key": "order", "exercises": [*names, {"key": "unknown"}, *names]})
        assert titles(phone) == ["Dips", "Planke", "Liegestütze"]


@pytest.mark.database
def test_a_workout_has_at_most_fifty_exercises(
    phone: Phone, make: Make, dips: ExerciseDefinition, workout: Workout
) -> None:
    with make.session() as session:
        for order in range(3, 51):
            session.add(
                Exercise(
                    workout_id=workout.id, exercise_order=order, exercise_definition_id=dips.id
                )
            )
    body = {"key": new_key(), "definition_id": dips.id, "order": 1}
    answer = phone.send("exercises", body, status=409)
    assert answer["message"] == "Das sind zu viele Übungen für ein Training."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"definition_id": None}, "definition_id"),
        ({"definition_id": "5"}, "definition_id"),
        ({"definition_id": 2**40}, "definition_id"),
        ({"order": 0}, "order"),
        ({"superset": -1}, "superset"),
        ({"rest_seconds": 3601}, "rest_seconds"),
        ({"tracks_load": 1}, "tracks_load"),
        ({"key": ""}, "key"),
    ],
)
def test_wrong_values_of_an_exercise_are_named(
    phone: Phone, dips: ExerciseDefinition, changes: dict[str, Any], field: str
) -> None:
    body = {"key": new_key(), "definition_id": dips.id, "order": 1, **changes}
    assert set(phone.send("exercises", body, status=422)["fields"]) == {field}


@pytest.mark.parametrize(
    "exercises", [None, "x", {}, [1], [[]], [{"key": 1}], [{"key": "a", "exercise_id": "b"}]]
)
def test_an_order_that_is_none_is_refused(phone: Phone, exercises: Any) -> None:
    phone.send("order", {"key": "order", "exercises": exercises}, status=422)
    assert titles(phone) == ["Liegestütze", "Planke"]


def choices(phone: Phone, words: str = "") -> list[dict[str, Any]]:
    answer = phone.site.client.get(
        f"{phone.url}/choices", query_string={"q": words}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.get_json()["choices"]
    return found


@pytest.mark.database
def test_choices_are_own_exercises_with_last_time_s_values(
    phone: Phone, make: Make, alice: User, dips: ExerciseDefinition
) -> None:
    make.exercise(owner=alice, title="Alt", archived=True)
    done = [("Barren", 6), ("Barren", 5), ("Barren", 5), ("Bank", 9)]
    make.workout(athlete=alice, exercises=[(dips, done)])
    found = {choice["title"]: choice for choice in choices(phone)}
    assert set(found) == {"Dips", "Liegestütze", "Planke"}
    barren = dips.levels[1]
    assert (found["Dips"]["level_id"], found["Dips"]["owner"]) == (barren.id, None)
    assert found["Dips"]["levels"][1] == {
        "id": barren.id,
        "name": "Barren",
        "last": [6, 5, 5],
        "targets": [6, 6, 5],
    }


@pytest.mark.database
def test_a_search_finds_everybody_s_and_the_copy_in_place_of_its_source(
    phone: Phone, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck"])
    (found,) = choices(phone, "planche")
    assert (found["definition_id"], found["owner"]) == (planche.id, "bob")
    phone.send("exercises", {"key": new_key(), "definition_id": planche.id, "order": 1})
    (found,) = choices(phone, "planche")
    assert (found["title"], found["owner"]) == ("Planche (Kopie)", None)
    assert choices(phone, "zz\x00%_") == []


@pytest.mark.database
def test_pages_cost_the_same_for_any_number_of_exercises(
    phone: Phone, make: Make, alice: User, count_queries: QueryCounter
) -> None:
    for number in range(3):
        definition = make.exercise(owner=alice)
        make.workout(athlete=alice, exercises=[(definition, [("Knie", number)])])
        add(phone, definition)
    with count_queries.expect(10):
        phone.load()
    with count_queries.expect(8):
        choices(phone)
    with count_queries.expect(10):
        choices(phone, "knie")


@pytest.mark.database
def test_a_snapshot_of_nothing_is_empty(site: Site, alice: User, make: Make) -> None:
    from tests.support.phone import start

    phone = Phone(site.sign_in(alice), start(make, alice).id)
    assert phone.load()["exercises"] == []
    assert choices(phone) == []
    with make.session() as session:
        assert session.scalars(select(Set)).all() == []
