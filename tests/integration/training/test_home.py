"""*Heute*: how to start, what comes next, what was done last."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from project.models import ExerciseDefinition, User
from project.services.training import progression_upkeep
from tests.support.diary import LEVELS, MONDAY, Diary, done
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_somebody_new_is_told_where_to_begin(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/")
    assert page.heading == "Heute"
    assert {"/add_exercise", "/add_workout"} <= set(page.links())


def test_somebody_new_who_follows_a_friend_is_told_it_too(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.follow(alice, bob)
    make.workout(athlete=bob, title="Bobs Montag")
    page = site.sign_in(alice).open("/")
    assert "Bobs Montag" in page.text
    assert page.texts(".empty .btn-primary") == ["Zur Starterbibliothek"]


def test_who_has_ladders_is_not_told_to_get_some(site: Site, alice: User) -> None:
    site.sign_in(alice).post("/starter_library/add", {"ladder": ["push-up", "plank"]})
    page = site.open("/")
    assert "Hol dir fertige Leitern" not in page.text
    assert page.texts(".today-plan .rows strong") == ["Liegestütze", "Unterarmstütz"]
    assert "/placement" in page.links()
    assert page.html.select('form[action="/workout/start"]')


def test_writing_up_with_an_empty_library_leads_to_the_starter_library(
    site: Site, alice: User
) -> None:
    page = site.sign_in(alice).open("/add_workout")
    assert page.texts(".picker .btn-primary") == ["Zur Starterbibliothek"]


def test_the_last_workout_and_the_templates_can_be_done_next(
    site: Site, make: Make, alice: User
) -> None:
    make.workout(athlete=alice, title="läuft noch", is_running=True)
    last = make.workout(athlete=alice, title="Montag")
    template = make.workout(athlete=alice, title="Oberkörper", is_template=True)
    page = site.sign_in(alice).open("/index")
    assert "Nachtragen: Montag" in page.text
    links = page.links()
    assert f"/add_workout?repeat_id={last.id}" in links
    assert f"/workout_template/{template.id}/use" in links


def big_button(page: Page) -> tuple[str, dict[str, str]]:
    """Return what the biggest button starts, by name and by what it sends."""
    form = page.html.select_one(".start-due form")
    assert form is not None
    name = form.select_one("strong")
    assert name is not None
    fields = form.select('input:not([name="csrf_token"])')
    return name.text, {str(field["name"]): str(field["value"]) for field in fields}


def test_the_biggest_button_starts_the_template_that_was_not_done_for_longest(
    site: Site, make: Make, alice: User
) -> None:
    one, two = (make.workout(athlete=alice, title=name, is_template=True) for name in "AB")
    site.sign_in(alice)
    for done_now, due in ((one, two), (two, one)):
        make.workout(athlete=alice, template_id=done_now.id)
        page = site.open("/")
        assert big_button(page) == (due.title, {"template_id": str(due.id)})
        rows = page.texts(".today-plan .rows strong")
        assert due.title not in rows
        assert done_now.title in rows


def test_without_a_template_in_use_it_starts_the_last_workout_once_more(
    site: Site, make: Make, alice: User
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=15)
    make.workout(athlete=alice, title="Alt", is_template=True, timestamp=long_ago)
    make.workout(athlete=alice, title="Sonntag", timestamp=long_ago)
    last = make.workout(athlete=alice, title="Montag")
    page = site.sign_in(alice).open("/")
    assert big_button(page) == ("Noch einmal: Montag", {"repeat_id": str(last.id)})
    assert page.texts(".today-plan .rows strong") == ["Alt"]


def test_something_else_is_beside_it_and_so_is_a_workout_of_nothing(
    site: Site, make: Make, alice: User
) -> None:
    last = make.workout(athlete=alice, title="Montag")
    page = site.sign_in(alice).open("/")
    items = page.texts(".start-due .menu-item")
    assert items[0] == "Leeres Training starten"
    empty = page.html.select_one(".start-due .menu-panel form")
    assert empty is not None
    assert [str(field["name"]) for field in empty.select("input")] == ["csrf_token"]
    assert f"/add_workout?repeat_id={last.id}" in page.links()


def test_while_a_workout_runs_nothing_else_starts(site: Site, make: Make, alice: User) -> None:
    make.workout(athlete=alice, title="Montag")
    make.workout(athlete=alice, title="läuft", is_running=True)
    page = site.sign_in(alice).open("/")
    assert not page.html.select('form[action="/workout/start"]')
    assert "Nachtragen: Montag" in page.text


def test_the_button_comes_first_then_what_is_next_then_what_is_proposed(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 9, 8, 8)))
    make.workout(athlete=alice, title="Plan", is_template=True)
    page = site.sign_in(alice).open("/")
    parts = page.html.select(".start-due, .today-plan h2, .proposal-line")
    assert [(tag.get("class") or [tag.text])[0] for tag in parts] == [
        "start-due",
        "Als Nächstes",
        "proposal",
        "Deine nächsten Ziele",
    ]


# -- ladders


def test_open_proposals_are_answered_here(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)
    diary.log(0, (push, done("Knie", 8, 8, 8)))
    diary.log(2, (push, done("Knie", 9, 8, 8)))
    page = site.sign_in(alice).open("/")
    assert page.texts(".proposal-exercise") == ["Liegestütze"]
    assert page.texts(".proposal-title") == ["Bereit für Stufe 2: Voll"]
    assert page.texts(".proposal .evidence li") == ["07.09.2026 8 · 8 · 8", "09.09.2026 9 · 8 · 8"]
    assert page.texts(".proposal details button") == ["Noch nicht", "Ablehnen"]
    yes = page.html.select_one(".proposal-yes button")
    assert yes is not None
    assert (yes.text, yes["aria-label"]) == ("Ja", "Ja, nächste Stufe: Liegestütze")
    accept = page.html.select_one(".proposal-yes")
    assert accept is not None
    fields = {str(tag["name"]): str(tag["value"]) for tag in accept.select("input")}
    page = site.post(str(accept["action"]), fields | {"answer": "accepted"})
    assert page.heading == "Heute"
    assert not page.html.select(".proposal")
    assert page.texts(".target-row .chip") == ["Stufe 2/3 · Voll"]


@time_machine.travel(MONDAY + timedelta(days=3), tick=False)
def test_the_next_targets_are_those_of_what_was_trained_last(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=LEVELS)
    dips = make.exercise(owner=alice, title="Dips", levels=["Negativ"])
    make.exercise(owner=alice, title="nie trainiert")
    gone = make.exercise(owner=alice, title="weggelegt")
    diary.log(0, (push, done("Knie", 8, 7, 6)), (gone, done("Knie", 5)))
    with make.session() as session:
        session.get_one(ExerciseDefinition, gone.id).archived = True
    diary.log(2, (dips, done("Negativ", 5, 5, 5)))
    page = site.sign_in(alice).open("/")
    assert page.texts(".target-row-head a") == ["Dips", "Liegestütze"]
    assert page.texts(".target-row summary") == [
        "Nächstes Ziel: 6 · 5 · 5",
        "Nächstes Ziel: 8 · 7 · 7",
    ]


def test_many_proposals_lead_to_the_page_that_has_them_all(
    site: Site, make: Make, alice: User, diary: Diary
) -> None:
    many = [make.exercise(owner=alice, levels=LEVELS) for _ in range(4)]
    for day in (0, 2):
        diary.log(day, *((each, done("Knie", 8, 8, 8)) for each in many))
    page = site.sign_in(alice).open("/")
    assert len(page.html.select(".proposal")) == 2
    assert "Weitere Vorschläge" in page.text
    assert len(site.open("/progress").html.select(".ladder-card")) == 4


def test_it_costs_the_same_for_any_number_of_workouts(
    site: Site, make: Make, alice: User, diary: Diary, count_queries: QueryCounter
) -> None:
    push = make.exercise(owner=alice)
    site.sign_in(alice)
    for more in (1, 2, 97):
        for is_template in (True, False):
            for _ in range(more):
                exercises = [(push, [("Knie", 9)] * 3)]
                make.workout(athlete=alice, is_template=is_template, exercises=exercises)
        diary.do(progression_upkeep.rebuild)
        with count_queries.expect(6):
            site.open("/")
