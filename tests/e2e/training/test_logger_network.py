"""What was checked is stored, once, whatever happens to network, server, tab or session."""

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from project.enums import Visibility
from project.models import Exercise, Set, User, UserSession, Workout
from project.services.training.running import WorkoutEnd, finish
from tests.support.browser import Visitor
from tests.support.http import Site
from tests.support.live import Live, live
from tests.support.log_page import LogPage
from tests.support.make import Make
from tests.support.phone import start, stored
from tests.support.windows import Windows, settle

pytestmark = pytest.mark.e2e

KEPT_PAGES = "async () => (await caches.keys()).filter((name) => name.startsWith('logger-'))"
COPY_AGAIN = """async (files) => {
  const page = location.pathname;
  for (const name of await caches.keys()) await caches.delete(name);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ workoutId: Number(page.split("/")[2]), page, files });
}"""
IS_KEPT = "async (url) => !!(await caches.match(url ?? location.pathname, { ignoreVary: true }))"
ONE_WAITS = "1 Satz wartet noch. Beenden geht, sobald alles gespeichert ist."
NO_SERVER = r"net::ERR_|error occurred when fetching the script"


@pytest.fixture(scope="module")
def _own(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder: Path = tmp_path_factory.mktemp("killed")
    with live(app.config["SQLALCHEMY_DATABASE_URI"], folder, workers=1) as running:
        yield running


@pytest.fixture
def own(_own: Live) -> Live:
    """Return a server on the same database that these tests may kill."""
    if not _own.server.is_running:
        _own.server.start()
    return _own


@pytest.fixture
def visitor(windows: Windows, app: Flask, own: Live) -> Iterator[Visitor]:
    visitor = Visitor(windows, app, own.url)
    visitor.allow(NO_SERVER)
    yield visitor
    visitor.close()
    assert visitor.faults == []


@pytest.fixture
def workout(make: Make, alice: User) -> Workout:
    pushups = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    rows = make.exercise(owner=alice, title="Rudern", levels=["Schräg"])
    plan = [
        (pushups, [("Voll", value) for value in (11, 12, 13, 14)]),
        (rows, [("Schräg", value) for value in (21, 22)]),
    ]
    return start(make, alice, make.workout(athlete=alice, exercises=plan, is_template=True))


@pytest.fixture
def phone(visitor: Visitor, alice: User, workout: Workout) -> LogPage:
    return LogPage(visitor.sign_in(alice)).open(workout.id)


def values(make: Make, workout: Workout) -> list[int]:
    return [row[3] for row in stored(make, workout)]


def sign_in_elsewhere(phone: LogPage, app: Flask, athlete: User) -> None:
    """Sign in as another tab does."""
    cookie = Site(app).sign_in(athlete).client.get_cookie("session")
    assert cookie is not None
    site = urljoin(phone.page.url, "/")
    phone.page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site}])


def until(page: Page, promise: str, wanted: object) -> None:
    """Wait until what is promised is this; `wait_for_function` takes a promise itself for a yes."""
    end = time.monotonic() + 20
    while page.evaluate(promise) != wanted:
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def kept_on_device(phone: LogPage) -> None:
    """Wait until the page is kept for opening without network."""
    until(phone.page, IS_KEPT, wanted=True)


def test_sets_made_without_network_survive_reload_and_closing_and_are_stored_once(
    phone: LogPage, own: Live, make: Make, workout: Workout
) -> None:
    kept_on_device(phone)
    phone.check()
    phone.wait_until_sent()
    own.server.kill()
    phone.check()
    phone.says("1 Satz wartet auf Netz")
    phone.check()
    phone.says("2 Sätze warten auf Netz")
    phone.page.reload()
    phone.started()
    assert phone.done == [True, True, True, False]
    phone.check()
    phone.says("3 Sätze warten auf Netz")
    context = phone.page.context
    phone.page.close()
    phone = LogPage(context.new_page()).open(workout.id)
    assert phone.title == "Rudern"
    phone.check()
    phone.says("4 Sätze warten auf Netz")
    assert values(make, workout) == [11]
    own.server.start()
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    phone.wait_until_sent()
    phone.says("Gespeichert")
    assert values(make, workout) == [11, 12, 13, 14, 21]
    phone.page.reload()
    phone.started()
    assert values(make, workout) == [11, 12, 13, 14, 21]
    assert phone.part("progress").inner_text() == "5 von 6"


