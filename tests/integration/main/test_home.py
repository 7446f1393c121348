"""*Heute*: how to start, what comes next, what was done last."""

import pytest

from project.models import User
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


def test_somebody_new_is_told_where_to_begin(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/")
    assert page.heading == "Heute"
    assert {"/add_exercise", "/add_workout"} <= set(page.links())


def test_the_last_workout_and_the_templates_can_be_done_next(
    site: Site, make: Make, alice: User
) -> None:
    make.workout(athlete=alice, title="läuft noch", is_running=True)
    last = make.workout(athlete=alice, title="Montag")
    template = make.workout(athlete=alice, title="Oberkörper", is_template=True)
    page = site.sign_in(alice).open("/index")
    assert "Noch einmal: Montag" in page.text
    links = page.links()
    assert f"/add_workout?repeat_id={last.id}" in links
    assert f"/workout_template/{template.id}/use" in links


@pytest.mark.parametrize("workouts", [1, 3, 100])
def test_it_costs_the_same_for_any_number_of_workouts(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, workouts: int
) -> None:
    push = make.exercise(owner=alice)
    for is_template in (True, False):
        for _ in range(workouts):
            exercises = [(push, [("Knie", 9)] * 3)]
            make.workout(athlete=alice, is_template=is_template, exercises=exercises)
    site.sign_in(alice)
    with count_queries.expect(6):
        site.open("/")
