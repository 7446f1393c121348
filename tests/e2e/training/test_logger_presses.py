"""Whatever is pressed on the logger's page, in sight or not, in any state: no script gives up."""

from collections.abc import Sequence
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect
from sqlalchemy import delete

from project.enums import CountingType
from project.models import User, UserSession, Workout
from tests.support.browser import Visitor
from tests.support.http import Site
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start
from tests.support.windows import settle

pytestmark = pytest.mark.e2e

# Press every button of the page, then every one of the dialogs that opened, and close these. Forms
# that lead to other pages are theirs.
PRESS_ALL: Final = """async () => {
  const pause = () => new Promise((done) => setTimeout(done, 8));
  const there = () => [...document.querySelectorAll("main button, main summary, .page-head button")]
    .filter((each) => each.type !== "submit" && !each.closest("dialog"));
  const press = async (each) => {
    each.disabled = false;  // as an answer that comes between two taps would leave it
    each.click();
    await pause();
  };
  const closed = async () => {
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    await pause();
  };
  let pressed = 0;
  for (const { length } = there(); pressed < length && pressed < 200; pressed += 1) {
    const button = there()[pressed];
    if (!button) break;
    await press(button);
    const inside = () => [...document.querySelectorAll("dialog[open] button")];
    for (let number = 0; number < inside().length; number += 1) {
      await press(inside()[number]);
      if (document.querySelector("dialog[open]")) continue;
      if (!button.isConnected) break;
      await press(button);
      if (!document.querySelector("dialog[open]")) break;
    }
    await closed();
  }
  return pressed;
}"""
SETS: Final = [("Leicht", 5)] * 2
STATES: Final[dict[str, Sequence[Sequence[tuple[str, int]]]]] = {
    "nothing in it": [],
    "an exercise without sets": [[]],
    "one exercise": [SETS],
    "several": [SETS, SETS, [("Leicht", 5)]],
}


def press_all(page: Page) -> None:
    assert page.evaluate(PRESS_ALL) > 20


@pytest.mark.parametrize("counted", list(CountingType))
@pytest.mark.parametrize("state", list(STATES))
def test_pressing_everything_gives_no_error(
    visitor: Visitor, make: Make, alice: User, state: str, counted: CountingType
) -> None:
    plan = [
        (make.exercise(owner=alice, counting_type=counted, levels=["Leicht", "Schwer"]), sets)
        for sets in STATES[state]
    ]
    template = make.workout(athlete=alice, exercises=plan, is_template=True)
    log = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    press_all(log.page)


def test_pressing_everything_when_all_is_done_gives_no_error(
    visitor: Visitor, make: Make, alice: User
) -> None:
    switches: dict[str, Any] = {"tracks_load": True, "tracks_sides": True, "tracks_rir": True}
    exercise = make.exercise(owner=alice, levels=["Leicht", "Schwer"], **switches)
    template = make.workout(athlete=alice, exercises=[(exercise, SETS)], is_template=True)
    log = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    for _ in SETS * 2:  # once left, once right
        log.check()
    log.until([True] * 4)
    press_all(log.page)
    log.page.reload()
    press_all(log.started().page)


def test_pressing_everything_without_network_gives_no_error(
    visitor: Visitor, make: Make, alice: User
) -> None:
    visitor.allow("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    exercise = make.exercise(owner=alice, levels=["Leicht", "Schwer"])
    template = make.workout(athlete=alice, exercises=[(exercise, SETS)], is_template=True)
    log = LogPage(visitor.sign_in(alice)).open(start(make, alice, template).id)
    log.page.context.set_offline(True)
    press_all(log.page)
    log.page.context.set_offline(False)


@pytest.mark.parametrize("ends", ["finish", "discard", "sign out"])
def test_pressing_everything_after_it_ended_elsewhere_gives_no_error(
    app: Flask, visitor: Visitor, make: Make, alice: User, ends: str
) -> None:
    exercise = make.exercise(owner=alice, levels=["Leicht", "Schwer"])
    template = make.workout(athlete=alice, exercises=[(exercise, SETS)], is_template=True)
    workout = start(make, alice, template)
    log = LogPage(visitor.sign_in(alice)).open(workout.id)
    log.check()
    log.wait_until_sent()
    if ends == "sign out":
        with make.session() as session:
            session.execute(delete(UserSession))
    else:
        other = Site(app).sign_in(alice)
        path = f"/workout/{workout.id}/{ends}"
        other.submit(other.open(path), action=path)
    log.check()
    expect(log.part("alert")).to_be_visible()
    press_all(log.page)
    press_all(log.page)


# What the page has, by what finds it; and a page that comes without some of it.
PIECES: Final = """() => {
  const templates = [...document.querySelectorAll("template[id]")];
  const parts = [document, ...templates.map((each) => each.content)].flatMap((root) =>
    [...root.querySelectorAll("[data-part]")].map((each) => `[data-part="${each.dataset.part}"]`));
  return [...new Set([...parts, ...templates.map((each) => `#${each.id}`)])];
}"""
WITHOUT: Final = """document.addEventListener("readystatechange", () => {
  const gone = sessionStorage.getItem("gone");
  if (!gone || document.readyState !== "interactive") return;  // no script of the page's has run
  const templates = [...document.querySelectorAll("template")].map((each) => each.content);
  for (const root of [document, ...templates]) {
    for (const each of root.querySelectorAll(gone)) each.remove();
  }
});"""
GROUPS: Final = 12


def test_pressing_everything_where_parts_are_missing_gives_no_error(
    visitor: Visitor, make: Make, alice: User
) -> None:
    switches: dict[str, Any] = {"tracks_load": True, "tracks_sides": True, "tracks_rir": True}
    exercise = make.exercise(owner=alice, levels=["Leicht", "Schwer"], **switches)
    template = make.workout(athlete=alice, exercises=[(exercise, SETS)], is_template=True)
    page = visitor.sign_in(alice)
    page.add_init_script(WITHOUT)
    errors: dict[str, list[str]] = {}
    gone = ""

    def note(error: Error) -> None:
        errors.setdefault(gone, []).append(error.message)

    page.on("pageerror", note)
    page.goto(f"/workout/{start(make, alice, template).id}/log")
    pieces: list[str] = page.evaluate(PIECES)
    assert len(pieces) > 80
    for number in range(GROUPS):
        gone = ", ".join(pieces[number::GROUPS])
        page.evaluate("(gone) => sessionStorage.setItem('gone', gone)", gone)
        with make.session() as session:
            session.execute(delete(Workout).where(Workout.is_running))
        page.goto(f"/workout/{start(make, alice, template).id}/log")
        settle(page)
        page.evaluate(PRESS_ALL)
    assert errors == {}