def test_an_offline_change_of_everything_arrives_in_order(
    phone: LogPage, own: Live, make: Make, alice: User, workout: Workout
) -> None:
    make.exercise(owner=alice, title="Dips", levels=["Bank"])
    phone.page.reload()
    phone.started()
    kept_on_device(phone)
    settle(phone.page)
    own.server.kill()
    phone.check()
    phone.page.locator(".log-value").first.tap()
    phone.button("Satz 1: mehr").tap()
    phone.button("Übung").tap()
    phone.page.locator(".log-choices .row-link").filter(has_text="Dips").tap()
    phone.exercise("Dips")
    phone.button("Satz 1: mehr").press("Enter")  # as quick as an echo
    phone.check()
    phone.exercise("Dips")
    phone.menu("Nach oben")
    phone.exercise("Rudern")
    phone.menu("Übung entfernen")
    phone.page.reload()
    phone.started()
    titles = phone.page.locator(".log-exercise strong").all_inner_texts()
    assert titles == ["Liegestütze", "Dips"]
    own.server.start()
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    phone.wait_until_sent()
    assert [(row[0], row[3]) for row in stored(make, workout)] == [("Liegestütze", 12), ("Dips", 6)]
    phone.page.reload()
    phone.started()
    assert phone.page.locator(".log-exercise strong").all_inner_texts() == titles


def test_no_acknowledged_set_is_lost_when_the_server_is_killed(
    visitor: Visitor, own: Live, make: Make, alice: User
) -> None:
    burpees = make.exercise(owner=alice, title="Burpees", levels=["Voll"])
    plan = [(burpees, [("Voll", number) for number in range(1, 21)])]
    workout = start(make, alice, make.workout(athlete=alice, exercises=plan, is_template=True))
    phone = LogPage(visitor.sign_in(alice)).open(workout.id)
    chance = random.Random(20)
    acknowledged = 0
    for number in range(1, 21):
        phone.check()
        if number % 2:
            phone.wait_until_sent()
        else:
            phone.page.wait_for_timeout(chance.uniform(0, 30))
        unsent = phone.unsent()
        own.server.kill()
        acknowledged = number - unsent
        assert set(range(1, acknowledged + 1)) <= set(values(make, workout))
        own.server.start()
        phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    phone.wait_until_sent()
    assert values(make, workout) == list(range(1, 21))


def test_two_hundred_rapid_taps_leave_page_and_server_alike(
    phone: LogPage, make: Make, workout: Workout
) -> None:
    order = [2, 1, 2, 0, 1, 2, 2, 1, 0, 1, 2]
    taps = [order[number % len(order)] for number in range(200)]
    phone.page.evaluate(
        """(taps) => taps.forEach((row, number) => setTimeout(() => {
          document.querySelectorAll(".log-check")[row].click();
        }, number * 3))""",
        taps,
    )
    shown = [taps.count(row) % 2 == 1 for row in range(4)]
    assert shown == [False, True, True, False]
    phone.page.wait_for_timeout(1000)
    phone.until(shown)
    phone.wait_until_sent()
    assert values(make, workout) == [12, 13]
    phone.page.reload()
    phone.started()
    assert phone.done == shown


def test_two_devices_show_the_same_after_their_next_request(
    visitor: Visitor, alice: User, make: Make, workout: Workout
) -> None:
    first = LogPage(visitor.sign_in(alice)).open(workout.id)
    second = LogPage(visitor.sign_in(alice)).open(workout.id)
    first.check()
    first.wait_until_sent()
    second.page.locator(".log-check").nth(1).tap()  # its answer tells of the other's set
    second.until([True, True, False, False])
    first.page.locator(".log-check").nth(2).tap()
    first.until([True, True, True, False])
    second.page.locator(".log-value").first.tap()
    second.button("Satz 1: mehr").tap()
    second.wait_until_sent()
    first.page.locator(".log-value").first.tap()
    first.button("Satz 1: weniger").tap()  # the later one counts
    first.wait_until_sent()
    for phone in (first, second):
        phone.page.reload()
        phone.started()
    assert first.values == second.values == ["10", "12", "13", "14"]
    assert values(make, workout) == [10, 12, 13]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_sets_wait_out_a_server_in_trouble(
    phone: LogPage, visitor: Visitor, make: Make, workout: Workout, status: int
) -> None:
    visitor.allow(rf"status {status}")
    sets = re.compile(r"/log/sets$")

    def trouble(route: Route) -> None:
        route.fulfill(status=status, body="{}", content_type="application/json")

    phone.page.context.route(sets, trouble)
    phone.check()
    phone.says("1 Satz wartet auf den Server")
    phone.check()
    phone.says("2 Sätze warten auf den Server")
    phone.page.context.unroute(sets)
    phone.wait_until_sent()
    assert values(make, workout) == [11, 12]


