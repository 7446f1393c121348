"""How many taps it takes to log what was not planned, and to right what is wrong."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from project.models import ExerciseDefinition, User, Workout
from tests.support.browser import Visitor
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start, stored

pytestmark = pytest.mark.e2e


@pytest.fixture
def pushups(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])


def values(make: Make, athlete: User) -> list[int]:
    """Return what is stored of the newest workout."""
    newest = select(Workout).filter_by(user_id=athlete.id, is_template=False)
    with make.session() as session:
        workout = session.scalars(newest.order_by(Workout.id.desc())).first()
    assert workout is not None
    return [row[3] for row in stored(make, workout)]


def test_an_exercise_that_was_not_planned_with_three_sets_takes_eight_taps(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    make.workout(athlete=alice, exercises=[(pushups, [("Voll", 9), ("Voll", 8), ("Voll", 7)])])
    phone = LogPage(visitor.sign_in(alice))
    phone.page.goto("/")
    phone.tap(phone.page.locator(".start-due summary"))
    phone.tap(phone.page.get_by_role("button", name="Leeres Training starten"))
    phone.started()
    begun = phone.taps
    phone.tap(phone.part("dock-empty").get_by_role("button", name="Übung hinzufügen"))
    phone.tap(phone.page.locator(".log-choices button").filter(has_text="Liegestütze"))
    for number in range(3):
        expect(phone.part("progress")).to_have_text(f"{number} von 3")
        phone.tap(phone.page.locator(".dock-check"), x=12 + number % 2 * 80)
    expect(phone.part("progress")).to_have_text("3 von 3")
    assert phone.taps - begun <= 8
    phone.tap(phone.part("dock-end").get_by_role("link", name="Training beenden"))
    phone.tap(phone.page.get_by_role("button", name="Training speichern"))
    expect(phone.page.get_by_text("Training gespeichert.")).to_be_visible()
    assert phone.taps - begun <= 8
    assert values(make, alice) == [9, 8, 8]  # the targets


def test_the_name_of_the_next_exercise_comes_into_view(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    rows = make.exercise(owner=alice, title="Rudern", levels=["Schräg"])
    plan = [(pushups, [("Voll", 10)] * 8), (rows, [("Schräg", 9)] * 8)]
    template = make.workout(athlete=alice, title="Lang", is_template=True, exercises=plan)
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    for _ in range(7):
        phone.check()
    phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(phone.part("now-title")).not_to_be_in_viewport()
    phone.check()
    expect(phone.part("now-title")).to_have_text("Rudern")
    expect(phone.part("now-title")).to_be_in_viewport(ratio=1)


def test_a_wrong_value_is_righted_by_two_taps(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    plan = [(pushups, [("Voll", 10), ("Voll", 9)])]
    template = make.workout(athlete=alice, title="Druck", is_template=True, exercises=plan)
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    less = phone.page.locator('[data-do="less"]')
    phone.tap(less)
    phone.tap(phone.page.locator(".dock-check"))  # one more than a right one takes
    phone.until([True, False])
    before = phone.taps
    phone.tap(phone.page.locator(".log-value").first)
    phone.tap(less)
    assert phone.taps - before <= 2
    phone.wait_until_sent()
    assert values(make, alice) == [8]
