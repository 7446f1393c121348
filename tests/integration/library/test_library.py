"""The library as a list, its archive, and copies of other athletes' exercises."""

from typing import Any

import pytest

from project.enums import CountingType
from project.models import ExerciseDefinition, User
from project.queries.library import exercises as queries
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration


def names(make: Make, definition_id: int) -> list[str]:
    with make.session():
        return [row.name for row in queries.ladder_of([definition_id])[definition_id]]


def test_the_library_shows_mine_everybodys_and_the_archive(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])
    make.exercise(owner=alice, title="Burpee", archived=True)
    make.exercise(owner=bob, title="Planche")
    make.exercise(owner=bob, title="Handstand", archived=True)
    page = site.sign_in(alice).open("/exercises")
    assert titles(page) == ["Dips"]
    assert "2 Stufen: Bank bis Barren" in page.text
    assert titles(site.open("/exercises?user=all")) == ["Dips", "Planche"]
    assert "von bob" in site.open("/exercises?user=all").text
    page = site.open("/exercises?archived=1&user=all")
    assert (page.heading, titles(page)) == ("Archiv", ["Burpee"])
    page = site.submit(page, action="bring_back")
    assert page.heading == "Burpee"
    assert titles(site.open("/exercises")) == ["Burpee", "Dips"]


def titles(page: Any) -> list[str]:
    return [link.get_text(strip=True) for link in page.html.select(".exercise-row-title")]


def test_filters_add_up_and_can_be_taken_back(site: Site, make: Make, alice: User) -> None:
    push, hold = make.category("Drücken"), make.category("Halten")
    make.exercise(owner=alice, title="Planche", levels=["Tuck"], categories=[push, hold])
    make.exercise(owner=alice, title="Dips", categories=[push])
    page = site.sign_in(alice).open("/exercises")
    page = site.open(link(page, "Drücken"))
    assert titles(page) == ["Dips", "Planche"]
    page = site.open(link(page, "Halten"))
    assert titles(page) == ["Planche"]
    found = site.submit(page, {"q": "tück"}, action="exercises")
    assert titles(found) == ["Planche"]
    assert found.value("q") == "tück"
    assert found.values_of("category") == [str(push.id), str(hold.id)]
    assert titles(site.open(link(page, "Drücken"))) == ["Planche"]
    nothing = site.submit(page, {"q": "dips"}, action="exercises")
    assert (titles(nothing), "Dazu gibt es hier keine Übung." in nothing.text) == ([], True)
    assert titles(site.open(link(nothing, "Alles zeigen"))) == ["Dips", "Planche"]


def link(page: Any, text: str) -> str:
    for tag in page.html.select("main a[href]"):
        if tag.get_text(strip=True) == text:
            return str(tag["href"])
    raise AssertionError(text)


def test_a_long_library_is_read_page_by_page(site: Site, make: Make, alice: User) -> None:
    for number in range(45):
        make.exercise(owner=alice, title=f"Übung {number:02}")
    page = first = site.sign_in(alice).open("/exercises")
    seen = titles(page)
    for _ in range(2):
        page = site.open(link(page, "Weiter"))
        seen += titles(page)
    assert seen == [f"Übung {number:02}" for number in range(45)]
    assert "Weiter" not in page.text
    page = site.open(link(site.open(link(page, "Zurück")), "Zurück"))
    assert titles(page) == titles(first)
    assert "Zurück" not in page.text


@pytest.mark.database
@pytest.mark.parametrize(
    "query",
    [
        "user=nobody",
        "archived=x",
        "q=%00",
        "q=%ED%A0%80",
        "q=%E2%80%AE%25_%5C%27",
        "q=" + "a" * 5000,
        "category=-1&category=x&category=99999999999999999999&category=%D9%A1",
        "category=1" + "&category=2" * 500,
        "after=x",
        "after=1-%00",
        "after=99999999999-a",
        "after=1-" + "z" * 240,
        "before=0-a&after=-",
        "before=1-%ED%A0%80",
        "page=-1&page=NaN",
        "endpoint=x&_external=1&_scheme=javascript&_anchor=a&_method=b",
    ],
)
def test_odd_parameters_of_the_library_are_no_error(
    site: Site, make: Make, alice: User, query: str
) -> None:
    make.exercise(owner=alice, title="Dips")
    page = site.sign_in(alice).open(f"/exercises?{query}")
    assert page.heading in {"Bibliothek", "Archiv"}
    assert not [url for url in page.links() if url.startswith("javascript")]


