"""Left and right side by side, warm-ups, and a set that goes on at an easier level."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from tests.e2e.training.test_logger_access import smaller_than_a_thumb
from tests.support.browser import Visitor, shot, violations
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start

pytestmark = pytest.mark.e2e

LONG_NAME = "Bulgarischer Ausfallschritt mit erhöhtem hinterem Fuß"


@pytest.fixture
def lunge(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(
        owner=alice,
        title="Ausfallschritt",
        levels=["Gehalten", LONG_NAME],
        tracks_sides=True,
        tracks_load=True,
    )


@pytest.fixture
def pushups(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])


def sets_of(make: Make, athlete: User) -> list[tuple[Any, ...]]:
    """Return level, repetitions, side and type of all sets that are no plan."""
    with make.session() as session:
        rows = session.execute(
            select(Set.progression, Set.reps, Set.side, Set.set_type)
            .join(Exercise, Exercise.id == Set.exercise_id)
            .join(Workout, Workout.id == Exercise.workout_id)
            .where(Workout.user_id == athlete.id, Workout.is_template.is_(False))
            .order_by(Exercise.exercise_order, Set.set_order)
        )
        return [tuple(row) for row in rows]


def hold(page: Page, button: Locator) -> None:
    """Keep a finger on a button for as long as a long press takes."""
    box = button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(700)  # the press itself
    page.mouse.up()


def test_three_pairs_take_six_taps_and_start_and_end(
    visitor: Visitor, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    plan = [(lunge, [(LONG_NAME, 8)] * 3)]
    make.workout(athlete=alice, title="Beine", is_template=True, exercises=plan)
    phone = LogPage(visitor.sign_in(alice))
    phone.page.goto("/")
    phone.tap(phone.page.get_by_role("button", name="Beine"))
    phone.started()
    assert phone.values == ["8"] * 6
    before = phone.taps
    check = phone.page.locator(".dock-check")
    for number in range(3):
        expect(phone.part("progress")).to_have_text(f"{number} von 3")
        expect(phone.part("dock-name")).to_have_text(f"Satz {number + 1} links")
        phone.tap(check, x=12)
        expect(phone.part("dock-name")).to_have_text(f"Satz {number + 1} rechts")
        expect(phone.rest()).to_be_hidden()
        phone.tap(check, x=92)
    assert phone.taps - before == 6
    phone.tap(phone.part("dock-end").get_by_role("link", name="Training beenden"))
    expect(phone.page.locator(".compared-now")).to_have_text(" · ".join(["L 8 · R 8"] * 3))
    expect(phone.page.get_by_text("Eine Seite fehlt")).to_have_count(0)
    phone.tap(phone.page.get_by_role("button", name="Training speichern"))
    expect(phone.page.get_by_text("Training gespeichert.")).to_be_visible()
    assert sets_of(make, alice) == [
        (LONG_NAME, 8, side, None) for _ in range(3) for side in ("left", "right")
    ]


def test_a_missing_side_is_asked_about_and_never_a_nought(
    visitor: Visitor, make: Make, alice: User, lunge: ExerciseDefinition
) -> None:
    template = make.workout(athlete=alice, is_template=True, exercises=[(lunge, [("Gehalten", 8)])])
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    phone.check()
    phone.wait_until_sent()
    page = phone.page
    page.locator(".log-all").get_by_role("link", name="Beenden").tap()
    expect(page.get_by_text("Eine Seite fehlt: Ausfallschritt.")).to_be_visible()
    shot(page, "sides-missing")
    page.get_by_role("link", name="Doch noch machen").first.tap()
    phone.started()
    expect(phone.part("dock-name")).to_have_text("Satz 1 rechts")
    assert sets_of(make, alice) == [("Gehalten", 8, "left", None)]


def test_a_set_goes_on_at_an_easier_level_by_a_long_press_or_without(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    plan = [(pushups, [("Voll", 5)] * 2)]
    template = make.workout(athlete=alice, title="Druck", is_template=True, exercises=plan)
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    page = phone.page
    hold(page, page.locator(".dock-check"))
    assert (phone.values, phone.done) == (["5", "–", "5"], [True, False, False])
    expect(phone.part("dock-name")).to_have_text("leichter weiter")
    expect(phone.part("now-level")).to_have_text("Voll")  # what the target is for
    shot(page, "segment-open")
    expect(page.locator(".dock-check")).to_be_disabled()
    for _ in range(4):
        page.locator('[data-do="more"]').press("Enter")
    phone.check()
    phone.until([True, True, False])
    page.locator(".log-value").nth(2).tap()
    phone.check()
    page.locator(".log-level").nth(2).tap()
    page.get_by_role("button", name="Weiter auf leichterer Stufe").tap()
    for _ in range(3):
        page.locator('[data-do="more"]').press("Enter")
    phone.check()
    phone.wait_until_sent()
    done = [("Voll", 5, None, None), ("Knie", 4, None, "segment")]
    assert sets_of(make, alice) == [*done, ("Voll", 5, None, None), ("Knie", 3, None, "segment")]
    expect(page.locator(".log-exercise")).to_contain_text("5 · +4 · 5 · +3")
    expect(phone.part("progress")).to_have_text("2 von 2")
    phone.part("dock-end").get_by_role("link", name="Training beenden").tap()
    expect(page.locator(".compared-now")).to_have_text(["5 · 5", "+4 · +3"])
    page.get_by_role("button", name="Training speichern").tap()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    page.goto("/workouts")
    expect(page.locator(".line-values").filter(has_text="+4")).to_have_count(1)


def test_a_long_press_is_taken_back_with_one_tap(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    template = make.workout(athlete=alice, is_template=True, exercises=[(pushups, [("Voll", 5)])])
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    hold(phone.page, phone.page.locator(".log-check").first)
    assert phone.values == ["5", "–"]
    phone.button("Rückgängig").tap()
    phone.wait_until_sent()
    assert (phone.values, phone.done) == (["5"], [False])
    assert sets_of(make, alice) == []


def test_a_warm_up_is_added_and_counts_nowhere(
    visitor: Visitor, make: Make, alice: User, pushups: ExerciseDefinition
) -> None:
    plan = [(pushups, [("Voll", 5)])]
    template = make.workout(athlete=alice, title="Druck", is_template=True, exercises=plan)
    phone = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    page = phone.page
    phone.menu("Aufwärmsatz")
    expect(phone.part("dock-name")).to_have_text("Aufwärmsatz")
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 740})
        fits = "button => button.scrollWidth <= button.clientWidth"
        assert page.locator(".dock-check").evaluate(fits)
        shot(page, f"dock-warm-up-{width}", whole=False)
    for _ in range(8):
        page.locator('[data-do="more"]').press("Enter")
    phone.check()
    phone.check()
    page.locator(".log-level").nth(1).tap()
    page.get_by_role("button", name="bis zum Versagen").tap()
    shot(page, "warm-up")
    phone.wait_until_sent()
    assert sets_of(make, alice) == [("Voll", 8, None, "warmup"), ("Voll", 5, None, "failure")]
    expect(phone.part("progress")).to_have_text("1 von 1")
    said = "8 (Aufwärmen) · 5 (Versagen)"
    expect(page.locator(".log-exercise")).to_contain_text(said)
    phone.part("dock-end").get_by_role("link", name="Training beenden").tap()
    expect(page.locator(".compared-now")).to_have_text(said)
    page.get_by_role("button", name="Training speichern").tap()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    page.goto("/workouts")
    expect(page.locator(".line-values").filter(has_text=said)).to_have_count(1)
    page.get_by_role("link", name="Druck").first.tap()
    expect(page.locator(".set-last")).to_have_text(["Aufwärmsatz", "bis zum Versagen"])


@pytest.mark.parametrize(
    "shown",
    [
        ((360, 640), "light", "de", 100),
        ((390, 844), "dark", "en", 100),
        ((360, 640), "dark", "de", 200),
        ((390, 844), "light", "en", 200),
    ],
)
def test_pairs_and_their_sheet_fit_the_phone(
    visitor: Visitor,
    make: Make,
    alice: User,
    lunge: ExerciseDefinition,
    shown: tuple[tuple[int, int], str, str, int],
) -> None:
    size, theme, language, letters = shown
    with make.session() as session:
        session.get_one(User, alice.id).language = language
    plan = [(lunge, [(LONG_NAME, 128), (LONG_NAME, 8), ("Gehalten", 8)])]
    workout = start(make, alice, make.workout(athlete=alice, is_template=True, exercises=plan))
    page = visitor.sign_in(alice, size=size, theme=theme)
    phone = LogPage(page).open(workout.id)
    page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
    for _ in range(3):
        phone.check()
    scrolls = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(scrolls)
    name = "-".join(["sides", str(size[0]), theme, language, str(letters)])
    shot(page, name)
    cut = """() => [...document.querySelectorAll(".log-pair .log-value, .log-pair .log-side")]
      .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent)"""
    assert page.evaluate(cut) == []
    assert violations(page) == []
    assert letters > 100 or smaller_than_a_thumb(page) == []
    page.locator(".log-level").first.press("Enter")
    page.get_by_role("group").filter(has=page.locator('[data-do="easier"]')).wait_for()
    shot(page, f"{name}-sheet", whole=False)
    assert not page.evaluate(scrolls)
