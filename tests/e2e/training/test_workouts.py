"""Workouts and templates in a browser: with scripts, without them, and without a network."""

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from project.models import Exercise, ExerciseDefinition, ProgressionLevel, Set, User, Workout
from tests.support.browser import DESKTOP, Visitor, overflow, violations
from tests.support.make import Make
from tests.support.snapshot import snapshot
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

TABLES = ("workout", "exercise", "exercise_sets", "exercises", "progression_levels")


@pytest.fixture
def monday(make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition) -> Workout:
    return make.workout(
        athlete=alice,
        title="Montag",
        exercises=[
            (push, [("Knie", 12), ("Knie", 10), ("Voll", 5)]),
            (plank, [("Normal", 45), ("Normal", 90)]),
        ],
    )


def values(page: Page, name: str) -> list[str]:
    return [field.input_value() for field in page.locator(f"[name={name}]").all()]


def save(page: Page, answer: str = "") -> None:
    page.locator(".submit-bar .btn-primary").click()
    if answer:
        page.get_by_role("button", name=answer, exact=True).click()
    page.wait_for_url(re.compile(r"/workout/\d+(/finished)?$"))


def press(page: Page, action: str) -> None:
    page.locator(f'button[name="do"][value="{action}"]').click()


def stored(make: Make, workout_id: int) -> list[tuple[Any, ...]]:
    query = (
        select(ExerciseDefinition.title, Set.progression, Set.reps, Set.duration)
        .join(Exercise, Exercise.exercise_definition_id == ExerciseDefinition.id)
        .join(Set, Set.exercise_id == Exercise.id)
        .where(Exercise.workout_id == workout_id)
        .order_by(Exercise.exercise_order, Set.set_order)
    )
    with make.session() as session:
        return [tuple(row) for row in session.execute(query)]


