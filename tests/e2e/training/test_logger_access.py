"""The logger can be used by everybody, in each of its states: by eye, thumb, keyboard and ear."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from project.enums import CountingType
from project.models import ExerciseDefinition, User, UserSession, Workout
from tests.support.browser import DESKTOP, PHONE, Visitor, shot, violations
from tests.support.live import Live
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start, stored
from tests.support.windows import Size, Windows

pytestmark = pytest.mark.e2e

SETS = re.compile(r"/log/sets$")
Look = Callable[[str], None]


@pytest.fixture
def visitor(windows: Windows, app: Flask, server: Live) -> Iterator[Visitor]:
    visitor = Visitor(windows, app, server.url)
    visitor.allow("net::ERR_|fetching the script")  # the network is cut off here
    yield visitor
    visitor.close()
    assert visitor.faults == []


@pytest.fixture
def pullups(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(
        owner=alice,
        title="Klimmzüge im Obergriff an der Stange",
        levels=["Negativ", "Mit Band", "Volle Klimmzüge mit langem Namen", "Eng"],
        tracks_load=True,
        tracks_rir=True,
    )


@pytest.fixture
def plank(make: Make, alice: User) -> ExerciseDefinition:
    return make.exercise(
        owner=alice, title="Planke", levels=["Unterarm"], counting_type=CountingType.DURATION
    )


@pytest.fixture
def workout(
    make: Make, alice: User, pullups: ExerciseDefinition, plank: ExerciseDefinition
) -> Workout:
    """A running workout with figures, a hold, and a last time."""
    level = "Volle Klimmzüge mit langem Namen"
    make.workout(athlete=alice, exercises=[(pullups, [(level, 8), (level, 7), (level, 6)])])
    plan = [(pullups, [(level, 8)] * 3), (plank, [("Unterarm", 30)] * 2)]
    template = make.workout(athlete=alice, exercises=plan, is_template=True, title="Ganzkörper")
    return start(make, alice, template)


def smaller_than_a_thumb(page: Page) -> list[str]:
    """Return what can be tapped and is under 44 px in either direction."""
    script = """() => {
      const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
      const all = top.querySelectorAll("a, button, summary, input, select, textarea");
      const hidden = (element) => !element.checkVisibility({ visibilityProperty: true });
      const small = [];
      for (const element of all) {
        const target = element.closest("label") ?? element;
        if (element.type === "hidden" || hidden(target)) continue;
        if (target.closest(".visually-hidden, .skip-link")) continue;
        const label = element.id && document.querySelector(`label[for="${element.id}"]`);
        const { width, height } = target.getBoundingClientRect();
        const beside = label && !hidden(label) ? label.getBoundingClientRect() : null;
        const [w, h] = element.type === "checkbox" && beside
          ? [width + beside.width, Math.max(height, beside.height)]
          : [width, height];
        if (w < 43.5 || h < 43.5) {
          small.push(`${element.tagName} ${element.className} ${w.toFixed()}×${h.toFixed()}`);
        }
      }
      return small;
    }"""
    found: list[str] = page.evaluate(script)
    return found


def looker(page: Page, found: list[str]) -> Look:
    """Return a function that looks at the page as it is now, in both themes."""

    def look(state: str) -> None:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        found.extend(f"{state}: {each}" for each in violations(page))
        found.extend(f"{state}: {each}" for each in smaller_than_a_thumb(page))
        shot(page, f"{state}-light", whole=False)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found.extend(f"{state}, dark: {e}" for e in violations(page, rules=("color-contrast",)))
        shot(page, f"{state}-dark", whole=False)

    return look


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_each_state_of_the_logger_can_be_used_by_everybody(
    visitor: Visitor, make: Make, alice: User, workout: Workout, size: Size
) -> None:
    phone = LogPage(visitor.sign_in(alice, size=size)).open(workout.id)
    page = phone.page
    found: list[str] = []
    see = looker(page, found)

    def look(state: str) -> None:
        see(f"log-{size[0]}-{state}")

    def sheet(opener: Locator, state: str) -> None:
        opener.click()
        page.locator("dialog[open]").wait_for()
        look(state)
        page.keyboard.press("Escape")
        expect(page.locator("dialog")).to_have_count(0)

    look("running")
    sheet(page.locator(".log-level").first, "row")
    sheet(page.locator(".log-target"), "why")
    sheet(phone.button("Übung"), "picker")
    sheet(page.locator(".dock-face"), "counter")
    phone.part("now-head").locator("summary").click()
    look("menu")
    sheet(phone.part("now-head").get_by_role("button", name="Pause"), "rests")
    page.locator(".dock-check").click()
    expect(phone.rest()).to_be_visible()
    look("resting")
    page.locator(".log-level").nth(1).click()
    phone.button("Satz entfernen").click()
    look("undo")
    page.locator(".log-exercise").filter(has_text="Planke").click()
    page.clock.install()
    page.locator(".dock-face").click()
    look("ready")
    page.clock.run_for(7_000)
    look("holding")
    page.clock.run_for(40_000)
    expect(page.locator(".hold-clock-reached")).to_be_visible()
    look("reached")
    page.keyboard.press("Escape")
    page.clock.run_for(100_000)
    expect(phone.part("rest-time")).to_have_text("0:00")
    look("rest-over")
    assert found == []


def test_each_trouble_is_told_to_everybody(
    visitor: Visitor, make: Make, alice: User, workout: Workout
) -> None:
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    page = phone.page
    found: list[str] = []
    look = looker(page, found)
    before = places(page)
    page.context.set_offline(True)
    page.locator(".dock-check").click()
    phone.says("1 Satz wartet auf Netz")
    assert places(page) == before
    look("log-offline")

    def refuse(route: Route) -> None:
        body = '{"error": "gone", "message": "Diese Übung ist nicht mehr im Training."}'
        route.fulfill(status=404, body=body, content_type="application/json")

    page.context.route(SETS, refuse)
    page.context.set_offline(False)
    phone.button("Ansehen").click()
    look("log-refused")
    page.keyboard.press("Escape")
    page.context.unroute(SETS)
    with make.session() as session:
        session.query(UserSession).delete()
    page.locator(".dock-check").click()
    phone.says("1 Satz wartet auf deine Anmeldung")
    look("log-signed-out")
    assert found == []


def test_the_end_can_be_used_by_everybody(
    visitor: Visitor, make: Make, alice: User, workout: Workout
) -> None:
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    page = phone.page
    found: list[str] = []
    look = looker(page, found)
    page.goto(f"/workout/{workout.id}/finish")
    look("finish-nothing")
    page.goto(f"/workout/{workout.id}/discard")
    look("discard")
    phone.open(workout.id)
    for _ in range(5):
        phone.check()
    look("log-end")
    phone.wait_until_sent()
    page.goto(f"/workout/{workout.id}/finish")
    look("finish")
    page.get_by_role("button", name="Training speichern").click()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    look("finished")
    phone.open(start(make, alice).id)
    look("log-empty")
    page.evaluate(
        """(name) => localStorage.setItem(name, JSON.stringify({
          id: "x", kind: "set", key: "k", edited_at: 1, pos: 1,
          body: { done: true, level: "Voll", reps: 8 },
        }))""",
        f"log:{alice.id}:999:queue:x",
    )
    page.goto("/")
    expect(page.locator(".unsent-values")).to_have_text("Voll 8")
    found += violations(page)
    shot(page, "unsent", whole=False)
    assert found == []


def places(page: Page) -> dict[str, list[float]]:
    """Return where everything in the rows and in the dock is."""
    script = """() => Object.fromEntries(
      [...document.querySelectorAll(
        ".log-row, .log-row > *, .log-add, .log-exercise, .dock-set > *, .dock-value"
      )].filter((element) => element.checkVisibility()).map((element, number) => {
        const { x, y: top, width, height } = element.getBoundingClientRect();
        const y = top + (element.closest(".dock") ? 0 : scrollY);
        const wide = element.matches(".dock-value") ? [y, height] : [x, y, width, height];
        return [`${number} ${element.className}`.replace(/ (log-row-now|dock-value-long)/, ""), wide];
      })
    )"""
    found: dict[str, list[float]] = page.evaluate(script)
    return found


@pytest.mark.parametrize("size", [(360, 740), DESKTOP], ids=["phone", "desk"])
def test_nothing_moves_when_values_change(
    visitor: Visitor, alice: User, workout: Workout, size: Size
) -> None:
    phone = LogPage(visitor.sign_in(alice, size=size)).open(workout.id)
    page = phone.page
    before = places(page)
    for value in ("0", "9", "10", "100", "9999"):
        page.locator(".log-level").first.click()
        page.locator("#sheet-value").fill(value)
        page.locator("#sheet-value").press("Enter")
        assert phone.values[0] == value
        assert places(page) == before, value
    phone.button("2,5 kg mehr").click()
    phone.button("3").click()
    assert places(page) == before
    page.clock.install()
    page.locator(".dock-check").click()
    expect(phone.rest()).to_be_visible()
    assert places(page) == before  # the rest grows upwards, over the page
    page.clock.run_for(95_000)
    assert places(page) == before
    page.locator(".log-check").first.click()
    phone.until([False, False, False])
    assert places(page) == before
    page.locator(".log-exercise").filter(has_text="Planke").click()
    before = places(page)
    for value in ("0:05", "12:34", "1439:59"):
        page.locator(".log-level").first.click()
        page.locator("#sheet-value").fill(value)
        page.locator("#sheet-value").press("Enter")
        assert phone.values[0] == value
        assert places(page) == before, value


def test_a_workout_is_logged_by_keyboard_alone(
    visitor: Visitor,
    make: Make,
    alice: User,
    pullups: ExerciseDefinition,
    plank: ExerciseDefinition,
) -> None:
    plan = [(pullups, [("Mit Band", 8)] * 2), (plank, [("Unterarm", 30)])]
    make.workout(athlete=alice, exercises=plan, is_template=True, title="Ganzkörper")
    page = visitor.sign_in(alice, size=DESKTOP)
    page.goto("/")
    go(page, page.get_by_role("button", name="Ganzkörper"))
    page.keyboard.press("Enter")
    phone = LogPage(page).started()
    go(page, phone.button("Satz 1: mehr"))
    page.keyboard.press("Enter")
    go(page, page.locator(".log-level").nth(1))  # a row's exact value and level
    page.keyboard.press("Enter")
    expect(page.locator("dialog .log-rung[aria-pressed=true]")).to_be_focused()
    go(page, page.locator(".log-rung").filter(has_text="Negativ"))
    page.keyboard.press("Enter")
    expect(page.locator(".log-level").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    go(page, page.locator("#sheet-value"))
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    go(page, page.locator(".dock-check"))
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the button stays where it is
    expect(phone.part("now-title")).to_have_text("Planke")
    page.clock.install()
    go(page, page.locator(".dock-face"))
    page.keyboard.press("Space")
    page.clock.run_for(20_000)
    page.keyboard.press("Space")
    expect(page.locator(".hold-clock")).to_have_count(0)
    expect(phone.part("dock-end").get_by_role("link")).to_be_focused()
    phone.wait_until_sent()
    page.keyboard.press("Enter")
    go(page, page.get_by_role("button", name="Training speichern"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    with make.session() as session:
        workout = session.query(Workout).filter_by(is_done=True).one()
    rows = [(level, reps or seconds) for _, _, level, reps, seconds in stored(make, workout)]
    assert rows == [("Mit Band", 9), ("Negativ", 12), ("Unterarm", 14)]  # half a second for the key


def go(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; it must be marked visibly then."""
    target.wait_for()
    for _ in range(80):
        if target.evaluate("(element) => element === document.activeElement"):
            outline = target.evaluate("(element) => getComputedStyle(element).outlineStyle")
            shadow = target.evaluate("(element) => getComputedStyle(element).boxShadow")
            assert outline != "none" or shadow != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def test_what_happens_is_said(visitor: Visitor, alice: User, workout: Workout) -> None:
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    page = phone.page
    said = phone.part("say")
    assert said.get_attribute("role") == "status"
    page.clock.install()
    phone.check()
    expect(said).to_have_text("Satz gespeichert, 1 von 5 erledigt.")
    page.clock.run_for(95_000)
    expect(said).to_have_text("Pause vorbei.")
    page.locator(".log-level").nth(1).tap()
    phone.button("Satz entfernen").tap()
    expect(said).to_have_text("Satz entfernt.")
    phone.exercise("Planke")
    page.locator(".dock-face").tap()
    phase = phone.part("hold-phase")
    assert phase.get_attribute("role") == "status"
    expect(phase).to_have_text("Mach dich bereit")
    page.clock.run_for(36_000)
    expect(phase).to_have_text("Ziel erreicht. Tippe zum Stoppen")
    page.keyboard.press("Escape")
    phone.until([True, False])
    phone.wait_until_sent()
    page.context.set_offline(True)
    page.locator(".log-check").nth(1).tap()
    expect(said).to_have_text("1 Satz wartet auf Netz")


