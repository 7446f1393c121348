"""Right after a workout: records, proposals, and what to write back to the template."""

from datetime import timedelta

import pytest
from flask import Flask

from project.models import ExerciseDefinition, ProgressionDecision, User, Workout
from tests.support.diary import MONDAY, Diary, done
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import Phone, start
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


@pytest.fixture
def trained(app: Flask, alice: User, pushups: ExerciseDefinition) -> ExerciseDefinition:
    """Alice met the goal of the first level once."""
    Diary(app, alice).log(0, (pushups, done("Knie", 8, 8, 8)))
    return pushups


def finish(site: Site, make: Make, athlete: User, exercise: ExerciseDefinition) -> Page:
    """Do 9, 8 and 8 repetitions of the first level, and end the workout."""
    workout = start(make, athlete)
    phone = Phone(site.sign_in(athlete), workout.id)
    phone.load()
    body = {"key": "e", "definition_id": exercise.id, "order": 1}
    phone.send("exercises", {**body, "exercise_id": None, "superset": None, "rest_seconds": None})
    phone.load()
    for order, value in enumerate((9, 8, 8), 1):
        phone.add(phone.exercise(), value, order=order)
    return site.submit(site.open(f"/workout/{workout.id}/finish"))


def test_the_end_tells_of_records_and_asks_about_the_next_level(
    site: Site, make: Make, alice: User, trained: ExerciseDefinition
) -> None:
    page = finish(site, make, alice, trained)
    assert page.flashes() == ["Training gespeichert."]
    assert "2 neue Rekorde!" in page.texts("h2")
    records = [row.split(" Liegestütze")[0] for row in page.texts(".records li")]
    assert records == ["Bester Satz: 9 Wdh.", "Höchste Summe eines Trainings: 25 Wdh."]
    (proposal,) = page.texts(".proposal")
    assert "Bereit für Stufe 2: Voll" in proposal
    assert "Ja, nächste Stufe Noch nicht Ablehnen" in proposal


def test_a_proposal_is_answered_where_it_is_asked(
    site: Site, make: Make, alice: User, trained: ExerciseDefinition
) -> None:
    page = finish(site, make, alice, trained)
    form = page.html.select(".proposal form")[0]
    fields = {str(tag["name"]): str(tag["value"]) for tag in form.select("input")}
    after = site.post(str(form["action"]), fields | {"answer": "accepted"})
    assert (after.path, after.texts(".proposal")) == (page.path, [])
    assert make.count(ProgressionDecision, answer="accepted") == 1


def test_a_first_day_is_a_welcome_and_no_records(
    site: Site, app: Flask, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    dips = make.exercise(owner=alice, title="Dips", levels=["Bank"])
    both = [(push, done("Knie", 5, 5, 5)), (dips, done("Bank", 5, 5, 5))]
    workout = Diary(app, alice).log(1, *both)
    page = site.sign_in(alice).open(f"/workout/{workout}/finished")
    assert "zum ersten Mal Liegestütze (Knie), Dips (Bank)." in page.texts(".welcome")[0]
    assert page.texts(".records li") == []


def test_nothing_new_is_no_noise(
    site: Site, app: Flask, make: Make, alice: User, trained: ExerciseDefinition
) -> None:
    diary = Diary(app, alice)
    for day in (1, 2):
        diary.log(day, (trained, done("Voll", 30, 30, 30)))
    workout = diary.log(3, (trained, done("Voll", 3, 3, 3)))
    page = site.sign_in(alice).open(f"/workout/{workout}/finished")
    assert page.texts(".records li") == []


def test_it_is_the_athlete_s_own_and_only_of_workouts_that_are_over(
    site: Site, make: Make, alice: User, bob: User, template: Workout
) -> None:
    over = make.workout(athlete=alice, timestamp=MONDAY - timedelta(days=9))
    running = start(make, alice)
    site.sign_in(alice)
    assert site.open(f"/workout/{over.id}/finished").status == 200
    assert site.open(f"/workout/{running.id}/finished").path == f"/workout/{running.id}/log"
    site.open(f"/workout/{template.id}/finished", status=404)
    site.sign_in(bob)
    site.open(f"/workout/{over.id}/finished", status=404)


def test_it_costs_eight_statements(
    site: Site, make: Make, alice: User, template: Workout, count_queries: QueryCounter
) -> None:
    workout = start(make, alice, template)
    phone = Phone(site.sign_in(alice), workout.id)
    phone.load()
    phone.check(phone.exercise(), phone.rows()[0], reps=4)
    site.submit(site.open(f"/workout/{workout.id}/finish"))
    with count_queries.expect(8):
        page = site.open(f"/workout/{workout.id}/finished")
    assert "Du hast anders trainiert" in page.text