def test_an_empty_library_says_what_to_do_next(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/exercises")
    assert "leg selbst eine an" in page.text
    assert "/add_exercise" in page.links()
    assert "Dein Archiv ist leer." in site.open("/exercises?archived=1").text
    assert "Noch hat niemand" in site.open("/exercises?user=all").text


def test_scripts_get_the_library_as_json(site: Site, make: Make, alice: User, bob: User) -> None:
    hold = make.category("Halten")
    theirs = make.exercise(
        owner=bob,
        title="Planche",
        levels=["Tuck", "Full"],
        counting_type=CountingType.DURATION,
        categories=[hold],
    )
    site.sign_in(alice)
    answer = site.client.get("/exercises?user=all&q=tuck", headers={"Accept": "application/json"})
    assert answer.get_json() == {
        "exercises": [
            {
                "id": theirs.id,
                "title": "Planche",
                "counting_type": "duration",
                "owner": "bob",
                "mine": False,
                "copy_id": None,
                "levels": [{"id": level.id, "name": level.name} for level in theirs.levels],
                "categories": ["Halten"],
                "url": f"/exercises/{theirs.id}",
            }
        ],
        "next_url": None,
        "prev_url": None,
    }


# -- archive and copies


def test_an_exercise_is_archived_after_a_question_and_brought_back(
    site: Site, make: Make, alice: User
) -> None:
    mine = make.exercise(owner=alice, title="Dips")
    page = site.sign_in(alice).open(f"/exercises/{mine.id}")
    question = site.open(link(page, "Archivieren"))
    assert question.heading == "Übung archivieren?"
    assert titles(site.open("/exercises")) == ["Dips"]
    page = site.submit(question, action="delete")
    assert page.flashes() == ["Übung archiviert. Im Archiv kannst du sie zurückholen."]
    assert titles(page) == []
    page = site.submit(site.open("/exercises?archived=1"), action="bring_back")
    assert page.flashes() == ["Die Übung ist wieder in deiner Bibliothek."]
    assert titles(site.open("/exercises")) == ["Dips"]


def test_copying_by_button_and_by_script(site: Site, make: Make, alice: User, bob: User) -> None:
    theirs = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Full"])
    page = site.sign_in(alice).open(f"/exercises/{theirs.id}")
    page = site.submit(page, action="copy_exercise")
    assert (page.heading, page.flashes()) == (
        "Planche (Kopie)",
        ["In deine Bibliothek übernommen."],
    )
    copied = site.post_json(f"/copy_exercise/{theirs.id}", {})
    assert copied["title"] == "Planche (Kopie 2)"
    assert copied["url"] == f"/exercises/{copied['id']}"
    assert names(make, copied["id"]) == ["Tuck", "Full"]
    assert "Du hast diese Übung schon übernommen." in site.open(f"/exercises/{theirs.id}").text


def test_what_is_not_visible_is_not_copied(site: Site, make: Make, alice: User, bob: User) -> None:
    theirs = make.exercise(owner=bob, archived=True)
    site.sign_in(alice)
    for number in (theirs.id, 999_999, 2**31, 10**30):
        site.post_json(f"/copy_exercise/{number}", {}, status=404)
    assert make.count(ExerciseDefinition, user_id=alice.id) == 0


@pytest.mark.parametrize("path", ["/exercises", "/exercises/1", "/add_exercise", "/categories"])
def test_visitors_and_unconfirmed_athletes_are_sent_away(site: Site, make: Make, path: str) -> None:
    answer = site.client.get(path)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/auth/login")
    site.sign_in(make.user(username="uwe", confirmed=False))
    answer = site.client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/auth/unconfirmed")
