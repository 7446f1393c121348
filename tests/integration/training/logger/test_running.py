"""Starting a workout, and what is stored of it at the end."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from project.enums import Visibility
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, new_key, start, stored

pytestmark = [pytest.mark.integration, pytest.mark.database]

NOW = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)  # a Monday


def send(site: Site, url: str, **values: Any) -> TestResponse:
    return site.client.post(url, data={"csrf_token": site.csrf_token(), **values})


def running(make: Make, athlete: User) -> Workout:
    with make.session() as session:
        return session.query(Workout).filter_by(running_owner_id=athlete.id).one()


def test_an_empty_start_leads_to_the_logger(site: Site, alice: User, make: Make) -> None:
    with time_machine.travel(NOW, tick=False):
        response = send(site.sign_in(alice), "/workout/start")
    begun = running(make, alice)
    assert (response.status_code, response.location) == (303, f"/workout/{begun.id}/log")
    assert (begun.title, begun.timestamp, begun.started_at) == ("", NOW, NOW)
    assert (begun.is_done, begun.finished_at, begun.template_id) == (False, None, None)
    assert begun.visibility == alice.default_visibility


def test_a_template_starts_as_a_plan_and_stays_as_it_is(
    site: Site, alice: User, make: Make, template: Workout
) -> None:
    send(site.sign_in(alice), "/workout/start", template_id=template.id)
    begun = running(make, alice)
    assert (begun.title, begun.template_id) == ("Ganzkörper", template.id)
    assert stored(make, begun) == []
    assert len(stored(make, template)) == 4


def test_a_start_pressed_twice_is_one_and_a_later_one_is_told_that_it_runs(
    site: Site, alice: User, make: Make, template: Workout
) -> None:
    told = []
    with time_machine.travel(NOW, tick=False) as clock:
        site.sign_in(alice)
        for seconds in (0, 1, 30):
            clock.shift(seconds)
            page = site.post("/workout/start", {"template_id": template.id})
            told.append(page.flashes())
    assert told == [[], [], ["Dieses Training läuft schon."]]
    assert make.count(Workout, is_running=True) == 1


def test_an_earlier_workout_starts_as_a_plan(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition
) -> None:
    before = make.workout(athlete=alice, title="Mein Tag", exercises=[(pushups, [("Voll", 12)])])
    send(site.sign_in(alice), "/workout/start", repeat_id=before.id)
    begun = running(make, alice)
    assert (begun.title, begun.template_id) == ("Mein Tag", None)
    phone = Phone(site, begun.id)
    phone.load()
    assert [(row["level"], row["reps"]) for row in phone.rows()] == [("Voll", 12)]


@pytest.mark.parametrize("is_template", [True, False])
def test_a_plan_follows_to_the_level_that_was_accepted_since(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition, is_template: bool
) -> None:
    plan = make.workout(
        athlete=alice, exercises=[(pushups, [("Knie", 12)] * 2)], is_template=is_template
    )
    make.decision(exercise=pushups)
    phone = Phone(site.sign_in(alice), start(make, alice, plan).id)
    phone.load()
    assert [(row["level"], row["reps"]) for row in phone.rows()] == [("Voll", 5)] * 2


def test_a_plan_that_knows_the_accepted_level_stays_as_it_is(
    site: Site, alice: User, make: Make, template: Workout, pushups: ExerciseDefinition
) -> None:
    make.decision(exercise=pushups)
    phone = Phone(site.sign_in(alice), start(make, alice, template).id)
    phone.load()
    assert [row["level"] for row in phone.rows()] == ["Voll", "Voll", "Knie"]


def test_a_workout_without_a_title_is_called_by_its_own_day(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition
) -> None:
    friday = datetime(2026, 9, 11, 18, tzinfo=UTC)
    before = make.workout(
        athlete=alice, timestamp=friday, exercises=[(pushups, [("Voll", 12)])], no_title=True
    )
    with time_machine.travel(NOW, tick=False):
        site.sign_in(alice)
        assert site.open(f"/workout/{before.id}").heading == "Freitag: Liegestütze"
        send(site, "/workout/start", repeat_id=before.id)
        begun = running(make, alice)
        assert begun.title == ""
        assert site.open(f"/workout/{begun.id}/log").html.h1.get_text() == "Montag"  # type: ignore[union-attr]  # it has one
        assert "„Montag“" in site.open(f"/workout/{begun.id}/discard").text


def test_a_title_that_was_typed_is_repeated(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition
) -> None:
    friday = datetime(2026, 9, 11, 18, tzinfo=UTC)
    before = make.workout(
        athlete=alice,
        title="Freitag: Liegestütze",
        timestamp=friday,
        exercises=[(pushups, [("Voll", 12)])],
    )
    with time_machine.travel(NOW, tick=False):
        send(site.sign_in(alice), "/workout/start", repeat_id=before.id)
    assert running(make, alice).title == "Freitag: Liegestütze"


def test_figures_of_the_plan_come_along_but_reps_in_reserve_are_judged_anew(
    site: Site, alice: User, make: Make, template: Workout
) -> None:
    with make.session() as session:
        row = session.query(Set).join(Exercise).filter(Exercise.workout_id == template.id).first()
        assert row is not None
        row.load_kg, row.side, row.rir = 2.5, "left", 2  # type: ignore[assignment]  # stored as a decimal
    phone = Phone(site.sign_in(alice), start(make, alice, template).id)
    phone.load()
    first = phone.rows()[0]
    assert (first["load_kg"], first["side"], first["rir"]) == (2.5, "left", None)


def test_archived_exercises_are_left_out_of_the_plan(
    make: Make, alice: User, template: Workout, pushups: ExerciseDefinition, site: Site
) -> None:
    with make.session() as session:
        session.get_one(ExerciseDefinition, pushups.id).archived = True
    send(site.sign_in(alice), "/workout/start", template_id=template.id)
    phone = Phone(site, running(make, alice).id)
    assert [each["title"] for each in phone.load()["exercises"]] == ["Planke"]
    with site.client.session_transaction() as session:
        assert session["_flashes"] == [("info", "„Liegestütze“ ist archiviert und fehlt hier.")]


def test_a_second_start_leads_to_the_one_that_runs(
    site: Site, alice: User, make: Make, workout: Workout, template: Workout
) -> None:
    response = send(site.sign_in(alice), "/workout/start", template_id=template.id)
    assert response.location == f"/workout/{workout.id}/log"
    assert make.count(Workout, is_running=True) == 1


@pytest.mark.parametrize("value", ["x", "0", "-1", "99999999999", "999999"])
@pytest.mark.parametrize("field", ["template_id", "repeat_id"])
def test_an_unknown_source_is_not_found(
    site: Site, alice: User, make: Make, field: str, value: str
) -> None:
    url = "/workout/start"
    data = {"csrf_token": site.sign_in(alice).csrf_token(), field: value}
    response = site.client.post(url, data=data, headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert make.count(Workout) == 0


def test_others_hidden_workouts_and_swapped_kinds_are_no_source(
    site: Site, alice: User, bob: User, make: Make, template: Workout
) -> None:
    theirs = make.workout(athlete=bob, visibility=Visibility.PRIVATE)
    plan = make.workout(athlete=bob, is_template=True)
    site.sign_in(alice)
    for data in (
        {"repeat_id": theirs.id},
        {"template_id": theirs.id},
        {"template_id": plan.id},
        {"repeat_id": template.id},
    ):
        response = site.client.post(
            "/workout/start",
            data={"csrf_token": site.csrf_token(), **data},
            headers={"Accept": "application/json"},
        )
        assert response.status_code == 404
    assert make.count(Workout, is_running=True) == 0


def test_a_finish_drops_what_was_not_done_and_keeps_the_rest(
    phone: Phone, make: Make, workout: Workout
) -> None:
    phone.check(phone.exercise(), phone.rows()[1], reps=11)
    response = send(
        phone.site,
        f"/workout/{workout.id}/finish",
        title="Im Park",
        note="Regen",
        effort="7",
        visibility="all",
    )
    assert (response.status_code, response.location) == (
        303,
        f"/workout/{workout.id}/finished",
    )
    kept = make.fresh(workout)
    assert kept is not None
    assert (kept.title, kept.note, kept.effort, kept.visibility) == ("Im Park", "Regen", 7, "all")
    assert (kept.is_running, kept.is_done, kept.running_owner_id) == (False, True, None)
    assert kept.finished_at is not None
    assert kept.timestamp == workout.timestamp
    assert stored(make, workout) == [("Liegestütze", 2, "Voll", 11, None)]
    assert make.count(Exercise, workout_id=workout.id, plan_json=None) == 1
    assert make.count(Exercise, workout_id=workout.id) == 1


def test_a_finish_without_a_title_is_called_by_what_was_done(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    with time_machine.travel(NOW, tick=False):
        phone = Phone(site.sign_in(alice), start(make, alice).id)
        for order, definition in enumerate((pushups, plank), 1):
            body = {"key": new_key(), "definition_id": definition.id, "order": order}
            phone.send("exercises", body)
        phone.load()
        phone.add(phone.exercise(1), 30, order=1)
        page = site.open(f"/workout/{phone.workout_id}/finish")
        assert page.value("title") == ""
        send(site, f"/workout/{phone.workout_id}/finish", visibility="private")
        assert site.open(f"/workout/{phone.workout_id}").heading == "Montag: Planke"
    assert make.count(Workout, id=phone.workout_id, title="") == 1


def test_a_workout_without_a_set_is_not_stored(phone: Phone, make: Make, workout: Workout) -> None:
    data = {"csrf_token": phone.site.csrf_token(), "visibility": "all"}
    url, headers = f"/workout/{workout.id}/finish", {"Accept": "application/json"}
    response = phone.site.client.post(url, data=data, headers=headers)
    assert (response.status_code, response.get_json()["message"]) == (
        409,
        "Noch kein Satz ist abgehakt. Trainiere weiter oder verwirf das Training.",
    )
    assert make.count(Workout, id=workout.id, is_running=True) == 1


def test_a_second_finish_changes_nothing(phone: Phone, make: Make, workout: Workout) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    url = f"/workout/{workout.id}/finish"
    send(phone.site, url, visibility="private", title="Eins")
    first = make.fresh(workout)
    response = send(phone.site, url, visibility="all", title="Zwei")
    second = make.fresh(workout)
    assert (response.status_code, response.location) == (303, f"/workout/{workout.id}/finished")
    assert first is not None
    assert second is not None
    assert (first.title, first.version) == (second.title, second.version) == ("Eins", first.version)


def test_a_discarded_workout_is_gone_with_its_sets(
    phone: Phone, make: Make, workout: Workout
) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    response = send(phone.site, f"/workout/{workout.id}/discard")
    assert (response.status_code, response.location) == (303, "/")
    assert make.fresh(workout) is None
    assert make.count(Set) == 4  # the template's


def test_a_finished_workout_is_not_discarded(phone: Phone, make: Make, workout: Workout) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    send(phone.site, f"/workout/{workout.id}/finish", visibility="private")
    response = send(phone.site, f"/workout/{workout.id}/discard")
    assert response.location == f"/workout/{workout.id}"
    assert make.fresh(workout) is not None


@pytest.mark.parametrize("action", ["finish", "discard"])
def test_a_stranger_neither_finishes_nor_discards(
    app: Flask, charlie: User, make: Make, workout: Workout, action: str
) -> None:
    site = Site(app).sign_in(charlie)
    response = site.client.post(
        f"/workout/{workout.id}/{action}",
        data={"csrf_token": site.csrf_token(), "visibility": "all"},
        headers={"Accept": "application/json"},
    )
    assert response.status_code == 404
    assert make.count(Workout, id=workout.id, is_running=True) == 1
