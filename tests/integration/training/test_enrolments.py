"""Going on with a program: days left out or chosen, pauses, lighter weeks, and its end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from project.enums import DayKind
from project.models import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    ExerciseDefinition,
    Program,
    ProgramWorkout,
    ProgressionDecision,
    User,
    Workout,
)
from tests.support.diary import LEVELS, Diary
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
def strength(make: Make, alice: User) -> Program:
    days = [
        make.workout(athlete=alice, title=title, is_template=True)
        for title in ("Drücken", "Ziehen", "Beine")
    ]
    return make.program(owner=alice, title="Kraft", days=[*days, DayKind.REST], weeks=8)


@pytest.fixture
def running(make: Make, strength: Program) -> Enrolment:
    return make.enrolment(program=strength, started_at=WEDNESDAY - timedelta(days=2))


def menu(page: Page) -> list[str]:
    return page.texts(".plan-program .menu-item")


def press(site: Site, page: Page, label: str, status: int = 200) -> Page:
    """Press a button of the program's menu, as somebody without scripts does."""
    (button,) = [tag for tag in page.html.select(".menu-panel button") if label in tag.get_text()]
    form = button.find_parent("form")
    assert form is not None
    fields = {str(tag["name"]): str(tag["value"]) for tag in form.select("input")}
    return site.post(str(form["action"]), fields, status=status)


