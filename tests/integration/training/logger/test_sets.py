"""The JSON of the phone logger: every set is stored at once, once, and for its athlete alone."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from project.models import ExerciseDefinition, ProgressionLevel, Set, User, Workout, utc_now
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, new_key, start, stored
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_the_plan_waits_as_open_rows_with_the_same_keys_on_every_device(
    phone: Phone, app: Flask, alice: User, workout: Workout
) -> None:
    first = [
        (row["order"], row["level"], row["reps"], row["target"], row["done"], row["stored"])
        for row in phone.rows()
    ]
    assert first == [
        (1, "Voll", 10, 10, False, False),
        (2, "Voll", 9, 9, False, False),
        (3, "Knie", 12, 12, False, False),
    ]
    assert [(row["duration"], row["target"]) for row in phone.rows(1)] == [(45, 45)]
    assert phone.snapshot["running"] is True
    other = Phone(Site(app).sign_in(alice), workout.id)
    assert other.load()["exercises"] == phone.snapshot["exercises"]


def test_a_checked_row_is_stored_and_shown_in_the_plan_s_place(
    phone: Phone, make: Make, workout: Workout
) -> None:
    answer = phone.check(phone.exercise(), phone.rows()[1])
    assert stored(make, workout) == [("Liegestütze", 2, "Voll", 9, None)]
    assert (answer["set"]["reps"], answer["set"]["done"], answer["set"]["order"]) == (9, True, 2)
    assert "snapshot" not in answer
    assert [(row["order"], row["done"]) for row in phone.load()["exercises"][0]["sets"]] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_a_set_costs_at_most_five_statements(
    limited: Flask, alice: User, count_queries: QueryCounter, workout: Workout
) -> None:
    phone = Phone(Site(limited).sign_in(alice), workout.id)
    phone.load()
    exercise, rows = phone.exercise(), phone.rows()
    with count_queries.expect(5):
        phone.check(exercise, rows[0])
    with count_queries.expect(5):  # corrected
        phone.check(exercise, rows[0], reps=8)
    with count_queries.expect(5):  # in the place of another
        phone.check(exercise, rows[1], order=1)
        assert phone.version
    with count_queries.expect(6):  # and moved onto another, which moves, too
        phone.check(exercise, rows[0], order=1)
    with count_queries.expect(5):
        phone.check(exercise, rows[0], done=False)


def test_a_set_that_is_corrected_was_done_when_it_came(
    phone: Phone, make: Make, workout: Workout
) -> None:
    came = utc_now()
    with time_machine.travel(came, tick=False):
        phone.check(phone.exercise(), phone.rows()[0])
    with time_machine.travel(came + timedelta(minutes=20), tick=False):
        phone.check(phone.exercise(), phone.rows()[0], reps=8)
        phone.check(phone.exercise(), phone.rows()[1], done=False)
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.last_set_at == came
    with time_machine.travel(came + timedelta(minutes=21), tick=False):
        phone.check(phone.exercise(), phone.rows()[2])
    kept = make.fresh(workout)
    assert kept is not None
    assert kept.last_set_at == came + timedelta(minutes=21)


def test_a_set_sent_twice_is_there_once(phone: Phone, make: Make, workout: Workout) -> None:
    for _ in range(3):
        phone.check(phone.exercise(), phone.rows()[0])
    assert stored(make, workout) == [("Liegestütze", 1, "Voll", 10, None)]


def test_a_correction_changes_the_same_row(phone: Phone, make: Make, workout: Workout) -> None:
    row = phone.rows()[0]
    phone.check(phone.exercise(), row)
    easy = phone.exercise()["levels"][0]
    answer = phone.check(
        phone.exercise(), row, reps=7, level_id=easy["id"], level="Knie", load_kg=2.5, rir=1
    )
    assert (answer["set"]["load_kg"], answer["set"]["rir"]) == (2.5, 1)
    assert stored(make, workout) == [("Liegestütze", 1, "Knie", 7, None)]
    assert make.count(Set, rir=1, progression_level_id=easy["id"]) == 1


def test_taking_the_check_back_removes_the_set_and_opens_the_planned_row(
    phone: Phone, make: Make, workout: Workout
) -> None:
    row = phone.rows()[0]
    phone.check(phone.exercise(), row)
    for _ in range(2):
        assert phone.check(phone.exercise(), row, done=False)["set"] is None
    assert stored(make, workout) == []
    phone.load()
    assert phone.rows()[0] == row


def test_a_planned_row_that_is_done_in_another_exercise_is_open_nowhere(phone: Phone) -> None:
    row = phone.rows()[0]
    level = phone.exercise(1)["levels"][0]
    as_hold = {"reps": None, "duration": 30, "level_id": level["id"], "level": level["name"]}
    phone.check(phone.exercise(1), {**row, **as_hold, "order": 9})
    phone.load()
    assert [each["key"] for each in phone.rows() if each["key"] == row["key"]] == []
    assert [each["done"] for each in phone.rows(1) if each["key"] == row["key"]] == [True]


def test_a_deleted_row_leaves_the_plan_too(phone: Phone, make: Make, workout: Workout) -> None:
    first, second, _ = phone.rows()
    phone.check(phone.exercise(), first)
    for key in (first["key"], second["key"], second["key"]):
        answer = phone.send("sets/delete", {"key": key})
        assert (answer["set"], answer["deleted"]) == (None, True)
    assert stored(make, workout) == []
    phone.load()
    assert [row["reps"] for row in phone.rows()] == [12]


def test_an_added_row_comes_in_its_order(phone: Phone, make: Make, workout: Workout) -> None:
    assert phone.add(phone.exercise(), 5, order=4)["order"] == 4
    phone.check(phone.exercise(), phone.rows()[0])
    assert [row[1:4] for row in stored(make, workout)] == [(1, "Voll", 10), (4, "Knie", 5)]


def test_two_devices_that_add_a_row_in_the_same_place_keep_both(
    phone: Phone, make: Make, workout: Workout
) -> None:
    assert phone.add(phone.exercise(), 5, order=4)["order"] == 4
    assert phone.add(phone.exercise(), 6, order=4)["order"] == 5
    assert [row[3] for row in stored(make, workout)] == [5, 6]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([("b", 1), ("a", 2)], "bac"),
        ([("b", 1), ("c", 2), ("a", 3)], "bca"),
        ([("c", 1), ("a", 2), ("b", 3)], "cab"),
        ([("c", 1), ("b", 2), ("a", 3)], "cba"),
    ],
)
def test_sets_that_are_moved_end_in_the_wanted_order(
    phone: Phone, orders: list[tuple[str, int]], expected: str
) -> None:
    exercise = phone.exercise()
    values = {"a": 1, "b": 2, "c": 3}
    sets = {name: phone.add(exercise, values[name], order=values[name]) for name in "abc"}
    for name, order in orders:
        phone.check(exercise, sets[name], order=order)
    phone.load()
    done = [row["reps"] for row in phone.rows() if row["done"]]
    assert done == [values[name] for name in expected]


def test_a_set_moves_to_another_exercise_and_stays_one_row(
    phone: Phone, make: Make, pushups: ExerciseDefinition, workout: Workout
) -> None:
    phone.send(
        "exercises",
        {"key": new_key(), "exercise_id": None, "definition_id": pushups.id, "order": 3},
    )
    phone.load()
    row = phone.add(phone.exercise(0), 5, order=1)
    phone.check(phone.exercise(2), row, order=1)
    phone.load()
    assert [r["reps"] for r in phone.rows(0) if r["done"]] == []
    assert [r["reps"] for r in phone.rows(2) if r["done"]] == [5]
    assert make.count(Set, client_key=row["key"]) == 1


def test_sets_the_editor_stored_are_known_by_their_ids(
    phone: Phone, make: Make, workout: Workout
) -> None:
    exercise = phone.exercise()
    with make.session() as session:
        for order in (1, 2):
            session.add(
                Set(exercise_id=exercise["id"], set_order=order, progression="Alt", reps=order)
            )
    phone.load()
    rows = [row for row in phone.rows() if row["done"]]
    assert all(row["key"].startswith("s") for row in rows)
    answer = phone.check(exercise, rows[0], reps=20)
    assert (answer["set"]["order"], answer["set"]["level"]) == (1, "Alt")
    phone.send("sets/delete", {"key": rows[1]["key"]})
    for _ in range(2):  # brought back, twice
        phone.check(exercise, rows[1], reps=30)
    assert [row[1:4] for row in stored(make, workout)] == [(1, "Alt", 20), (2, "Alt", 30)]


def test_a_stale_page_gets_the_whole_workout_with_its_answer(
    phone: Phone, app: Flask, alice: User, workout: Workout
) -> None:
    other = Phone(Site(app).sign_in(alice), workout.id)
    other.load()
    other.check(other.exercise(), other.rows()[0], reps=3)
    answer = phone.check(phone.exercise(), phone.rows()[1])
    done = [row["reps"] for row in answer["snapshot"]["exercises"][0]["sets"] if row["done"]]
    assert done == [3, 9]
    assert answer["snapshot"]["version"] == answer["version"]
    assert "snapshot" not in phone.check(phone.exercise(), phone.rows()[1])


def test_last_time_s_values_come_level_by_level(
    make: Make, alice: User, pushups: ExerciseDefinition, template: Workout, site: Site
) -> None:
    from datetime import UTC, datetime

    def on(day: int, *values: tuple[str, int]) -> None:
        make.workout(
            athlete=alice,
            exercises=[(pushups, values)],
            timestamp=datetime(2026, 5, day, 18, tzinfo=UTC),
        )

    on(3, ("Voll", 8), ("Voll", 7), ("Eng", 1))
    on(1, ("Knie", 20), ("Voll", 99))
    on(2, ("Knie", 15), ("Knie", 14))
    phone = Phone(site.sign_in(alice), start(make, alice, template).id)
    phone.load()
    last = {level["name"]: level["last"] for level in phone.exercise()["levels"]}
    assert last == {"Knie": [15, 14], "Voll": [8, 7], "Eng": [None, None, 1]}
    # the template's rows: two at the full level, one on the knees
    assert [row["last"] for row in phone.rows()] == [8, 7, None]
    phone.check(phone.exercise(), phone.rows()[0], reps=20)
    phone.load()
    assert [row["last"] for row in phone.rows()] == [8, 7, None]


def test_others_templates_and_running_workouts_are_no_last_time(
    make: Make, alice: User, bob: User, pushups: ExerciseDefinition, phone: Phone
) -> None:
    make.workout(athlete=alice, exercises=[(pushups, [("Voll", 50)])], is_template=True)
    phone.check(phone.exercise(), phone.rows()[0])
    phone.load()
    assert [level["last"] for level in phone.exercise()["levels"]] == [[], [], []]


def test_a_level_is_found_by_its_name_when_its_id_is_unknown(
    phone: Phone, make: Make, workout: Workout, pushups: ExerciseDefinition
) -> None:
    answer = phone.check(phone.exercise(), phone.rows()[0], level_id=999_999, level="Eng")
    assert answer["set"]["level_id"] == pushups.levels[2].id


def test_a_level_that_left_the_ladder_meanwhile_keeps_its_name(
    phone: Phone, make: Make, workout: Workout, pushups: ExerciseDefinition
) -> None:
    row = phone.rows()[2]
    added = {"key": new_key(), "level_id": pushups.levels[2].id, "level": "Eng", "order": 9}
    with make.session() as session:
        for level in (pushups.levels[0], pushups.levels[2]):
            session.delete(session.get_one(ProgressionLevel, level.id))
    answer = phone.check(phone.exercise(), row)  # the plan names it
    assert (answer["set"]["level_id"], answer["set"]["level"]) == (None, "Knie")
    answer = phone.check(phone.exercise(), {**row, **added})  # the phone knew it
    assert (answer["set"]["level_id"], answer["set"]["level"]) == (None, "Eng")
    for level_id in (None, pushups.levels[2].id):  # logged before
        body = {**row, **added, "key": new_key(), "level_id": level_id, "order": 10}
        assert phone.check(phone.exercise(), body)["set"]["level"] == "Eng"


def test_a_rung_that_was_added_after_copying_keeps_its_name(
    phone: Phone, make: Make, bob: User, workout: Workout
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck"])
    exercise = {"key": new_key(), "exercise_id": None, "definition_id": planche.id, "order": 3}
    phone.send("exercises", exercise)
    with make.session() as session:
        level = ProgressionLevel(exercise_definition_id=planche.id, name="Full", level_order=2)
        session.add(level)
    body = {"key": new_key(), "level_id": level.id, "level": "Full", "reps": 3, "order": 1}
    answer = phone.check({"id": None, "key": exercise["key"]}, body)
    assert (answer["set"]["level_id"], answer["set"]["level"]) == (None, "Full")


@pytest.mark.parametrize("kind", ["unknown name", "another ladder", "reps on a hold"])
def test_a_set_that_makes_no_sense_is_refused_at_its_figure(
    phone: Phone, make: Make, alice: User, workout: Workout, kind: str
) -> None:
    other = make.exercise(owner=alice, levels=["Mond"])
    row = phone.rows()[0]
    if kind == "reps on a hold":
        answer = phone.check(
            phone.exercise(1), {**row, "level_id": None, "level": "Kurz"}, status=422
        )
    else:
        level_id = other.levels[0].id if kind == "another ladder" else None
        wrong = {**row, "level_id": level_id, "level": "Mond"}
        answer = phone.check(phone.exercise(), wrong, status=422)
    assert set(answer["fields"]) == {"duration" if kind == "reps on a hold" else "level"}
    assert stored(make, workout) == []


def test_a_late_set_of_a_finished_workout_is_stored(
    phone: Phone, make: Make, workout: Workout
) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    with make.session() as session:
        session.get_one(Workout, workout.id).is_running = False
    answer = phone.check(phone.exercise(), phone.rows()[1])
    assert answer["snapshot"]["running"] is False
    assert [row[3] for row in stored(make, workout)] == [10, 9]


def test_what_is_gone_is_not_found(phone: Phone, make: Make, workout: Workout) -> None:
    exercise, row = phone.exercise(), phone.rows()[0]
    phone.send("exercises/delete", {"key": exercise["key"], "exercise_id": exercise["id"]})
    answer = phone.check(exercise, row, status=404)
    assert (answer["error"], answer["status"]) == ("not_found", 404)
    assert answer["message"] == "Diese Übung ist nicht mehr im Training."
    with make.session() as session:
        session.delete(session.get_one(Workout, workout.id))
    assert phone.check(exercise, row, status=404)["error"] == "not_found"
    assert make.count(Set) == 4  # the template's


def test_an_exercise_has_at_most_a_hundred_sets(phone: Phone, make: Make, workout: Workout) -> None:
    exercise = phone.exercise()
    with make.session() as session:
        for order in range(1, 101):
            session.add(
                Set(exercise_id=exercise["id"], set_order=order, progression="Voll", reps=1)
            )
    answer = phone.check(exercise, {**phone.rows()[0], "order": 101}, status=409)
    assert answer["message"] == "Das sind zu viele Sätze für eine Übung."
