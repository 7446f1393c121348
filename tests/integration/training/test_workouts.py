"""The list of workouts, one of them, deleting it and marking it as done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from project.enums import CountingType, Visibility
from project.models import Block, Follower, ProgressionLevel, Set, User, Workout
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.queries import QueryCounter
from tests.support.snapshot import snapshot

pytestmark = pytest.mark.integration

NOW = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)


def titles(page: Page) -> list[str]:
    return [tag.get_text() for tag in page.html.select(".workout-card h2")]


def test_the_list_shows_every_set_with_its_level(site: Site, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    plank = make.exercise(
        owner=alice, title="Planke", levels=["Normal"], counting_type=CountingType.DURATION
    )
    make.workout(
        athlete=alice,
        title="Montag",
        exercises=[
            (push, [("Voll", 5), ("Voll", 4), ("Knie", 12)]),
            (plank, [("Normal", 45), ("Normal", 90)]),
        ],
    )
    page = site.sign_in(alice).open("/workouts")
    lines = [" ".join(tag.get_text(" ").split()) for tag in page.html.select(".line")]
    assert lines == [
        "Liegestütze Stufe 2/2 · Voll 5 · 4",
        "Liegestütze Stufe 1/2 · Knie 12",
        "Planke Stufe 1/1 · Normal 0:45 · 1:30",
    ]


def test_a_level_that_is_gone_has_no_place_and_an_exercise_may_have_no_set(
    site: Site, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, title="Dips", levels=["Knie", "Voll"])
    row = make.exercise(owner=alice, title="Rudern")
    make.workout(athlete=alice, exercises=[(push, [("Knie", 8), ("Voll", 2)]), (row, [])])
    easy = select(ProgressionLevel).filter_by(exercise_definition_id=push.id, name="Knie")
    with make.session() as session:
        session.delete(session.scalars(easy).one())
    page = site.sign_in(alice).open("/workouts")
    assert page.texts(".line") == ["Dips Knie 8", "Dips Stufe 2/1 · Voll 2", "Rudern"]
    # The name of an exercise is seen once.
    assert page.texts(".line-same") == ["Dips Stufe 2/1 · Voll 2"]


def test_the_list_is_newest_first_and_mine_alone(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    for days in (2, 1, 3):
        make.workout(athlete=alice, title=f"vor {days}", timestamp=NOW - timedelta(days=days))
    make.workout(athlete=alice, title="Vorlage", is_template=True)
    make.workout(athlete=bob, title="bobs")
    assert titles(site.sign_in(alice).open("/workouts")) == ["vor 1", "vor 2", "vor 3"]


def test_an_empty_list_says_what_to_do(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/workouts")
    assert "Noch kein Training" in page.text
    assert "/add_workout" in page.links()


def test_done_ones_can_be_hidden_and_switched_from_the_list(
    site: Site, make: Make, alice: User
) -> None:
    make.workout(athlete=alice, title="fertig", is_done=True)
    still = make.workout(athlete=alice, title="offen")
    page = site.sign_in(alice).open("/workouts?hide_done=1")
    assert titles(page) == ["offen"]
    page = site.submit(page, action=f"/workout/{still.id}/toggle_done")
    assert (page.response.request.full_path, titles(page)) == ("/workouts?hide_done=1", [])
    assert "Alles erledigt" in page.text
    assert make.count(Workout, is_done=True) == 2


def test_a_mark_is_set_and_taken_back(site: Site, make: Make, alice: User) -> None:
    workout = make.workout(athlete=alice)
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    for done in (True, False):
        page = site.submit(page, action="toggle_done")
        assert page.path == f"/workout/{workout.id}"
        assert make.count(Workout, is_done=done) == 1


def test_a_form_that_is_sent_twice_sets_the_mark_it_says(
    site: Site, make: Make, alice: User
) -> None:
    workout = make.workout(athlete=alice)
    for path, done in ((f"/workout/{workout.id}", True), ("/workouts", False)):
        seen = site.sign_in(alice).open(path)
        for _ in range(2):
            site.submit(seen, action="toggle_done")
            assert make.count(Workout, is_done=done) == 1


@pytest.mark.parametrize("said", [{}, {"done": ""}, {"done": "ja"}, {"done": "2"}])
def test_a_mark_that_is_not_said_changes_nothing(
    site: Site, make: Make, alice: User, said: dict[str, str]
) -> None:
    workout = make.workout(athlete=alice)
    page = site.sign_in(alice).post(f"/workout/{workout.id}/toggle_done", said, status=422)
    assert "erledigt ist oder nicht" in page.text
    assert make.count(Workout, is_done=False) == 1


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil", ""])
def test_a_mark_leads_nowhere_else(site: Site, make: Make, alice: User, target: str) -> None:
    workout = make.workout(athlete=alice)
    page = site.sign_in(alice).post(
        f"/workout/{workout.id}/toggle_done", {"done": 1, "next": target}
    )
    assert page.path == "/workouts"


def test_a_running_workout_is_not_marked(site: Site, make: Make, alice: User) -> None:
    running = make.workout(athlete=alice, is_running=True)
    page = site.sign_in(alice).post(f"/workout/{running.id}/toggle_done", {"done": 1}, status=409)
    assert "läuft noch" in page.text
    assert make.count(Workout, is_done=True) == 0


@pytest.fixture
def many(make: Make, alice: User) -> list[str]:
    """Titles of 45 workouts, newest first."""
    for number in range(45):
        make.workout(athlete=alice, title=f"Nr. {number}", timestamp=NOW - timedelta(hours=number))
    return [f"Nr. {number}" for number in range(45)]


def test_pages_are_walked_in_both_directions(site: Site, alice: User, many: list[str]) -> None:
    page = site.sign_in(alice).open("/workouts")
    seen = titles(page)
    while older := page.html.select_one("a[rel=next]"):
        page = site.open(str(older["href"]))
        seen += titles(page)
    assert seen == many
    back = [titles(page)]
    while newer := page.html.select_one("a[rel=prev]"):
        page = site.open(str(newer["href"]))
        back.append(titles(page))
    assert back == [many[40:], many[20:40], many[:20]]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("page=1", slice(20)),
        ("page=2", slice(20, 40)),
        ("page=3", slice(40, 45)),
        ("page=4", slice(25, 45)),
        ("page=999999999999", slice(20)),
        ("page=0", slice(20)),
        ("page=-1", slice(20)),
        ("page=x", slice(20)),
        ("before=x", slice(20)),
        ("before=0-0", slice(25, 45)),
        ("after=0-0", slice(25, 45)),
        ("after=999999999999999999-1", slice(20)),
        ("before=253402300799000000-1", slice(20)),
        ("hide_done=x&page=2", slice(20, 40)),
    ],
)
def test_odd_page_parameters_show_a_page(
    site: Site, alice: User, many: list[str], query: str, shown: slice
) -> None:
    assert titles(site.sign_in(alice).open(f"/workouts?{query}")) == many[shown]


@pytest.mark.parametrize("workouts", [1, 3, 100])
def test_the_list_costs_the_same_for_any_number(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, workouts: int
) -> None:
    push = make.exercise(owner=alice)
    for _ in range(workouts):
        make.workout(athlete=alice, exercises=[(push, [("Knie", 9), ("Voll", 4)])] * 2)
    site.sign_in(alice)
    with count_queries.watching() as statements:
        site.open("/workouts")
    assert len(statements) == 3  # session and athlete, page, sets


@pytest.mark.parametrize("sets", [1, 3, 100])
def test_a_workout_costs_the_same_for_any_number_of_sets(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, sets: int
) -> None:
    push = make.exercise(owner=alice)
    workout = make.workout(athlete=alice, exercises=[(push, [("Knie", 9)] * sets)] * 3)
    site.sign_in(alice)
    with count_queries.watching() as statements:
        site.open(f"/workout/{workout.id}")
    assert len(statements) == 3


@time_machine.travel(NOW, tick=False)
def test_a_workout_shows_everything(site: Site, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, title="Liegestütze", levels=["Knie", "Voll"])
    workout = make.workout(
        athlete=alice,
        title="Montag",
        timestamp=NOW,
        note="Regen\nund Wind",
        effort=7,
        is_done=True,
        exercises=[(push, [("Voll", 5), ("Weg", 9)])],
    )
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    assert page.heading == "Montag"
    for words in (
        "14.09.2026, 20:20",
        "Regen und Wind",
        "Anstrengung 7/10",
        "erledigt",
        "für alle",
        "Satz 1 Stufe 2/2 · Voll 5 Wdh.",
        "Satz 2 Weg 9 Wdh.",
    ):
        assert words in page.text, words


def test_a_level_that_was_renamed_is_shown_as_it_was_logged(
    site: Site, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, levels=["Knie", "Voll"])
    workout = make.workout(athlete=alice, exercises=[(push, [("Voll", 5)])])
    with make.session() as session:
        session.merge(push.levels[1]).name = "Ganz"
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    assert "Stufe 2/2 · Voll" in page.text


SEEN_BY_FOLLOWER = {Visibility.ALL: 200, Visibility.FOLLOWERS: 200, Visibility.PRIVATE: 404}
SEEN_BY_STRANGER = {Visibility.ALL: 200, Visibility.FOLLOWERS: 404, Visibility.PRIVATE: 404}


@pytest.mark.parametrize("visibility", list(Visibility))
def test_others_see_what_its_visibility_says(
    site: Site, make: Make, alice: User, bob: User, visibility: Visibility
) -> None:
    theirs = make.workout(athlete=bob, title="bobs Montag", visibility=visibility)
    site.sign_in(alice).open(f"/workout/{theirs.id}", status=SEEN_BY_STRANGER[visibility])
    with make.session() as session:
        session.add(Follower(follower_id=alice.id, followed_id=bob.id, accepted=True))
    site.open(f"/workout/{theirs.id}", status=SEEN_BY_FOLLOWER[visibility])
    with make.session() as session:
        session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
    site.open(f"/workout/{theirs.id}", status=404)


def test_somebody_elses_workout_offers_only_to_do_it_too(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    theirs = make.workout(athlete=bob, title="bobs Montag")
    page = site.sign_in(alice).open(f"/workout/{theirs.id}")
    assert f"/add_workout?repeat_id={theirs.id}" in page.links()
    assert not [link for link in page.links() if "edit" in link and "profile" not in link]
    assert [form["action"] for form in page.html.select("main form")] == ["/workout/start"]
    assert page.texts("main form button") == ["Mitmachen"]


def test_missing_and_private_workouts_give_the_same_answer(
    site: Site, make: Make, alice: User, charlie: User
) -> None:
    theirs = make.workout(athlete=charlie, visibility=Visibility.PRIVATE)
    site.sign_in(alice)
    answers = []
    for workout_id in (theirs.id, 999_999, 2**31, 10**30):
        page = site.open(f"/workout/{workout_id}", status=404)
        answers.append(page.text)
    assert len(set(answers)) == 1


def test_deleting_asks_first_on_a_page_of_its_own(site: Site, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice)
    workout = make.workout(athlete=alice, title="Montag", exercises=[(push, [("Knie", 9)])])
    page = site.sign_in(alice).open(f"/workout/{workout.id}")
    (link,) = [link for link in page.links() if "/delete" in link]
    question = site.open(link)
    assert "„Montag“" in question.text
    assert make.count(Workout) == 1
    page = site.submit(question, action=f"/workout/{workout.id}/delete")
    assert (page.path, page.flashes()) == ("/workouts", ["Gelöscht."])
    assert (make.count(Workout), make.count(Set)) == (0, 0)


def test_deleting_needs_a_post(site: Site, make: Make, alice: User) -> None:
    workout = make.workout(athlete=alice)
    site.sign_in(alice).open(f"/workout/{workout.id}/delete", status=405)
    assert make.count(Workout) == 1


@pytest.mark.parametrize(
    "path", ["edit", "delete", "toggle_done", "save_as_template", "write_back"]
)
def test_strangers_change_nothing(
    site: Site, make: Make, alice: User, charlie: User, path: str
) -> None:
    theirs = make.workout(athlete=charlie)
    site.sign_in(alice)
    before = snapshot(site.app)
    site.post(f"/workout/{theirs.id}/{path}", status=404)
    assert snapshot(site.app) == before


@pytest.mark.parametrize("path", ["/workouts", "/workout/1", "/add_workout", "/workout/1/edit"])
def test_visitors_are_sent_to_sign_in(site: Site, path: str) -> None:
    assert site.client.get(path).headers["Location"].startswith("/auth/login")


def test_names_are_shown_as_text(site: Site, make: Make, alice: User) -> None:
    nasty: Any = "<script>alert(1)</script>"
    push = make.exercise(owner=alice, title=nasty, levels=[nasty])
    workout = make.workout(athlete=alice, title=nasty, note=nasty, exercises=[(push, [(nasty, 5)])])
    site.sign_in(alice)
    for path in ("/workouts", f"/workout/{workout.id}", f"/workout/{workout.id}/edit", "/"):
        page = site.open(path)
        assert nasty in page.html.get_text()
        assert "<script>alert" not in page.response.get_data(as_text=True)