def test_signed_out_the_page_asks_to_sign_in_and_then_sends(
    phone: LogPage, app: Flask, make: Make, alice: User, workout: Workout
) -> None:
    with make.session() as session:
        session.query(UserSession).delete()
    phone.check()
    phone.says("1 Satz wartet auf deine Anmeldung")
    link = phone.page.get_by_role("link", name="Anmelden", exact=True)
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("href") == f"/auth/login?next=/workout/{workout.id}/log"
    phone.check()
    sign_in_elsewhere(phone, app, alice)
    phone.button("Noch einmal versuchen").tap()
    phone.wait_until_sent()
    phone.says("Gespeichert")
    assert values(make, workout) == [11, 12]


@pytest.mark.parametrize("late", ["log", "log/choices"])
def test_a_late_copy_signs_nobody_out_again_and_is_never_the_sign_in_page(
    phone: LogPage, make: Make, alice: User, workout: Workout, late: str
) -> None:
    kept_on_device(phone)
    with make.session() as session:
        session.query(UserSession).delete()
    before, address = phone.page.context.cookies(), f"/workout/{workout.id}/{late}"
    with phone.page.context.expect_event("response", lambda one: one.url.endswith(late)):
        phone.page.evaluate(COPY_AGAIN, [address])
    phone.page.wait_for_timeout(500)  # a redirect would be followed now, and kept
    assert phone.page.context.cookies() == before
    assert not phone.page.evaluate(IS_KEPT, address)


def test_a_token_of_an_older_session_is_renewed_without_a_word(
    phone: LogPage, app: Flask, make: Make, alice: User, workout: Workout
) -> None:
    sign_in_elsewhere(phone, app, alice)  # the page was made for the session before
    phone.check()
    phone.check()
    phone.wait_until_sent()
    expect(phone.part("alert")).to_be_hidden()
    assert values(make, workout) == [11, 12]


def test_what_the_server_refuses_is_kept_and_shown(
    phone: LogPage, make: Make, alice: User, workout: Workout, visitor: Visitor
) -> None:
    with make.session() as session:  # another device takes the exercise out
        gone = session.query(Exercise).filter_by(workout_id=workout.id, exercise_order=1).one()
        session.delete(gone)
    phone.check()
    expect(phone.part("sync-text")).to_have_text("1 Änderung konnte nicht gespeichert werden.")
    phone.says("1 Änderung nicht gespeichert")
    phone.button("Ansehen").tap()
    aside = phone.page.locator(".log-aside")
    expect(aside).to_contain_text("Satz: Voll, 11 Wdh.")
    expect(aside).to_contain_text("Diese Übung ist nicht mehr im Training.")
    phone.button("Noch einmal senden").tap()  # the exercise comes back with it
    phone.wait_until_sent()
    expect(aside).to_have_count(0)
    assert [(row[0], row[3]) for row in stored(make, workout)] == [("Liegestütze", 11)]


def test_a_refused_change_may_be_given_up(phone: LogPage, make: Make, workout: Workout) -> None:
    with make.session() as session:
        session.delete(
            session.query(Exercise).filter_by(workout_id=workout.id, exercise_order=1).one()
        )
    phone.check()
    phone.button("Ansehen").tap()
    phone.button("Verwerfen").tap()
    phone.wait_until_sent()
    expect(phone.part("alert")).to_be_hidden()
    expect(phone.part("now-title")).to_have_text("Rudern")
    assert make.count(Set) == 6  # the template's


def test_finishing_waits_for_what_is_unsent(
    phone: LogPage, own: Live, make: Make, workout: Workout
) -> None:
    own.server.kill()
    phone.check()
    phone.says("1 Satz wartet auf Netz")
    phone.page.get_by_role("link", name="Beenden", exact=True).tap()
    expect(phone.part("say")).to_have_text(ONE_WAITS, timeout=10_000)
    expect(phone.part("sync-text")).to_have_text(ONE_WAITS)
    expect(phone.part("alert")).to_be_visible()
    own.server.start()
    phone.page.get_by_role("link", name="Beenden", exact=True).tap()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Training beenden")
    assert values(make, workout) == [11]


def test_the_end_of_a_workout_waits_for_the_network(
    phone: LogPage, make: Make, workout: Workout
) -> None:
    page = phone.page
    end = page.get_by_role("link", name="Beenden", exact=True)
    page.context.set_offline(True)
    phone.check()
    end.tap()
    expect(phone.part("sync-text")).to_have_text(ONE_WAITS)
    page.context.set_offline(False)
    phone.wait_until_sent()
    page.context.set_offline(True)
    end.tap()
    why = "Kein Netz. Beenden geht, sobald du wieder Netz hast."
    expect(phone.part("sync-text")).to_have_text(why)
    page.context.set_offline(False)
    expect(phone.part("alert")).to_be_hidden()
    end.tap()
    page.get_by_label("Notiz").fill("Lang war es")
    page.context.set_offline(True)
    save = page.get_by_role("button", name="Training speichern")
    save.tap()
    expect(page.get_by_role("alert")).to_contain_text("Kein Netz. Deine Sätze sind gespeichert")
    page.context.set_offline(False)
    save.tap()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    assert make.count(Workout, id=workout.id, note="Lang war es", is_running=False) == 1


