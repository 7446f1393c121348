"""Bad values in every field of the editor, and what its pages cost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from project.models import ExerciseDefinition, Set, User, Workout
from project.rules.limits import MAX_EXERCISES, MAX_SETS
from project.services.training import progression_upkeep
from tests.support.editor import error_at, press
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter
from tests.support.snapshot import snapshot

pytestmark = [pytest.mark.integration, pytest.mark.database]

BAD = ["", "-1", "1" * 400, "NaN", "\x00", "\u202e", "²🤸", "' OR 1=1 --<b>", "x" * 3000]
FIELDS = ["wtitle", "timestamp", "visibility", "note", "effort", "version", "submit_key"]
FIELDS += ["template_id", "exercise_count", "exercise1", "performed1", "progression1", "reps1"]
FIELDS += [
    "timestamp_shown",
    "level1",
    "set1",
    "load1",
    "side1",
    "rir1",
    "superset1",
    "exnote1",
    "pick",
]


@pytest.mark.parametrize("name", FIELDS)
def test_bad_input_is_refused_or_stored_harmlessly(
    site: Site, make: Make, alice: User, logged: Workout, name: str
) -> None:
    """Whatever stands in one field: a page with a message, or a workout; never a fault."""
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    fields = {
        "csrf_token": page.value("csrf_token"),
        "exercise_count": "1",
        "exercise1": page.value("exercise1"),
        "progression1": "Knie",
        "reps1": "9",
    }
    for path in ("/add_workout", f"/workout/{logged.id}/edit"):
        before = snapshot(site.app)
        for value in BAD:
            answer = site.client.post(path, data={**fields, name: value})
            assert answer.status_code in {303, 409, 422}, (path, value, answer.status_code)
            after = snapshot(site.app)
            assert answer.status_code == 303 or after == before, (path, value)
            before = after


def test_the_editor_costs_the_same_for_any_library(
    site: Site, make: Make, alice: User, bob: User, count_queries: QueryCounter
) -> None:
    def cost(url: str) -> int:
        with count_queries.watching() as statements:
            size = len(site.open(url).response.data)
        assert size <= 60_000, (url, size)
        return len(statements)

    own = [make.exercise(owner=alice, levels=["Knie", "Schräg", "Voll", "Eng", "Einarmig"])]
    own += [make.exercise(owner=alice) for _ in range(4)]
    workout = make.workout(athlete=alice, exercises=[(e, [("Knie", 8)] * 4) for e in own])
    with make.session() as session:
        progression_upkeep.rebuild(session.merge(alice))
    site.sign_in(alice)
    urls = ("/add_workout", f"/workout/{workout.id}/edit", f"/add_workout?repeat_id={workout.id}")
    few = [cost(url) for url in urls]
    with make.session() as session:
        for number in range(300):
            title = f"Übung mit einem langen Namen {number}"
            session.add(ExerciseDefinition(title=title, user_id=alice.id))
            session.add(ExerciseDefinition(title=title, user_id=bob.id))
    assert [cost(url) for url in urls] == few
    assert max(few) <= 8


def test_storing_costs_at_most_twelve_statements(
    site: Site, make: Make, alice: User, count_queries: QueryCounter
) -> None:
    own = [make.exercise(owner=alice) for _ in range(5)]
    workout = make.workout(
        athlete=alice,
        timestamp=datetime.now(UTC) - timedelta(days=2),
        exercises=[(e, [("Knie", 8)] * 4) for e in own],
    )
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={workout.id}")
    fields = {name: page.values_of(name) for name in _names(page)}
    with count_queries.expect(12):
        answer = site.client.post("/add_workout", data={**fields, "planned": "done"})
    assert answer.status_code == 303
    assert make.count(Set) == 40


def test_beyond_the_limits_nothing_is_added_and_the_page_says_why(
    site: Site, alice: User, logged: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    exercise = page.value("exercise1")
    sets: dict[str, Any] = {
        "progression1": ["Knie"] * 100,
        "reps1": ["1"] * 100,
        "set1": [""] * 100,
    }
    full = press(site, page, "set:1", **sets)
    assert len(full.values_of("reps1")) == 100
    assert "100 Sätze" in error_at(full, "exercise1")
    many: dict[str, Any] = {"exercise_count": "50"}
    for number in range(1, 51):
        many |= {f"exercise{number}": exercise, f"progression{number}": "Knie"}
        many |= {f"reps{number}": "1", f"set{number}": "", f"performed{number}": ""}
    many |= {"duration2": None}
    full = press(site, page, f"add:{exercise}", **many)
    assert full.value("exercise_count") == "50"
    assert "Höchstens 50 Übungen" in full.text


def test_of_two_edits_at_once_one_is_asked(
    site: Site, alice: User, logged: Workout, make: Make
) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    together = Barrier(2)

    def send(title: str) -> int:
        browser = Site(site.app).sign_in(alice)
        mine = browser.open(page.path)
        fields = {name: mine.values_of(name) for name in _names(mine)} | {"wtitle": title}
        together.wait(timeout=20)
        return browser.client.post(page.path, data=fields).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, ["eins", "zwei"])) == [303, 409]
    assert make.count(Workout, version=2) == 1


def _names(page: Page) -> set[str]:
    """Return the names of what a browser sends."""
    names = {str(tag["name"]) for tag in page.html.select("form.editor [name]")} - {"do"}
    return {name for name in names if page.values_of(name)}


def test_nothing_typed_is_lost_beyond_the_limits(site: Site, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, levels=["Knie"])
    values = [str(number) for number in range(1, MAX_SETS + 21)]
    site.sign_in(alice)
    fields: dict[str, Any] = {
        "exercise_count": "1",
        "exercise1": str(push.id),
        "progression1": ["Knie"] * len(values),
        "reps1": values,
    }
    page = site.post("/add_workout", fields, status=422)
    assert page.values_of("reps1") == values
    blocks = range(1, MAX_EXERCISES + 4)
    fields = {"exercise_count": str(len(blocks))}
    for n in blocks:
        fields |= {f"exercise{n}": str(push.id), f"progression{n}": "Knie", f"reps{n}": str(n)}
    page = site.post("/add_workout", fields, status=422)
    assert [page.value(f"reps{n}") for n in blocks] == [str(n) for n in blocks]
    assert make.count(Workout) == 0
