"""No set is stored that nobody did: what was filled in stays a plan until its athlete says it was done."""

from typing import Any

import pytest
from sqlalchemy import select

from project.models import ExerciseDefinition, Set, User, Workout
from tests.support.editor import press
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

ASKED = "#untouched-title"


@pytest.fixture
def before(make: Make, alice: User, push: ExerciseDefinition) -> Workout:
    return make.workout(
        athlete=alice, exercises=[(push, [("Voll", 14), ("Voll", 13), ("Voll", 12)])]
    )


@pytest.fixture
def signed_in(site: Site, alice: User) -> None:
    site.sign_in(alice)


def save(site: Site, page: Page, *, status: int = 200, **fields: Any) -> Page:
    return site.submit(page, fields, action="/add_workout", status=status)


def new_sets(make: Make, before: Workout) -> list[int | None]:
    """Return the values of every set beside those of ``before``."""
    with make.session() as session:
        rows = session.scalars(select(Set).order_by(Set.id)).all()
        return [row.reps for row in rows][3:]


def planned(page: Page) -> int:
    return len(page.html.select("[data-planned]"))


def test_one_typed_value_stores_no_other(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={before.id}")
    assert planned(page) == 3
    asked = save(site, page, status=409, reps1=["3", "13", "12"])
    assert asked.texts(ASKED) == ["2 Sätze stehen noch wie geplant"]
    assert asked.values_of("reps1") == ["3", "13", "12"]
    assert (planned(asked), new_sets(make, before)) == (2, [])


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(("answer", "stored"), [("done", [3, 13, 12]), ("entered", [3])])
def test_it_is_asked_once_with_both_ways(
    site: Site, make: Make, before: Workout, answer: str, stored: list[int]
) -> None:
    page = site.open(f"/add_workout?repeat_id={before.id}")
    asked = save(site, page, status=409, reps1=["3", "13", "12"])
    buttons = {str(tag["value"]) for tag in asked.html.select("button[name=planned]")}
    assert buttons == {"done", "entered"}
    assert save(site, asked, planned=answer).flashes() == ["Gespeichert."]
    assert new_sets(make, before) == stored


def test_where_nothing_was_entered_only_the_plan_can_be_stored(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={before.id}")
    asked = save(site, page, status=409)
    assert [tag["value"] for tag in asked.html.select("button[name=planned]")] == ["done"]
    again = save(site, asked, status=409, planned="entered")
    assert again.texts(ASKED) == ["3 Sätze stehen noch wie geplant"]
    assert new_sets(make, before) == []


@pytest.mark.parametrize(
    ("button", "left"), [("did:1:2", 2), ("did:1", 0), ("did", 0), ("did:9", 3), ("did:1:9", 3)]
)
def test_sets_are_confirmed_one_by_one_and_together(
    site: Site, alice: User, before: Workout, button: str, left: int
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={before.id}")
    assert planned(press(site, page, button)) == left


def test_what_was_confirmed_is_not_asked_about(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={before.id}")
    page = press(site, page, "did")
    assert save(site, page).flashes() == ["Gespeichert."]
    assert new_sets(make, before) == [14, 13, 12]


def test_the_enter_key_stores_nothing_without_scripts(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={before.id}")
    form = page.form("/add_workout")
    first = form.select("button[type=submit]")[0]
    page = press(site, page, str(first["value"]), reps1=["3", "13", "12"])
    assert page.values_of("reps1") == ["3", "13", "12"]
    assert "Noch nicht gespeichert" in page.text
    assert make.count(Workout) == 1


def test_a_set_that_is_added_is_a_plan_and_a_stored_one_is_not(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{before.id}/edit")
    assert planned(page) == 0
    page = press(site, page, "set:1")
    assert planned(page) == 1
    asked = site.submit(page, action=page.path, status=409)
    assert asked.texts(ASKED) == ["1 Satz steht noch wie geplant"]
    site.submit(asked, {"planned": "entered"}, action=page.path)
    assert make.count(Set) == 3


def test_the_documented_fields_alone_are_what_was_done(
    site: Site, make: Make, alice: User, before: Workout, push: ExerciseDefinition
) -> None:
    fields = {
        "exercise_count": "1",
        "exercise1": push.id,
        "progression1": ["Voll", "Voll"],
        "reps1": ["14", "13"],
    }
    site.sign_in(alice).post("/add_workout", fields)
    assert new_sets(make, before) == [14, 13]


@pytest.mark.usefixtures("before")
def test_a_template_is_a_plan_and_asks_nothing(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    page = press(site, site.sign_in(alice).open("/add_template"), f"add:{push.id}")
    assert planned(page) == 0
    site.submit(page, action="/add_template")
    assert make.count(Workout, is_template=True) == 1


def test_what_was_typed_stays_when_the_exercise_is_swapped(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=["Bank"])
    make.workout(athlete=alice, exercises=[(dips, [("Bank", 6), ("Bank", 5)])])
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={before.id}")
    page = press(site, page, f"replace:1:{dips.id}", reps1=["3", "13", "12"])
    assert page.values_of("reps1")[0] == "3"
    assert planned(page) == len(page.values_of("reps1")) - 1


def test_a_session_that_changed_meanwhile_keeps_the_answer(
    site: Site, make: Make, alice: User, before: Workout
) -> None:
    mine = press(site, site.sign_in(alice).open(f"/workout/{before.id}/edit"), "set:1")
    other = site.open(f"/workout/{before.id}/edit")
    site.submit(other, {"wtitle": "Am Telefon"}, action=other.path)
    both = site.submit(mine, {"planned": "done"}, action=mine.path, status=409)
    assert both.heading == "Zwei Fassungen"
    site.submit(both, action=mine.path)
    assert make.count(Set) == 4
