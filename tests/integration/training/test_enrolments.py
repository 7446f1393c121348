"""Going on with a program: days left out or chosen, pauses, lighter weeks, and its end."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from project.enums import DayKind
from project.models import Enrolment, EnrolmentStep, Program, User
from tests.support.http import Page, Site
from tests.support.make import Make

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
