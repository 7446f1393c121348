"""*Heute* of who follows a program: what is due is one press away, everything else beside it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from project.enums import DayKind
from project.models import Enrolment, ExerciseDefinition, Program, ProgramWorkout, User, Workout
from project.services.training import progression_upkeep
from tests.support.diary import LEVELS, Diary, done
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]

WEDNESDAY = datetime(2026, 9, 9, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS, rest_seconds=80)


def program(
    make: Make, athlete: User, push: ExerciseDefinition, title: str = "Kraft", slot: int = 1
) -> tuple[Program, Enrolment]:
    days = [
        make.workout(
            athlete=athlete, title=name, is_template=True, exercises=[(push, [("Knie", 8)] * 5)]
        )
        for name in ("Drücken", "Ziehen")
    ]
    made = make.program(owner=athlete, title=title, days=[*days, DayKind.REST])
    return made, make.enrolment(
        program=made, slot=slot, weekdays="135", started_at=WEDNESDAY - timedelta(days=2)
    )


def start_forms(page: Page) -> list[tuple[str, str]]:
    """What may be started: the text of the button and the day that goes with it."""
    found = []
    for form in page.html.select('form[action="/workout/start"]'):
        field = form.select_one('[name="program_day_id"]')
        button = form.select_one("button")
        assert button is not None
        found.append((" ".join(button.text.split()), str(field["value"]) if field else ""))
    return found


def test_what_is_due_starts_with_one_press(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    made, _ = program(make, alice, push)
    page = site.sign_in(alice).open("/")
    first, *_ = start_forms(page)
    assert first == (
        "Training starten: Drücken ≈ 10 min · Kraft · Tag 1 von 2, Woche 1",
        str(made.days[0].id),
    )
    assert "Seit Montag dran: Drücken" in page.text
    log = site.submit(page, action="/workout/start")
    assert "Tag 1 von 2, Woche 1 · Kraft" in log.text
    with make.session() as session:
        link = session.query(ProgramWorkout).one()
        assert link.program_day_id == made.days[0].id
        assert session.get_one(Workout, link.workout_id).title == "Drücken"


def test_everything_else_is_beside_it(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    made, _ = program(make, alice, push)
    make.workout(athlete=alice, exercises=[(push, [("Knie", 5)])])
    page = site.sign_in(alice).open("/")
    said = [text for text, _ in start_forms(page)]
    assert said[1:] == [
        "Ziehen",
        "Das letzte Training noch einmal",
        "Leeres Training starten",
    ]
    assert start_forms(page)[1][1] == str(made.days[1].id)
    # Its templates are not offered a second time.
    assert not page.html.select('[name="template_id"]')


def test_on_a_day_of_rest_nothing_is_asked_and_all_can_be_started(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    made, enrolment = program(make, alice, push)
    finished = WEDNESDAY - timedelta(hours=2)
    workout = make.workout(athlete=alice, timestamp=finished, finished_at=finished)
    with make.session() as session:
        session.add(
            ProgramWorkout(
                workout_id=workout.id, enrolment_id=enrolment.id, program_day_id=made.days[0].id
            )
        )
    page = site.sign_in(alice).open("/")
    assert "Heute erledigt. Freitag: Ziehen" in page.text
    assert not page.html.select(".btn-lg")
    assert [text for text, _ in start_forms(page)][:2] == ["Drücken", "Ziehen"]


def test_while_a_workout_runs_nothing_else_starts(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    program(make, alice, push)
    make.workout(athlete=alice, is_running=True)
    page = site.sign_in(alice).open("/")
    assert start_forms(page) == []
    assert "Weiter trainieren" in page.text


@pytest.mark.parametrize("which", ["another athlete's", "of no running program", "rest", "text"])
def test_only_a_day_of_an_own_running_program_can_be_started(
    site: Site, make: Make, alice: User, bob: User, which: str
) -> None:
    made, enrolment = program(make, alice, make.exercise(owner=alice))
    theirs, _ = program(make, bob, make.exercise(owner=bob))
    days = {
        "another athlete's": theirs.days[0].id,
        "of no running program": made.days[0].id,
        "rest": made.days[2].id,
        "text": "x",
    }
    if which == "of no running program":
        with make.session() as session:
            ended = session.get_one(Enrolment, enrolment.id)
            ended.ended_at, ended.slot, ended.running_program_id = WEDNESDAY, None, None
    site.sign_in(alice)
    site.post("/workout/start", {"program_day_id": str(days[which])}, status=404)
    with make.session() as session:
        assert session.query(Workout).where(Workout.is_running).count() == 0


def test_three_programs_cost_eight_statements(
    site: Site,
    make: Make,
    alice: User,
    diary: Diary,
    count_queries: QueryCounter,
) -> None:
    push = make.exercise(owner=alice, levels=LEVELS)
    for slot in (1, 2, 3):
        program(make, alice, push, f"Programm {slot}", slot)
        make.workout(athlete=alice, exercises=[(push, [("Knie", 9)] * 3)], no_title=True)
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.do(progression_upkeep.rebuild)
    page = site.sign_in(alice).open("/")
    assert len(page.html.select(".start-row")) == 2
    with count_queries.expect(8):
        site.open("/")
