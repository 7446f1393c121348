"""Categories: their page, the forms, and who may change what."""

from typing import Any

import pytest

from project.models import ExerciseCategory, User
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = pytest.mark.integration


def rows(page: Page) -> list[str]:
    return [
        " ".join(row.select_one(".row-text").get_text(" ").split())  # type: ignore[union-attr]  # every row has one
        for row in page.html.select(".category-row")
    ]


def test_the_page_counts_uses_and_offers_what_is_allowed(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    mine, shared, theirs, unused = (make.category(name) for name in ("Aa", "Bb", "Cc", "Dd"))
    make.exercise(owner=alice, categories=[mine, shared])
    make.exercise(owner=alice, categories=[shared], archived=True)
    make.exercise(owner=bob, categories=[shared, theirs])
    page = site.sign_in(alice).open("/categories")
    assert rows(page) == [
        "Aa 1 Übung, davon 1 von dir",
        "Bb 3 Übungen, davon 2 von dir",
        "Cc 1 Übung",
        "Dd unbenutzt",
    ]
    changes = [url for url in page.links() if "rename" in url or "delete" in url]
    assert changes == [
        f"/categories/{mine.id}/rename",
        f"/categories/{unused.id}/rename",
        f"/categories/{unused.id}/delete",
    ]


def test_a_category_is_added(site: Site, make: Make, alice: User) -> None:
    page = site.sign_in(alice).open("/categories")
    assert "Noch gibt es keine Kategorie." in page.text
    page = site.submit(page, {"name": "  Stützen "})
    assert (page.flashes(), rows(page)) == (["Kategorie hinzugefügt."], ["Stützen unbenutzt"])


@pytest.mark.database
@pytest.mark.parametrize(
    ("name", "message"),
    [
        (None, "Bitte ausfüllen."),
        (" \t", "Bitte ausfüllen."),
        ("x" * 81, "Höchstens 80 Zeichen."),
        ("a\x00b", "Steuerzeichen sind hier nicht erlaubt."),
        ("a\u2067b", "Steuerzeichen sind hier nicht erlaubt."),
        ("ﷺ" * 80, "Dieser Name ist zu lang."),
        ("DRÜCKEN", "Diese Kategorie gibt es schon."),
        ("Dru\u0308cken", "Diese Kategorie gibt es schon."),
    ],
)
def test_a_wrong_name_is_refused_at_the_field(
    site: Site, make: Make, alice: User, name: str | None, message: str
) -> None:
    make.category("Drücken")
    other = make.category("Ziehen")
    site.sign_in(alice)
    for path in ("/categories", f"/categories/{other.id}/rename"):
        page = site.submit(site.open(path), {"name": name}, status=422)
        assert page.error("name") == message
    stored = make.fresh(other)
    assert stored is not None
    assert (stored.name, make.count(ExerciseCategory)) == ("Ziehen", 2)


def test_a_script_adds_a_category_or_gets_the_one_there_is(
    site: Site, make: Make, alice: User
) -> None:
    push = make.category("Drücken")
    site.sign_in(alice)
    assert site.post_json("/categories/add", {"name": "drücken"}) == {
        "id": push.id,
        "name": "Drücken",
    }
    added = site.post_json("/categories/add", {"name": "Stützen"})
    stored = make.fresh(ExerciseCategory(id=added["id"]))
    assert stored is not None
    assert (stored.name, added["name"]) == ("Stützen", "Stützen")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": ""}, 422),
        ({"name": None}, 422),
        ({"name": "\ud800"}, 422),
        ({"name": "x" * 81}, 422),
        ({"name": {"a": "b"}}, 400),
        ({"name": True}, 400),
        ({"name": False}, 400),
        ({"name": 5}, 400),
        ({"name": ["Stützen"]}, 400),
        ({"name": float("nan")}, 400),
        ({"name": "Stützen", "unknown": float("inf")}, 400),
        (["name"], 400),
        ("name", 400),
        (5, 400),
    ],
)
def test_odd_json_is_refused_as_json(
    site: Site, make: Make, alice: User, body: Any, status: int
) -> None:
    answer = site.sign_in(alice).post_json("/categories/add", body, status=status)
    assert answer["status"] == status
    assert answer["message"]
    assert make.count(ExerciseCategory) == 0


def test_what_only_i_use_can_be_renamed(site: Site, make: Make, alice: User) -> None:
    mine = make.category("Drücken")
    make.exercise(owner=alice, categories=[mine])
    page = site.sign_in(alice).open(f"/categories/{mine.id}/rename")
    assert page.value("name") == "Drücken"
    page = site.submit(page, {"name": "DRÜCKEN"})
    assert page.flashes() == ["Kategorie umbenannt."]
    assert rows(page) == ["DRÜCKEN 1 Übung, davon 1 von dir"]


def test_what_others_use_is_renamed_by_admins_alone(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    shared = make.category("Drücken")
    make.exercise(owner=bob, categories=[shared], archived=True)
    page = site.sign_in(alice).open(f"/categories/{shared.id}/rename")
    page = site.submit(page, {"name": "Pressen"}, status=403)
    assert "Umbenennen dürfen dann nur Admins." in page.text
    admin = make.user(username="root1", admin=True)
    site.sign_in(admin)
    site.submit(site.open(f"/categories/{shared.id}/rename"), {"name": "Pressen"})
    stored = make.fresh(shared)
    assert stored is not None
    assert stored.name == "Pressen"


def test_an_unused_category_is_deleted_after_a_question(
    site: Site, make: Make, alice: User
) -> None:
    unused = make.category("Drücken")
    question = site.sign_in(alice).open(f"/categories/{unused.id}/delete")
    assert question.heading == "Kategorie löschen?"
    page = site.submit(question, action="delete")
    assert page.flashes() == ["Kategorie gelöscht."]
    assert make.count(ExerciseCategory) == 0


def test_a_used_category_is_not_deleted(site: Site, make: Make, alice: User, bob: User) -> None:
    used = make.category("Drücken")
    make.exercise(owner=bob, categories=[used])
    page = site.sign_in(alice).post(f"/categories/{used.id}/delete", status=409)
    assert "„Drücken“ wird von 1 Übung verwendet und bleibt deshalb." in page.text
    assert make.count(ExerciseCategory) == 1


@pytest.mark.parametrize("number", ["999999", "2147483648", "9" * 30])
def test_unknown_categories_are_not_found(site: Site, alice: User, number: str) -> None:
    site.sign_in(alice)
    for action in ("rename", "delete"):
        site.open(f"/categories/{number}/{action}", status=404)
        site.post(f"/categories/{number}/{action}", {"name": "x"}, status=404)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "50 % & mehr", '"><b>', "%(name)s"])
def test_names_are_shown_as_they_are(site: Site, make: Make, alice: User, name: str) -> None:
    category = make.category(name)
    made = make.exercise(owner=alice, title=name, levels=[name], categories=[category])
    site.sign_in(alice)
    for path in (
        "/categories",
        f"/categories/{category.id}/delete",
        "/exercises",
        f"/exercises/{made.id}",
        f"/exercise/{made.id}/delete",
    ):
        assert name in site.open(path).text
