"""The calendar of *Plan*: what was trained, what lies ahead, day by day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from project.models import Program, ProgramWorkout, User
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
    """Two days on Mondays and Wednesdays; the first was done this Monday."""
    titles = ("Drücken", "Ziehen")
    days = [make.workout(athlete=alice, title=title, is_template=True) for title in titles]
    program = make.program(owner=alice, title="Kraft", days=days)
    begun = WEDNESDAY - timedelta(days=2)
    enrolment = make.enrolment(program=program, started_at=begun, weekdays="13")
    workout = make.workout(athlete=alice, title="Montags", timestamp=begun, finished_at=begun)
    with make.session() as session:
        session.add(
            ProgramWorkout(
                workout_id=workout.id,
                enrolment_id=enrolment.id,
                program_day_id=program.days[0].id,
            )
        )
    return program


def said(page: Page) -> list[str]:
    """Return what the marked days of the sheet say."""
    labels = (tag["aria-label"] for tag in page.html.select(".month-day"))
    return [label for label in map(str, labels) if "," in label]


def next_page(site: Site, page: Page, label: str) -> Page:
    links = page.html.select(".month-head a")
    return site.open(next(str(tag["href"]) for tag in links if label in str(tag)))


@pytest.mark.usefixtures("strength")
def test_a_month_shows_what_was_done_and_what_is_planned(
    site: Site, make: Make, alice: User
) -> None:
    make.workout(
        athlete=alice,
        title="Wettkampf",
        timestamp=WEDNESDAY + timedelta(days=3),
        is_template=True,
        is_planned=True,
    )
    page = site.sign_in(alice).open("/plan/calendar")
    assert page.heading == "Kalender"
    assert page.texts(".month-head h2") == ["September 2026"]
    assert len(page.html.select(".month-day")) == 35
    assert said(page) == [
        "07.09.2026, trainiert: Montags",
        "09.09.2026, geplant: Ziehen",
        "12.09.2026, geplant: Wettkampf",
        "14.09.2026, geplant: Drücken",
        "16.09.2026, geplant: Ziehen",
        "21.09.2026, geplant: Drücken",
        "23.09.2026, geplant: Ziehen",
        "28.09.2026, geplant: Drücken",
        "30.09.2026, geplant: Ziehen",
    ]
    assert page.texts("#day h2") == ["Mittwoch, 09.09.2026"]
    assert page.texts(".open-day-planned a") == ["Ziehen"]


@pytest.mark.usefixtures("strength")
def test_a_day_that_was_trained_leads_to_its_workout(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/plan/calendar?month=2026-09&day=2026-09-07")
    assert page.texts("#day h2") == ["Montag, 07.09.2026"]
    assert page.texts("#day .row-text") == ["Montags Kraft: Drücken"]
    workout = site.open(str(page.html.select("#day .row-link")[0]["href"]))
    assert workout.heading == "Montags"


@pytest.mark.usefixtures("strength")
def test_months_are_paged_through(site: Site, alice: User) -> None:
    page = next_page(site.sign_in(alice), site.open("/plan/calendar"), "Ein Monat weiter")
    assert page.texts(".month-head h2") == ["Oktober 2026"]
    assert page.texts("#day h2") == ["Donnerstag, 01.10.2026"]
    assert said(page)[0] == "28.09.2026, geplant: Drücken"
    page = next_page(site, page, "Ein Monat zurück")
    assert page.texts(".month-head h2") == ["September 2026"]


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=x", "day=2026-02-30", "month=0999-01", "month=2100-01", "day=x"],
)
def test_what_is_no_date_is_today(site: Site, alice: User, query: str) -> None:
    page = site.sign_in(alice).open(f"/plan/calendar?{query}")
    assert page.texts(".month-head h2") == ["September 2026"]
    assert page.texts("#day h2") == ["Mittwoch, 09.09.2026"]


def test_a_day_belongs_to_the_zone_it_was_trained_in(site: Site, make: Make, alice: User) -> None:
    late = datetime(2026, 9, 8, 20, tzinfo=UTC)
    make.workout(athlete=alice, title="Tokio", timestamp=late, timezone="Asia/Tokyo")
    page = site.sign_in(alice).open("/plan/calendar")
    assert said(page) == ["09.09.2026, trainiert: Tokio"]


def test_somebody_elses_workouts_are_not_in_it(
    site: Site, alice: User, bob: User, strength: Program
) -> None:
    assert said(site.sign_in(bob).open("/plan/calendar")) == []


def test_it_costs_the_same_for_any_number_of_workouts(
    site: Site, make: Make, alice: User, strength: Program, count_queries: QueryCounter
) -> None:
    site.sign_in(alice)
    for _ in range(2):
        make.workout(athlete=alice, no_title=True, timestamp=WEDNESDAY)
        with count_queries.expect(6):
            site.open("/plan/calendar")