def test_late_sets_reach_a_workout_that_another_device_has_finished(
    phone: LogPage, own: Live, make: Make, workout: Workout
) -> None:
    kept_on_device(phone)
    phone.check()
    phone.wait_until_sent()
    own.server.kill()
    phone.check()
    phone.says("1 Satz wartet auf Netz")
    with make.session() as session:
        row = session.get_one(Workout, workout.id)
        finish(row, WorkoutEnd("Fertig", "", None, Visibility.PRIVATE))
    own.server.start()
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.part("sync-text")).to_have_text("Dieses Training ist abgeschlossen.")
    phone.wait_until_sent()
    assert values(make, workout) == [11, 12]
    phone.page.get_by_role("link", name="Zum Training").tap()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Fertig")


def test_late_sets_bring_their_exercise_back_into_a_workout_that_is_over(
    phone: LogPage, own: Live, make: Make, workout: Workout
) -> None:
    kept_on_device(phone)
    phone.check()
    phone.wait_until_sent()
    own.server.kill()
    phone.exercise("Rudern")
    phone.check()
    phone.check()
    phone.says("2 Sätze warten auf Netz")
    with make.session() as session:  # without a set yet, the exercise goes with its end
        row = session.get_one(Workout, workout.id)
        finish(row, WorkoutEnd("Fertig", "", None, Visibility.PRIVATE))
    own.server.start()
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.part("sync-text")).to_have_text("Dieses Training ist abgeschlossen.")
    phone.wait_until_sent()
    done = [(row[0], row[3]) for row in stored(make, workout)]
    assert done == [("Liegestütze", 11), ("Rudern", 21), ("Rudern", 22)]


def test_the_page_kept_on_the_device_goes_with_the_workout_and_with_the_athlete(
    phone: LogPage, workout: Workout
) -> None:
    page = phone.page
    kept_on_device(phone)
    phone.check()
    phone.wait_until_sent()
    page.goto("/")
    settle(page)
    assert page.evaluate(KEPT_PAGES) == [f"logger-{workout.id}"]
    page.locator(".account-menu summary").tap()
    page.get_by_role("button", name="Abmelden").tap()
    expect(page.locator(".account-menu")).to_have_count(0)
    until(page, KEPT_PAGES, [])


def test_finishing_throws_the_kept_page_away(phone: LogPage) -> None:
    page = phone.page
    kept_on_device(phone)
    phone.check()
    phone.wait_until_sent()
    page.get_by_role("link", name="Beenden", exact=True).tap()
    page.get_by_role("button", name="Training speichern").tap()
    expect(page.get_by_text("Training gespeichert.")).to_be_visible()
    until(page, "() => caches.keys()", [])


def test_another_athlete_on_the_same_phone_sends_nothing_of_the_first(
    phone: LogPage, app: Flask, own: Live, make: Make, *, alice: User, bob: User, workout: Workout
) -> None:
    own.server.kill()
    phone.check()
    phone.says("1 Satz wartet auf Netz")
    sign_in_elsewhere(phone, app, bob)
    own.server.start()
    theirs = start(make, bob)
    phone.open(theirs.id)
    phone.page.wait_for_load_state("networkidle")
    assert (phone.unsent(), make.count(Set)) == (1, 6)  # the template's
    phone.page.goto("/")
    unsent = phone.page.locator(".unsent")
    expect(unsent).to_be_hidden()
    sign_in_elsewhere(phone, app, alice)
    phone.page.goto("/")
    expect(unsent).to_contain_text("Eine Änderung an einem Training liegt nur auf diesem Gerät.")
    unsent.get_by_role("link").tap()
    phone.started()
    phone.wait_until_sent()
    assert values(make, workout) == [11]


def test_sets_of_a_workout_that_was_discarded_elsewhere_are_shown_before_they_go(
    phone: LogPage, own: Live, make: Make, workout: Workout
) -> None:
    kept_on_device(phone)
    own.server.kill()
    phone.check()
    phone.check()
    phone.says("2 Sätze warten auf Netz")
    phone.page.goto("about:blank")
    with make.session() as session:
        session.delete(session.get_one(Workout, workout.id))
    own.server.start()
    phone.page.goto("/")
    unsent = phone.page.locator(".unsent")
    expect(unsent).to_contain_text("Ein Training gibt es nicht mehr.")
    expect(unsent.locator(".unsent-values")).to_have_text("Voll 11, Voll 12")
    unsent.get_by_role("button", name="Verwerfen").tap()
    unsent.get_by_role("button", name="Wirklich verwerfen?").tap()
    expect(unsent).to_be_hidden()
    assert phone.unsent() == 0
