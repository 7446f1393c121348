"""Four weeks with a program: days done, left out, swapped and paused, a lighter week, and its end."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from project.models import ProgramWorkout, User, Workout
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import Phone

pytestmark = [pytest.mark.integration, pytest.mark.database]

MONDAY = datetime(2026, 9, 7, 7, tzinfo=UTC)


class Weeks:
    """Alice from day to day; each begins signed in on *Heute*."""

    def __init__(self, site: Site, make: Make, athlete: User) -> None:
        self.site = site
        self.make = make
        self.athlete = athlete
        self.clock = time_machine.travel(MONDAY, tick=True)

    def on(self, week: int, weekday: int) -> Page:
        """Go to a day, both from 1, and return *Heute*."""
        self.clock.stop()
        moment = MONDAY + timedelta(weeks=week - 1, days=weekday - 1)
        self.clock = time_machine.travel(moment, tick=True)
        self.clock.start()
        return self.site.sign_in(self.athlete).open("/")

    def train(self, page: Page) -> tuple[str, int]:
        """Do what is due, all of it; return its title and how many sets it had."""
        page = self.site.submit(page, action="/workout/start")
        found = re.fullmatch(r"/workout/(\d+)/log", page.path)
        assert found is not None, page.path
        phone = Phone(self.site, int(found[1]))
        title = page.heading
        sets = 0
        for exercise in phone.load()["exercises"]:
            for row in exercise["sets"]:
                phone.check(exercise, row)
                sets += 1
        end = f"/workout/{found[1]}/finish"
        assert (
            "Training gespeichert." in self.site.submit(self.site.open(end), action=end).flashes()
        )
        return title, sets

    def press(self, action: str) -> Page:
        """Press the first button on *Plan* that leads to an action."""
        page = self.site.open("/plan")
        form = page.html.select_one(f'form[action$="/{action}"]')
        assert form is not None, action
        return self.site.submit(page, action=str(form["action"]))


@pytest.fixture
def weeks(site: Site, make: Make, alice: User) -> Iterator[Weeks]:
    found = Weeks(site, make, alice)
    found.clock.start()
    yield found
    found.clock.stop()


def test_four_weeks_of_a_program(weeks: Weeks, site: Site, make: Make) -> None:
    weeks.on(1, 1)
    page = site.submit(site.open("/programs/ready_made"), action="/programs/ready_made/add")
    page = site.submit(page, {"weekdays": ["1", "3", "5"]})
    assert "Welche Stufe schaffst du" in page.text
    site.submit(page)

    first, sets = weeks.train(weeks.on(1, 1))
    assert "Heute erledigt. Mittwoch: " in site.open("/").text
    page = weeks.on(1, 3)
    assert "Heute dran: " in page.text
    assert "ausgelassen" in weeks.press("skip").flashes()[0]
    page = weeks.on(1, 5)
    assert f"Heute dran: {first}" in page.text  # of two days the second was left out
    assert "Als Nächstes dran" in weeks.press("choose").flashes()[0]
    second, _ = weeks.train(site.open("/"))
    assert second != first

    page = weeks.on(2, 2)
    assert f"Seit gestern dran: {first}" in page.text
    weeks.press("pause")
    assert "Nichts ist dran" in site.open("/").text
    assert not site.open("/").html.select(".start-due .btn-lg")
    page = weeks.on(2, 4)
    weeks.press("resume")
    weeks.on(2, 5)
    assert weeks.train(weeks.on(2, 5))[0] == first

    weeks.on(3, 1)
    weeks.press("deload")
    assert "Leichte Woche" in site.open("/").text
    title, lighter = weeks.train(site.open("/"))
    assert title == second
    title, lighter = weeks.train(weeks.on(3, 3))
    assert title == first
    assert lighter < sets

    title, full = weeks.train(weeks.on(4, 1))
    assert title == second
    title, full = weeks.train(weeks.on(4, 3))
    assert (title, full) == (first, sets)

    plan = site.open("/plan")
    [link] = {each for each in plan.links() if "/end" in each}
    page = site.submit(site.open(link), action=link.partition("?")[0])
    assert page.path.endswith("/summary")
    assert "Das Programm ist beendet." in page.flashes()
    assert "7 Trainings" in page.text
    assert not site.open("/").html.select(".start-due .btn-lg") or "Training starten:" not in (
        site.open("/").text
    )
    with make.session() as session:
        done = session.query(ProgramWorkout).count()
        assert done == session.query(Workout).where(~Workout.is_template).count() == 7
        assert session.query(Workout).where(Workout.is_deload).count() == 2
