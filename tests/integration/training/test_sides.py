"""Left and right: a set is a pair from the plan to the log, and a missing side is asked for."""

import pytest
from flask import Flask
from sqlalchemy import select

from project.enums import Visibility
from project.models import ExerciseDefinition, Set, User, Workout
from project.rules.training.drafts import SetDraft, WorkoutExerciseDraft
from tests.support.drafts import entry_of, log
from tests.support.editor import press
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, start

pytestmark = [pytest.mark.integration, pytest.mark.database]

ASKED = "#half-title"


@pytest.fixture
def lunge(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Ausfallschritt", tracks_sides=True)


def sides(make: Make) -> list[tuple[int | None, str | None]]:
    with make.session() as session:
        rows = session.scalars(select(Set).order_by(Set.id))
        return [(row.reps, row.side) for row in rows]


def pair(left: int, right: int) -> list[SetDraft]:
    both = zip((left, right), ("left", "right"), strict=True)
    return [SetDraft(level="Voll", reps=reps, side=side) for reps, side in both]


def test_a_plan_without_sides_is_done_in_pairs(
    site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    plan = make.workout(
        athlete=alice, exercises=[(lunge, [("Voll", 8), ("Voll", 6)])], is_template=True
    )
    phone = Phone(site.sign_in(alice), start(make, alice, plan).id)
    phone.load()
    assert [(row["reps"], row["target"], row["side"]) for row in phone.rows()] == [
        (8, 8, "left"),
        (8, 8, "right"),
        (6, 6, "left"),
        (6, 6, "right"),
    ]
    assert [row["order"] for row in phone.rows()] == [1, 2, 3, 4]


def test_a_pair_comes_back_as_a_pair_with_a_target_for_each_side(
    app: Flask, site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    sets = [*pair(9, 7), *pair(8, 6)]
    number = log(app, alice, entry_of(WorkoutExerciseDraft(lunge.id, sets)))[0]
    with make.session() as session:
        before = session.get_one(Workout, number)
    phone = Phone(site.sign_in(alice), start(make, alice, before).id)
    phone.load()
    rows = phone.rows()
    assert [row["side"] for row in rows] == ["left", "right", "left", "right"]
    assert [row["last"] for row in rows] == [9, 7, 8, 6]
    assert rows[0]["target"] == rows[1]["target"]
    assert rows[2]["target"] == rows[3]["target"]


def test_last_time_without_sides_is_shown_at_both(
    site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    before = make.workout(athlete=alice, exercises=[(lunge, [("Voll", 8), ("Voll", 6)])])
    phone = Phone(site.sign_in(alice), start(make, alice, before).id)
    phone.load()
    assert [row["last"] for row in phone.rows()] == [8, 8, 6, 6]


def test_the_editor_adds_pairs_and_asks_for_the_side_that_is_missing(
    site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{lunge.id}")
    assert page.values_of("side1") == ["left", "right"]
    page = press(site, page, "set:1", reps1=["8", "7"])
    assert page.values_of("side1") == ["left", "right"] * 2
    page = press(site, page, "unset:1:4", reps1=["8", "7", "6", "5"])
    asked = site.submit(page, {"reps1": ["8", "7", "6"]}, action="/add_workout", status=409)
    assert asked.texts(ASKED) == ["Eine Seite fehlt: Ausfallschritt"]
    assert sides(make) == []
    page = press(site, asked, "set:1")
    assert page.values_of("side1") == ["left", "right"] * 2
    asked = site.submit(asked, {"halves": "meant"}, action="/add_workout")
    assert sides(make) == [(8, "left"), (7, "right"), (6, "left")]


def test_a_side_without_a_value_is_no_nought(
    site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{lunge.id}")
    page = site.submit(page, {"reps1": ["8", ""]}, action="/add_workout", status=422)
    assert "Wie viele Wiederholungen?" in page.text
    assert make.count(Workout) == 0


def test_a_half_that_stands_already_is_not_asked_about_again(
    app: Flask, site: Site, alice: User, lunge: ExerciseDefinition
) -> None:
    half = WorkoutExerciseDraft(lunge.id, pair(8, 7)[:1])
    number = log(app, alice, entry_of(half))[0]
    page = site.sign_in(alice).open(f"/workout/{number}/edit")
    assert site.submit(page, {"note": "Knie"}, action=page.path).flashes() == ["Gespeichert."]


def test_a_form_of_the_documented_fields_alone_says_what_was_done(
    site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    site.sign_in(alice).post(
        "/add_workout",
        {
            "exercise_count": "1",
            "exercise1": lunge.id,
            "progression1": "Voll",
            "reps1": "8",
            "side1": "left",
        },
    )
    assert sides(make) == [(8, "left")]


def test_a_template_is_filled_in_with_pairs(
    site: Site, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    plan = make.workout(athlete=alice, exercises=[(lunge, [("Voll", 8)])], is_template=True)
    page = site.sign_in(alice).open(f"/add_workout?template_id={plan.id}")
    assert page.values_of("side1") == ["left", "right"]
    assert page.values_of("reps1") == ["8", "8"]


def test_joining_makes_pairs_at_the_athletes_own_targets(
    app: Flask, site: Site, make: Make, bob: User, lunge: ExerciseDefinition
) -> None:
    exercise = WorkoutExerciseDraft(lunge.id, [*pair(9, 7), *pair(8, 6)])
    with make.session() as session:
        alice = session.get_one(User, lunge.user_id)
    number = log(app, alice, entry_of(exercise, visibility=Visibility.ALL))[0]
    with make.session() as session:
        workout = session.get_one(Workout, number)
    phone = Phone(site.sign_in(bob), start(make, bob, workout).id)
    phone.load()
    rows = phone.rows()
    assert [row["side"] for row in rows] == ["left", "right", "left", "right"]
    assert rows[0]["reps"] == rows[1]["reps"]
    assert rows[2]["reps"] == rows[3]["reps"]
