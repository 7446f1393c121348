"""*Plan*: what the programs that run have in store."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from project.enums import DayKind
from project.models import Exercise, ExerciseDefinition, Program, ProgramWorkout, User, Workout
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


@pytest.fixture
def strength(make: Make, alice: User, push: ExerciseDefinition) -> Program:
    """Two days and one of rest; it began on Monday with the first."""
    days = [
        make.workout(
            athlete=alice,
            title=title,
            is_template=True,
            exercises=[(push, [("Knie", 8)] * 5)],
        )
        for title in ("Drücken", "Ziehen")
    ]
    program = make.program(owner=alice, title="Kraft", days=[*days, DayKind.REST], weeks=8)
    begun = WEDNESDAY - timedelta(days=2)
    enrolment = make.enrolment(program=program, started_at=begun, weekdays="135")
    do_day(make, alice, enrolment.id, program.days[0].id, begun)
    return program


def do_day(make: Make, athlete: User, enrolment_id: int, day_id: int, at: datetime) -> Workout:
    workout = make.workout(athlete=athlete, title="Montags", timestamp=at, finished_at=at)
    with make.session() as session:
        session.add(
            ProgramWorkout(workout_id=workout.id, enrolment_id=enrolment_id, program_day_id=day_id)
        )
    return workout


def days(page: Page) -> list[str]:
    return page.texts(".plan-day summary")


@pytest.mark.usefixtures("strength")
def test_each_day_says_what_is_trained_and_when_it_was_last(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/plan")
    assert page.heading == "Plan"
    assert page.texts(".plan-program h2") == ["Kraft"]
    assert "Woche 1 von 8 · 1 von 3 Tagen in dieser Woche · Montag, Mittwoch, Freitag" in page.text
    assert page.texts(".plan-due") == ["Heute dran: Ziehen"]
    assert days(page) == [
        "Drücken Tag 1 · ≈ 10 min · zuletzt 07.09.2026",
        "Ziehen Tag 2 · ≈ 10 min als Nächstes",
        "Tag 3 Ruhetag",
    ]
    assert page.texts(".plan-day details[open] .plan-exercise-head") == ["Liegestütze 5 × Knie"]


@pytest.mark.usefixtures("strength")
def test_exercises_have_their_level_and_next_target(
    site: Site, alice: User, push: ExerciseDefinition, diary: Diary
) -> None:
    diary.log(0, (push, done("Voll", 8, 8, 7)))
    page = site.sign_in(alice).open("/plan")
    assert page.texts(".plan-exercise-level") == ["Stufe 2/3 · Voll zuletzt 07.09.2026"] * 2
    assert page.texts(".plan-exercises .why summary") == ["Nächstes Ziel: 8 · 8 · 8"] * 2


@pytest.mark.usefixtures("strength")
def test_where_one_stands_can_be_said_again_at_any_time(
    site: Site, alice: User, push: ExerciseDefinition
) -> None:
    page = site.sign_in(alice).open("/plan")
    menu = {tag.get_text(strip=True): str(tag["href"]) for tag in page.html.select("a.menu-item")}
    page = site.open(menu["Wo stehst du?"])
    page = site.submit(page, {f"level{push.id}": str(push.levels[2].id)}, action="/placement")
    assert page.heading == "Plan"
    assert page.texts(".plan-exercise-level") == ["Stufe 3/3 · Diamant"] * 2


@pytest.mark.usefixtures("strength")
def test_the_week_shows_what_was_done_and_what_is_planned(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/plan")
    assert [tag["aria-label"] for tag in page.html.select(".week-day")] == [
        "Montag, 07.09.2026, trainiert",
        "Dienstag, 08.09.2026",
        "Mittwoch, 09.09.2026, geplant: Ziehen",
        "Donnerstag, 10.09.2026",
        "Freitag, 11.09.2026, geplant: Drücken",
        "Samstag, 12.09.2026",
        "Sonntag, 13.09.2026",
    ]
    assert page.texts('.week-day[aria-current="date"] strong') == ["9"]


def test_the_streak_counts_weeks_as_planned(
    site: Site, make: Make, alice: User, strength: Program
) -> None:
    for week in (5, 4, 3, 2, 1):
        if week != 2:
            make.workout(athlete=alice, timestamp=WEDNESDAY - timedelta(weeks=week))
    page = site.sign_in(alice).open("/plan")
    assert page.texts(".plan-streak") == ["Serie: 1 Woche, am längsten: 3 Wochen"]


def test_days_without_exercises_say_why(site: Site, make: Make, alice: User) -> None:
    empty = make.workout(athlete=alice, title="Leer", is_template=True)
    gone = make.workout(athlete=alice, title="Gelöscht", is_template=True)
    make.enrolment(program=make.program(owner=alice, days=[empty, gone]))
    with make.session() as session:
        session.delete(session.get_one(Workout, gone.id))
    page = site.sign_in(alice).open("/plan")
    assert page.texts(".plan-day details > p") == [
        "In der Vorlage dieses Tages steht noch keine Übung.",
        "Die Vorlage dieses Tages fehlt. Gib ihm im Programm eine andere.",
    ]


def test_supersets_and_turns_are_told(site: Site, make: Make, alice: User) -> None:
    five = [make.exercise(owner=alice, title=f"Übung {name}") for name in "ABCDE"]
    day = make.workout(athlete=alice, is_template=True, exercises=[(each, []) for each in five])
    with make.session() as session:
        first, *rest = session.query(Exercise).order_by(Exercise.exercise_order).all()
        first.superset = rest[0].superset = 1
        rest[1].alternation = rest[2].alternation = 1
        rest[2].superset = 3
    program = make.program(owner=alice, days=[day])
    make.enrolment(program=program)
    page = site.sign_in(alice).open("/plan")
    assert page.texts(".plan-exercise-head") == [
        "Supersatz A Übung A",
        "Supersatz A Übung B",
        "Übung C",
        "im Wechsel Übung D",
        "Übung E",
    ]
    page = site.open(f"/program/{program.id}/paper")
    assert page.texts(".sheet tbody th")[:2] == ["Übung A Supersatz A", "Übung B Supersatz A"]


def test_who_follows_none_is_told_so_and_is_not_led_there(
    site: Site, make: Make, alice: User, strength: Program
) -> None:
    lists = site.sign_in(alice).open("/workouts")
    assert "/plan" in {tag["href"] for tag in lists.html.select(".subnav a")}
    bob = make.user()
    assert "Kein Programm läuft" in site.sign_in(bob).open("/plan").text
    lists = site.open("/workouts")
    assert "/plan" not in {tag["href"] for tag in lists.html.select(".subnav a")}


def test_it_costs_eight_statements_for_any_number_of_programs(
    site: Site, make: Make, alice: User, strength: Program, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    for number in (1, 2, 3):
        if number > 1:
            other = make.exercise(owner=alice)
            day = make.workout(athlete=alice, is_template=True, exercises=[(other, [("Voll", 5)])])
            make.enrolment(program=make.program(owner=alice, days=[day] * number), slot=number)
        with count_queries.expect(8):
            site.open("/plan")