def test_a_workout_is_written_on_one_page(
    visitor: Visitor, make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> None:
    page = visitor.sign_in(alice)
    page.goto("/add_workout")
    page.locator("[data-part=query]").fill("voll")
    page.locator("[data-part=results]").get_by_role("button", name="Liegestütze").click()
    expect(page.locator("#exercise-1")).to_be_focused()
    page.locator("#value-1-1").fill("12")
    press(page, "set:1")
    expect(page.locator("#value-1-2")).to_be_focused()
    page.keyboard.type("10")
    page.locator("#progression-1-2").select_option("Voll")
    press(page, "set:1")
    assert values(page, "progression1") == ["Knie", "Voll", "Voll"]
    press(page, "unset:1:1")
    assert values(page, "reps1") == ["10", "10"]
    page.get_by_role("button", name="Rückgängig").click()
    assert values(page, "reps1") == ["12", "10", "10"]

    page.locator("[data-part=query]").fill("planke")
    page.locator("[data-part=results]").get_by_role("button", name="Planke").click()
    page.locator("#value-2-1").fill("1:30")
    press(page, "up:2")
    assert values(page, "duration1") == ["1:30"]
    assert violations(page) == []
    save(page, "Genau so gemacht")
    with make.session() as session:
        workout_id = session.scalars(select(Workout.id)).one()
    assert stored(make, workout_id) == [
        ("Planke", "Normal", None, 90),
        ("Liegestütze", "Knie", 12, None),
        ("Liegestütze", "Voll", 10, None),
        ("Liegestütze", "Voll", 10, None),
    ]


def test_exercises_are_taken_out_put_back_and_swapped(
    visitor: Visitor, make: Make, alice: User, monday: Workout
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=["Bank"])
    make.workout(athlete=alice, exercises=[(dips, [("Bank", 6), ("Bank", 5)])])
    page = visitor.sign_in(alice)
    page.goto(f"/workout/{monday.id}/edit")
    page.locator("#exercise-1 summary").click()
    press(page, "remove:1")
    expect(page.locator("[name=exercise_count]")).to_have_value("1")
    page.get_by_role("button", name="Rückgängig").click()
    assert values(page, "reps1") == ["12", "10", "5"]
    page.locator("#exercise-2 summary").click()
    press(page, "choose:2")
    expect(page.locator("#picker-title")).to_have_text("Statt Übung 2", use_inner_text=True)
    page.locator(".picker").get_by_role("button", name="Dips").first.click()
    expect(page.locator("#title-2")).to_have_text("Dips")
    assert values(page, "reps2") == ["6", "5"]
    save(page, "Genau so gemacht")
    assert [row[0] for row in stored(make, monday.id)] == ["Liegestütze"] * 3 + ["Dips"] * 2


def test_sets_can_be_added_without_a_network(
    visitor: Visitor, make: Make, alice: User, monday: Workout
) -> None:
    visitor.allow("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    page = visitor.sign_in(alice)
    page.goto(f"/workout/{monday.id}/edit")
    settle(page)
    page.context.set_offline(True)
    press(page, "set:1")
    page.keyboard.type("4")
    page.locator(".picker .pill").first.click()
    said = page.locator("[data-part=said]")
    expect(said).to_contain_text("Kein Netz: Die Übung")
    page.locator(".submit-bar .btn-primary").click()
    expect(said).to_contain_text("Kein Netz. Was du geschrieben hast, bleibt hier stehen")
    page.context.set_offline(False)
    save(page)
    assert ("Liegestütze", "Voll", 4, None) in stored(make, monday.id)


def test_enter_searches_in_the_search_and_goes_on_in_a_set(
    visitor: Visitor, make: Make, alice: User, monday: Workout
) -> None:
    page = visitor.sign_in(alice, size=DESKTOP)
    page.goto(f"/workout/{monday.id}/edit")
    page.locator("[data-part=query]").fill("nichts dergleichen")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=found]")).to_have_text("Nichts gefunden.")
    page.locator("#value-1-1").fill("13")
    page.keyboard.press("Enter")
    expect(page.locator("#value-1-2")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/workout/{monday.id}")
    assert stored(make, monday.id)[0] == ("Liegestütze", "Knie", 13, None)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_template_is_made_used_and_brought_up_to_date(
    visitor: Visitor, make: Make, alice: User, monday: Workout, scripts: bool
) -> None:
    page = visitor.sign_in(alice, java_script_enabled=scripts)
    page.goto(f"/workout/{monday.id}")
    page.get_by_role("button", name="Als Vorlage speichern").click()
    page.get_by_label("Titel").fill("Oberkörper")
    with page.expect_navigation():
        page.locator(".submit-bar .btn-primary").click()
    page.goto("/workout_templates")
    page.get_by_role("link", name="Oberkörper").click()
    expect(page.locator("[name=reps1]")).to_have_count(3)
    for row in (1, 2):
        page.locator(f"#progression-1-{row}").select_option("Voll")
    save(page, "Genau so gemacht")
    page.get_by_role("link", name="Unterschied ansehen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vorlage aktualisieren?")
    if scripts:
        assert violations(page) == []
    page.get_by_role("button", name="In die Vorlage übernehmen").click()
    expect(page.locator(".flash-text")).to_have_text("Vorlage aktualisiert.")
    with make.session() as session:
        template = session.scalars(select(Workout.id).filter_by(is_template=True)).one()
    assert [row[1] for row in stored(make, template)] == ["Voll"] * 3 + ["Normal"] * 2
    assert [row[1] for row in stored(make, monday.id)][:3] == ["Knie", "Knie", "Voll"]


def test_saving_unchanged_changes_nothing_whatever_became_of_the_exercise(
    app: Flask, visitor: Visitor, make: Make, alice: User, monday: Workout
) -> None:
    with make.session() as session:
        for definition in session.scalars(select(ExerciseDefinition)):
            definition.archived = True
        levels = {level.name: level for level in session.scalars(select(ProgressionLevel))}
        session.delete(levels["Voll"])
        levels["Knie"].name = "Auf Knien"
    for scripts in (True, False):
        page = visitor.sign_in(alice, java_script_enabled=scripts)
        page.goto(f"/workout/{monday.id}/edit")
        before = snapshot(app)
        assert values(page, "progression1") == ["Knie", "Knie", "Voll"]
        save(page)
        expect(page.locator(".flash-text")).to_have_text("Gespeichert.")
        after = snapshot(app)
        assert [name for name in TABLES if before[name] != after[name]] == []


def test_two_windows_do_not_overwrite_each_other(
    visitor: Visitor, make: Make, alice: User, monday: Workout
) -> None:
    first, second = visitor.sign_in(alice), visitor.sign_in(alice)
    for page in (first, second):
        page.goto(f"/workout/{monday.id}/edit")
    second.locator("#value-1-1").fill("20")
    save(second)
    first.locator("#value-1-1").fill("30")
    first.locator(".submit-bar .btn-primary").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Zwei Fassungen")
    assert violations(first) == []
    first.get_by_role("button", name="Meine weiter bearbeiten").click()
    assert values(first, "reps1") == ["30", "10", "5"]
    save(first)
    assert stored(make, monday.id)[0] == ("Liegestütze", "Knie", 30, None)


def test_everything_is_accessible_where_it_is_narrow_and_long(
    visitor: Visitor, make: Make, alice: User, monday: Workout
) -> None:
    long = "Klimmzüge im weiten Griff mit einem Namen, der nicht enden will " + "x" * 15
    pull = make.exercise(
        owner=alice, title=long, levels=[long], tracks_load=True, tracks_sides=True, tracks_rir=True
    )
    full = make.workout(athlete=alice, title=long, exercises=[(pull, [(long, 9999)] * 30)])
    plan = make.workout(athlete=alice, is_template=True, exercises=[(pull, [(long, 5)] * 3)])
    page = visitor.sign_in(alice, size=(360, 740), theme="dark")
    wrong = {}
    for path in (
        "/",
        "/workouts",
        "/workouts?hide_done=1",
        f"/workout/{full.id}",
        f"/workout/{monday.id}/edit",
        f"/workout/{full.id}/delete/confirm",
        f"/add_workout?repeat_id={full.id}",
        "/workout_templates",
        "/add_template",
        f"/workout_template/{plan.id}/edit",
        f"/workout_template/{plan.id}/delete/confirm",
    ):
        page.goto(path)
        wrong[path] = violations(page)
    page.goto(f"/workout/{full.id}/edit")
    page.locator("#value-1-1").fill("viel")
    page.locator("#rir-1-2").fill("viel")
    page.locator(".submit-bar .btn-primary").click()
    expect(page.locator(".error-summary")).to_be_visible()
    wrong["errors"] = violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/add_workout")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong["large letters"] = overflow(page)
    lines = "title => title.clientHeight / parseFloat(getComputedStyle(title).lineHeight)"
    assert page.locator("h1").evaluate(lines) < 2.1  # as many as words
    assert wrong == {path: [] for path in wrong}