@pytest.mark.usefixtures("running")
def test_a_day_is_left_out_and_taken_back(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/plan")
    assert page.texts(".plan-due") == ["Dran, wann du magst: Drücken"]
    page = press(site, page, "Auslassen: Drücken")
    assert page.heading == "Plan"
    assert page.flashes() == ["„Drücken“ ist ausgelassen."]
    assert page.texts(".plan-due") == ["Dran, wann du magst: Ziehen"]
    page = press(site, page, "Rückgängig: Drücken ausgelassen")
    assert page.flashes() == ["Zurückgenommen."]
    assert page.texts(".plan-due") == ["Dran, wann du magst: Drücken"]
    assert not any("Rückgängig" in line for line in menu(page))


@pytest.mark.usefixtures("running")
def test_a_button_that_is_pressed_twice_does_its_work_once(
    site: Site, make: Make, alice: User
) -> None:
    before = site.sign_in(alice).open("/plan")
    press(site, before, "Auslassen: Drücken")
    page = press(site, before, "Auslassen: Drücken")
    assert page.flashes() == ["Inzwischen ist ein anderer Tag dran."]
    assert page.texts(".plan-due") == ["Dran, wann du magst: Ziehen"]
    press(site, before, "Heute stattdessen: Beine")
    page = press(site, before, "Heute stattdessen: Beine")
    assert make.count(EnrolmentStep) == 2
    first = page
    press(site, first, "Rückgängig")
    page = press(site, first, "Rückgängig")
    assert page.flashes() == ["Hier ist nichts mehr zurückzunehmen."]
    assert make.count(EnrolmentStep) == 1


@pytest.mark.usefixtures("running")
def test_another_day_is_done_instead(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/plan")
    assert [line for line in menu(page) if "stattdessen" in line] == [
        "Heute stattdessen: Ziehen",
        "Heute stattdessen: Beine",
    ]
    page = press(site, page, "Heute stattdessen: Beine")
    assert page.flashes() == ["Als Nächstes dran: „Beine“."]
    assert page.texts(".plan-due") == ["Dran, wann du magst: Beine"]
    assert "Rückgängig: Beine vorgezogen" in menu(page)


@pytest.mark.usefixtures("running")
def test_a_pause_lets_nothing_be_due_until_one_goes_on(site: Site, alice: User) -> None:
    page = press(site, site.sign_in(alice).open("/plan"), "Pausieren")
    assert page.flashes() == ["Pause: Bis du weitermachst, ist nichts dran."]
    assert page.texts(".plan-due") == ["Pause seit 09.09.2026: Nichts ist dran."]
    assert not any("Auslassen" in line or "Leichte" in line for line in menu(page))
    page = press(site, page, "Weitermachen")
    assert page.flashes() == ["Das Programm geht weiter."]
    assert page.texts(".plan-due") == ["Dran, wann du magst: Drücken"]


@pytest.mark.usefixtures("running")
def test_a_lighter_week_begins_and_ends_with_a_press(site: Site, alice: User) -> None:
    page = press(site, site.sign_in(alice).open("/plan"), "Leichte Woche")
    assert page.flashes() == ["Leichte Woche bis 15.09.2026: weniger Sätze, niedrigere Ziele."]
    assert "Leichte Woche bis 15.09.2026." in page.text
    page = press(site, page, "Leichte Woche beenden")
    assert page.flashes() == ["Die leichte Woche ist vorbei."]
    assert "Leichte Woche bis" not in page.text


def test_the_end_is_asked_about_and_leads_to_what_it_brought(
    site: Site, make: Make, alice: User, running: Enrolment, strength: Program
) -> None:
    page = site.sign_in(alice).open("/plan")
    links = {tag.get_text(strip=True): str(tag["href"]) for tag in page.html.select("a.menu-item")}
    page = site.open(links["Programm beenden"])
    assert page.heading == "Programm beenden?"
    assert "Deine Trainings, Vorlagen und das Programm selbst bleiben" in page.text
    page = site.submit(page, {}, action=f"/enrolment/{running.id}/end")
    assert page.heading == "Rückblick"
    assert page.flashes() == ["Das Programm ist beendet."]
    ended = make.fresh(running)
    assert ended is not None
    assert ended.ended_at == WEDNESDAY
    assert make.fresh(strength) is not None
    again = site.post(f"/enrolment/{running.id}/end", {})
    assert again.heading == "Rückblick"
    assert again.flashes() == []
    assert "Kein Programm läuft" in site.open("/plan").text


def test_what_has_ended_is_not_moved_on(site: Site, alice: User, running: Enrolment) -> None:
    before = site.sign_in(alice).open("/plan")
    site.post(f"/enrolment/{running.id}/end", {})
    page = press(site, before, "Auslassen", status=409)
    assert "Dieses Programm läuft nicht mehr." in page.text


def test_a_day_of_another_program_is_none_of_it(
    site: Site, make: Make, alice: User, running: Enrolment
) -> None:
    other = make.program(owner=alice, days=[DayKind.REST])
    site.sign_in(alice)
    for verb in ("skip", "choose"):
        day = {"day_id": str(other.days[0].id)}
        site.post(f"/enrolment/{running.id}/{verb}", day, status=404)


def test_it_leads_back_to_pages_of_this_site_only(
    site: Site, alice: User, running: Enrolment
) -> None:
    site.sign_in(alice)
    pause = f"/enrolment/{running.id}/pause"
    assert site.post(pause, {"next": "/"}).path == "/"
    assert site.post(pause, {"next": "https://example.org/"}).path == "/plan"


@pytest.fixture
def push(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)


def follow(
    make: Make, athlete: User, exercise: ExerciseDefinition, days_ago: int, **columns: Any
) -> Enrolment:
    """A program of one day that began some days ago."""
    day = make.workout(
        athlete=athlete,
        title="Drücken",
        is_template=True,
        exercises=[(exercise, [("Voll", 5)] * 3)],
    )
    program = make.program(owner=athlete, title="Kraft", days=[day], **columns)
    return make.enrolment(program=program, started_at=WEDNESDAY - timedelta(days=days_ago))


def offered(page: Page) -> list[str]:
    return page.texts(".plan-offer p")


def test_without_a_reason_nothing_is_offered(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    follow(make, alice, push, 27, weeks=4, deload_every=4)
    assert offered(site.sign_in(alice).open("/plan")) == []


def test_a_lighter_week_is_offered_when_the_program_has_one(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    follow(make, alice, push, 28, deload_every=4)
    page = site.sign_in(alice).open("/plan")
    assert offered(page) == ["Nach 4 Wochen sieht dein Programm eine leichte Woche vor."]
    page = site.submit(page, {}, action="/deload")
    assert page.flashes() == ["Leichte Woche bis 15.09.2026: weniger Sätze, niedrigere Ziele."]
    assert offered(page) == []


def test_days_of_a_pause_are_no_weeks_of_training(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    enrolment = follow(make, alice, push, 28, deload_every=4)
    with make.session() as session:
        session.add(
            EnrolmentPause(
                enrolment_id=enrolment.id, began_on=date(2026, 8, 20), ended_on=date(2026, 8, 20)
            )
        )
    assert offered(site.sign_in(alice).open("/plan")) == []


def test_two_steps_back_within_two_weeks_speak_for_a_lighter_week(
    site: Site,
    make: Make,
    alice: User,
    push: ExerciseDefinition,
    diary: Diary,
    *,
    count_queries: QueryCounter,
) -> None:
    follow(make, alice, push, 20)
    easy, middle, hard = push.levels
    with make.session() as session:
        for days, before, after in ((9, hard, middle), (2, middle, easy)):
            session.add(
                ProgressionDecision(
                    user_id=alice.id,
                    exercise_definition_id=push.id,
                    kind="step_back",
                    answer="accepted",
                    from_level_id=before.id,
                    from_name=before.name,
                    to_level_id=after.id,
                    to_name=after.name,
                    evidence="[]",
                    decided_at=WEDNESDAY - timedelta(days=days),
                )
            )
    diary.log(-1, (push, [(level, 5) for level in reversed(LEVELS)]))
    site.sign_in(alice)
    with count_queries.expect(9):
        page = site.open("/plan")
    assert offered(page) == [
        "In zwei Wochen ging es zweimal eine Stufe zurück: Eine leichte Woche könnte guttun."
    ]


def test_load_that_rose_and_targets_that_were_missed_speak_for_a_lighter_week(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    follow(make, alice, push, 40)
    for weeks, effort, reps in ((4, 5, 8), (3, 6, 9), (2, 7, 10), (1, 8, 3)):
        at = WEDNESDAY - timedelta(weeks=weeks)
        make.workout(
            athlete=alice,
            timestamp=at,
            started_at=at,
            finished_at=at + timedelta(hours=1),
            effort=effort,
            exercises=[(push, [("Voll", reps)] * 3)],
        )
    assert offered(site.sign_in(alice).open("/plan")) == [
        "Drei Wochen lang wurde es mehr, dann fehlte etwas zum Ziel: Eine leichte Woche könnte guttun."
    ]


def test_a_program_whose_weeks_are_over_may_end(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    enrolment = follow(make, alice, push, 28, weeks=4, deload_every=4)
    page = site.sign_in(alice).open("/plan")
    assert offered(page) == ["Die 4 Wochen dieses Programms sind um."]
    assert page.texts(".plan-program > .quiet")[0].startswith("Woche 5 · ")
    (link,) = page.html.select(".plan-offer a")
    page = site.open(str(link["href"]))
    page = site.submit(page, {}, action=f"/enrolment/{enrolment.id}/end")
    assert page.heading == "Rückblick"


def test_a_program_whose_goal_is_reached_may_end(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    follow(make, alice, push, 10, goal_level_id=push.levels[1].id)
    site.sign_in(alice)
    make.workout(
        athlete=alice,
        timestamp=WEDNESDAY - timedelta(days=5),
        exercises=[(push, [("Knie", 12)] * 3)],
    )
    assert offered(site.open("/plan")) == []
    make.workout(
        athlete=alice,
        timestamp=WEDNESDAY - timedelta(days=1),
        exercises=[(push, [("Voll", 8)] * 3)],
    )
    assert offered(site.open("/plan")) == ["Ziel erreicht: Voll."]


def do(
    make: Make,
    enrolment: Enrolment,
    exercise: ExerciseDefinition,
    days_ago: int,
    sets: list[tuple[str, int]],
) -> Workout:
    """Do the first day of a program, some days ago."""
    at = WEDNESDAY - timedelta(days=days_ago)
    with make.session() as session:
        athlete = session.get_one(User, enrolment.user_id)
        workout = make.workout(
            athlete=athlete, timestamp=at, finished_at=at, exercises=[(exercise, sets)]
        )
        session.add(ProgramWorkout(workout_id=workout.id, enrolment_id=enrolment.id))
    return workout


def test_looking_back_tells_what_a_program_brought(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    enrolment = follow(make, alice, push, 20)
    do(make, enrolment, push, 20, [("Knie", 6)] * 3)
    do(make, enrolment, push, 13, [("Knie", 7)] * 3)
    do(make, enrolment, push, 2, [("Voll", 6)] * 3)
    site.sign_in(alice).post(f"/enrolment/{enrolment.id}/end")
    page = site.open(f"/enrolment/{enrolment.id}/summary")
    assert page.texts(".stat") == ["3 Wochen", "3 Trainings", "9 Sätze"]
    assert page.texts(".rows .row-text")[0] == "Liegestütze Knie → Voll"
    assert "2 Rekorde" in page.texts(".panel h2")
    assert page.texts(".rows .row-text strong")[1:] == [
        "Noch eine Runde",
        "Ein fertiges Programm",
        "Ein eigenes",
    ]
    again = next(link for link in page.links() if link.endswith("/start"))
    page = site.submit(site.open(again), {"weekdays": ["1"]}, action="/start")
    assert page.status == 200
    assert "Kraft" in site.open("/plan").texts(".plan-program h2")


def test_looking_back_on_nothing_says_so(site: Site, alice: User, running: Enrolment) -> None:
    page = site.sign_in(alice).open(f"/enrolment/{running.id}/summary")
    assert "Für dieses Programm ist noch nichts trainiert worden." in page.text
    assert page.texts(".stat") == ["1 Woche", "0 Trainings", "0 Sätze"]
    assert "Wie geht es weiter?" not in page.text


def test_looking_back_costs_the_same_for_any_number_of_workouts(
    site: Site, make: Make, alice: User, push: ExerciseDefinition, *, count_queries: QueryCounter
) -> None:
    enrolment = follow(make, alice, push, 20)
    site.sign_in(alice)
    for number in range(1, 4):
        other = make.exercise(owner=alice)
        do(make, enrolment, push, number, [("Voll", 5 + number)] * number)
        do(make, enrolment, other, number, [("Voll", 5)])
        with count_queries.expect(8):
            site.open(f"/enrolment/{enrolment.id}/summary")