def test_without_scripts_a_workout_runs_in_the_editor(
    visitor: Visitor, make: Make, alice: User, plank: ExerciseDefinition
) -> None:
    plan = [(plank, [("Unterarm", 30)] * 2)]
    make.workout(athlete=alice, exercises=plan, is_template=True, title="Ganzkörper")
    page = visitor.sign_in(alice, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("button", name="Ganzkörper").tap()
    expect(page.locator(".log-plain")).to_contain_text("0:30 · 0:30")
    page.get_by_role("link", name="Im Editor nachtragen").tap()
    for number in (1, 2):
        page.get_by_role("button", name="+ Satz").tap()
        page.locator(f"#value-1-{number}").fill("0:40")
    with page.expect_navigation():
        page.get_by_role("button", name="Speichern", exact=True).tap()
    # Without scripts nobody knows that the second value, filled in from the first, was typed again.
    expect(page.get_by_text("1 Satz steht noch wie geplant")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Genau so gemacht", exact=True).tap()
    page.goto("/workouts")  # a while later
    page.locator(".resume").tap()
    page.get_by_role("link", name="Training beenden").last.tap()
    page.get_by_role("button", name="Training speichern").tap()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    with make.session() as session:
        workout = session.query(Workout).filter_by(is_done=True).one()
    assert [row[4] for row in stored(make, workout)] == [40, 40]
