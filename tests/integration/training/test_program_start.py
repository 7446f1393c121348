"""A program begins: how often, on which weekdays, and where its athlete stands."""

import json

import pytest
from sqlalchemy import select

from project.models import (
    Enrolment,
    Exercise,
    ExerciseDefinition,
    Program,
    ProgressionDecision,
    User,
)
from tests.support.diary import LEVELS, Diary, done
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)


@pytest.fixture
def strength(make: Make, alice: User, push: ExerciseDefinition) -> Program:
    day = make.workout(
        athlete=alice, title="Drücken", is_template=True, exercises=[(push, [("Knie", 5)])]
    )
    return make.program(owner=alice, title="Kraft", days=[day], days_a_week=3)


def enrolment_of(make: Make, program: Program) -> Enrolment | None:
    with make.session() as session:
        return session.query(Enrolment).filter_by(program_id=program.id).one_or_none()


def test_it_begins_on_its_weekdays_and_asks_where_its_athlete_stands(
    site: Site, make: Make, alice: User, strength: Program, push: ExerciseDefinition
) -> None:
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    assert page.heading == "Programm starten"
    assert page.texts(".weekday")[0] == "Montag"
    page = site.submit(page, {"weekdays": ["1", "4"]})
    assert page.flashes() == ["„Kraft“ läuft."]
    assert page.texts("legend") == ["Liegestütze Welche Stufe schaffst du 5-mal sauber?"]
    enrolment = enrolment_of(make, strength)
    assert enrolment is not None
    assert enrolment.weekdays == "14"
    program = make.fresh(strength)
    assert program is not None
    assert program.days_a_week == 2
    page = site.submit(page, {f"level{push.id}": str(push.levels[1].id)}, action="/placement")
    assert page.heading == "Plan"
    assert page.texts(".plan-exercise-level") == ["Stufe 2/3 · Voll"]
    assert page.texts(".plan-exercises .why summary") == ["Nächstes Ziel: 5 · 5 · 5"]


def test_the_question_can_be_skipped(
    site: Site, make: Make, alice: User, strength: Program
) -> None:
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    page = site.submit(page, {"days_a_week": "5"})
    skip = next(tag for tag in page.html.select("a.btn") if "Überspringen" in tag.get_text())
    assert site.open(str(skip["href"])).heading == "Plan"
    assert make.count(ProgressionDecision) == 0
    program = make.fresh(strength)
    assert program is not None
    assert program.days_a_week == 5


def test_a_level_that_was_only_said_is_asked_again_and_stands_there_already(
    site: Site, make: Make, alice: User, strength: Program, push: ExerciseDefinition
) -> None:
    make.decision(exercise=push, kind="placed")
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    page = site.submit(page, {})
    (chosen,) = page.html.select(f"input[name=level{push.id}][checked]")
    assert chosen["value"] == str(push.levels[1].id)


def test_a_template_follows_the_answer_from_whatever_level_it_says(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    day = make.workout(
        athlete=alice, title="Schwer", is_template=True, exercises=[(push, [("Voll", 5)])]
    )
    program = make.program(owner=alice, days=[day])
    page = site.sign_in(alice).open(f"/program/{program.id}/start")
    page = site.submit(page, {})
    name = f"level{push.id}"
    (chosen,) = page.html.select(f"input[name={name}][checked]")
    assert chosen["value"] == str(push.levels[1].id)
    site.submit(page, {name: str(push.levels[2].id)}, action="/placement")
    site.post("/workout/start", {"template_id": str(day.id)})
    with make.session() as session:
        plan = session.scalar(select(Exercise.plan_json).where(Exercise.plan_json.is_not(None)))
    assert plan is not None
    assert [row["level_id"] for row in json.loads(plan)] == [push.levels[2].id]


def test_what_is_known_is_not_asked(
    site: Site, alice: User, strength: Program, push: ExerciseDefinition, diary: Diary
) -> None:
    diary.log(0, (push, done("Voll", 8, 8, 8)))
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    assert site.submit(page, {}).heading == "Plan"


def test_weekdays_of_a_running_one_are_changed(
    site: Site, make: Make, alice: User, strength: Program
) -> None:
    make.enrolment(program=strength, weekdays="135")
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    assert page.heading == "Wochentage ändern"
    checked = page.html.select("input[name=weekdays][checked]")
    assert [tag["value"] for tag in checked] == ["1", "3", "5"]
    page = site.submit(page, {"weekdays": ["2"]})
    assert page.heading == "Plan"
    assert page.flashes() == ["Gespeichert."]
    enrolment = enrolment_of(make, strength)
    assert enrolment is not None
    assert enrolment.weekdays == "2"


def test_a_weekday_that_is_none_is_refused(
    site: Site, make: Make, alice: User, strength: Program
) -> None:
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    page = site.submit(page, {"weekdays": ["1", "8"]}, status=422)
    assert page.error("weekdays") == "Diesen Wochentag gibt es nicht."
    assert enrolment_of(make, strength) is None


def test_a_fourth_one_is_refused(site: Site, make: Make, alice: User, strength: Program) -> None:
    for slot in (1, 2, 3):
        make.enrolment(program=make.program(owner=alice), slot=slot)
    page = site.sign_in(alice).open(f"/program/{strength.id}/start")
    page = site.submit(page, {}, status=409)
    assert "Mehr als 3 Programme zugleich gehen nicht." in page.text
    assert enrolment_of(make, strength) is None


def test_somebody_elses_program_cannot_be_started(
    site: Site, make: Make, bob: User, strength: Program
) -> None:
    site.sign_in(bob)
    site.open(f"/program/{strength.id}/start", status=404)
    site.post(f"/program/{strength.id}/start", {"days_a_week": "3"}, status=404)
    assert enrolment_of(make, strength) is None
