"""Warm-ups, sets to failure and sets that go on: stored, seen wherever a set is, counted as they are."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from project.enums import Visibility
from project.exceptions import InvalidError
from project.models import ExerciseDefinition, Set, User, Workout
from project.queries.training import training_log
from project.queries.training.training_weeks import training_weeks
from project.rules.account.days import Calendar
from project.rules.training.drafts import SetDraft, WorkoutExerciseDraft
from tests.support.drafts import entry_of, log
from tests.support.editor import press
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, start

pytestmark = [pytest.mark.integration, pytest.mark.database]

ALL_KINDS = (
    SetDraft(level="Knie", reps=20, set_type="warmup"),
    SetDraft(level="Voll", reps=8, set_type="failure"),
    SetDraft(level="Knie", reps=4, set_type="segment"),
    SetDraft(level="Voll", reps=7),
)


def of(definition: ExerciseDefinition, sets: Sequence[SetDraft]) -> WorkoutExerciseDraft:
    return WorkoutExerciseDraft(definition.id, sets)


@pytest.fixture
def workout_id(app: Flask, alice: User, push: ExerciseDefinition) -> int:
    return log(app, alice, entry_of(of(push, ALL_KINDS), visibility=Visibility.ALL))[0]


def types(make: Make) -> list[str | None]:
    with make.session() as session:
        return list(session.scalars(select(Set.set_type).order_by(Set.id)))


def test_the_types_are_seen_on_card_and_detail(
    site: Site, alice: User, make: Make, workout_id: int
) -> None:
    assert types(make) == ["warmup", "failure", "segment", None]
    page = site.sign_in(alice).open("/workouts")
    assert page.texts(".line-values") == ["20 (Aufwärmen)", "8 (Versagen)", "+4", "7"]
    detail = site.open(f"/workout/{workout_id}")
    assert detail.texts(".set-last") == ["Aufwärmsatz", "bis zum Versagen", "leichter weiter"]
    assert detail.texts(".set-number") == ["Satz –", "Satz 1", "Satz +", "Satz 2"]


@pytest.mark.usefixtures("workout_id")
def test_what_counts_is_counted_and_the_rest_is_volume(
    app: Flask, alice: User, push: ExerciseDefinition
) -> None:
    with app.app_context():
        (session,) = training_log.log_of([push.id], Calendar("Europe/Berlin"))[push.id]
    assert [(each.value, each.set_type) for each in session.sets] == [
        (8, None),  # to failure counts as any other
        (4, "segment"),
        (7, None),
    ]


def test_a_workout_of_warm_ups_alone_is_no_training(
    app: Flask, alice: User, push: ExerciseDefinition
) -> None:
    warm = entry_of(of(push, [ALL_KINDS[0]]))
    log(app, alice, warm)
    with app.app_context():
        assert training_weeks(alice.id, Calendar("UTC")).trained == []
    log(app, alice, entry_of(of(push, ALL_KINDS[:2])))
    with app.app_context():
        assert len(training_weeks(alice.id, Calendar("UTC")).trained) == 1


def test_nothing_goes_on_from_no_set(app: Flask, alice: User, push: ExerciseDefinition) -> None:
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of(of(push, [ALL_KINDS[2]])))
    assert refused.value.fields == {
        "exercises.0.sets.0.set_type": "Davor steht kein Satz, der leichter weitergeht."
    }


def test_the_editor_asks_for_types_only_when_it_is_asked(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    assert page.values_of("type1") == []
    page = press(site, page, "types:1", reps1="9")
    assert page.values_of("type1") == [""]
    page = press(site, page, "set:1", reps1="9", type1="warmup")
    assert page.values_of("type1") == ["warmup", ""]
    site.submit(page, {"reps1": ["9", "8"]}, action="/add_workout")
    assert types(make) == ["warmup", None]
    assert make.count(Workout) == 1


def test_the_editor_shows_the_types_that_are_there_and_keeps_them(
    site: Site, make: Make, alice: User, workout_id: int
) -> None:
    page = site.sign_in(alice).open(f"/workout/{workout_id}/edit")
    assert page.values_of("type1") == ["warmup", "failure", "segment", ""]
    changed = ["", "failure", "segment", "failure"]
    site.submit(page, {"type1": changed}, action=page.path)
    assert types(make) == [None, "failure", "segment", "failure"]
    page = site.open(f"/workout/{workout_id}/edit")
    refused = site.submit(page, {"type1": ["segment", "", "", ""]}, action=page.path, status=422)
    assert "Davor steht kein Satz" in refused.text
    site.submit(page, {"type1": ["drop", "", "", ""]}, action=page.path, status=422)


def test_a_repeated_workout_keeps_types_and_aims_only_at_own_sets(
    app: Flask, site: Site, make: Make, alice: User, workout_id: int
) -> None:
    running = start(make, alice, _workout(make, workout_id))
    phone = Phone(site.sign_in(alice), running.id)
    phone.load()
    rows = [(row["reps"], row["target"], row["last"], row["set_type"]) for row in phone.rows()]
    assert rows[0] == (20, None, None, "warmup")
    assert rows[2] == (4, None, None, "segment")
    assert [row[3] for row in rows] == ["warmup", "failure", "segment", None]
    assert all(row[1] is not None for row in (rows[1], rows[3]))


def test_last_time_is_what_own_sets_were(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, workout_id: int
) -> None:
    phone = Phone(site.sign_in(alice), start(make, alice, _workout(make, workout_id)).id)
    levels = {level["name"]: level["last"] for level in phone.load()["exercises"][0]["levels"]}
    assert levels == {"Knie": [], "Voll": [8, 7]}


def test_a_phone_stores_a_type_and_no_other_word(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan = make.workout(athlete=alice, exercises=[(push, [("Voll", 8)])], is_template=True)
    phone = Phone(site.sign_in(alice), start(make, alice, plan).id)
    phone.load()
    row = phone.rows()[0]
    stored = phone.check(phone.exercise(), row, set_type="failure")["set"]
    assert stored["set_type"] == "failure"
    answer = phone.check(phone.exercise(), row, set_type="drop", status=422)
    assert set(answer["fields"]) == {"set_type"}
    assert types(make)[-1] == "failure"


def test_joining_takes_no_warm_up_along(site: Site, make: Make, bob: User, workout_id: int) -> None:
    running = start(make, bob, _workout(make, workout_id))
    phone = Phone(site.sign_in(bob), running.id)
    phone.load()
    assert [row["set_type"] for row in phone.rows()] == [None, None]


def _workout(make: Make, workout_id: int) -> Workout:
    with make.session() as session:
        return session.get_one(Workout, workout_id)


def test_a_card_says_everything_that_was_noted(
    app: Flask, site: Site, alice: User, push: ExerciseDefinition
) -> None:
    noted: dict[str, Any] = {"level": "Voll", "load_kg": Decimal(5), "rir": 2}
    left = SetDraft(reps=8, side="left", **noted)
    log(app, alice, entry_of(of(push, [left, replace(left, side="right", reps=7)])))
    page = site.sign_in(alice).open("/workouts")
    assert page.texts(".line-values") == ["L 8 @ +5 (2 in Reserve) · R 7 @ +5 (2 in Reserve)"]


def test_the_table_of_an_exercise_shows_them_with_the_set_they_belong_to(
    app: Flask, site: Site, alice: User, push: ExerciseDefinition
) -> None:
    levels = {level.name: level.id for level in push.levels}
    sets = (("Knie", 12, "warmup"), ("Voll", 8, None), ("Knie", 4, "segment"), ("Voll", 7, None))
    done = [SetDraft(level_id=levels[name], reps=reps, set_type=kind) for name, reps, kind in sets]
    log(app, alice, entry_of(of(push, done)))
    page = site.sign_in(alice).open(f"/exercises/{push.id}")
    assert page.texts("[data-chart-table] .values") == ["12 (Aufwärmen) · 8 · +4 · 7"]
