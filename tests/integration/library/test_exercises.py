"""The library's pages, with the forms an athlete fills in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from project.models import Block, ExerciseCategory, ExerciseDefinition, ProgressionLevel, User
from project.queries.library import exercises as queries
from project.services.training import progression_upkeep
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = pytest.mark.integration


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def names(make: Make, definition_id: int) -> list[str]:
    with make.session():
        return [row.name for row in queries.ladder_of([definition_id])[definition_id]]


def only_exercise(make: Make, owner: User) -> ExerciseDefinition:
    with make.session() as session:
        return session.query(ExerciseDefinition).filter_by(user_id=owner.id).one()


# -- adding


def test_an_athlete_adds_an_exercise_with_its_ladder(site: Site, make: Make, alice: User) -> None:
    push = make.category("Drücken")
    form = site.sign_in(alice).open("/add_exercise")
    page = site.submit(
        form,
        {
            "title": "  Liege\u0301stütze ",
            "progressions": "Wand\r\n\r\n  Knie \nVoll",
            "description": "Hüfte gerade.",
            "counting_type": "reps",
            "categories": [str(push.id)],
            "rest_seconds": "2:00",
            "tracks_load": "y",
        },
    )
    assert page.heading == "Liegéstütze"
    assert page.flashes() == ["Übung hinzugefügt."]
    assert [rung.get_text(strip=True) for rung in page.html.select(".rung-name")] == [
        "Voll",
        "Knie",
        "Wand",
    ]
    stored = only_exercise(make, alice)
    assert (stored.title, stored.description, stored.rest_seconds) == (
        "Liegéstütze",
        "Hüfte gerade.",
        120,
    )
    assert (stored.tracks_load, stored.tracks_sides, stored.tracks_rir) == (True, False, False)
    assert names(make, stored.id) == ["Wand", "Knie", "Voll"]
    with make.session():
        assert queries.category_ids_of(stored.id) == [push.id]


def test_adding_leads_back_to_where_the_athlete_came_from(site: Site, alice: User) -> None:
    form = site.sign_in(alice).open("/add_exercise?next=/exercises?user=all")
    page = site.submit(form, {"title": "Dips", "progressions": "Bank"})
    assert page.heading == "Bibliothek"
    form = site.open("/add_exercise?next=//evil.example/")
    page = site.submit(form, {"title": "Hang", "progressions": "Passiv"})
    assert page.heading == "Hang"


def test_a_new_category_is_made_with_the_exercise(site: Site, make: Make, alice: User) -> None:
    make.category("Drücken")
    form = site.sign_in(alice).open("/add_exercise")
    page = site.submit(form, {"title": "A", "progressions": "x", "new_category": "Stützen"})
    assert "Stützen" in page.text
    site.submit(form, {"title": "B", "progressions": "x", "new_category": "DRÜCKEN"})
    assert make.count(ExerciseCategory) == 2


def test_a_refused_form_comes_back_whole(site: Site, make: Make, alice: User) -> None:
    push = make.category("Drücken")
    make.exercise(owner=alice, title="Dips")
    form = site.sign_in(alice).open("/add_exercise")
    typed = {
        "title": "DIPS",
        "progressions": "Wand\nKnie",
        "description": "Tief.",
        "counting_type": "duration",
        "categories": [str(push.id)],
        "new_category": "Neu",
        "rest_seconds": "45",
        "tracks_rir": "y",
    }
    page = site.submit(form, typed, status=422)
    assert page.error("title") == "Du hast schon eine Übung mit diesem Titel."
    for name in ("title", "progressions", "description", "counting_type", "rest_seconds"):
        assert page.value(name) == typed[name]
    assert page.values_of("categories") == [str(push.id)]
    assert (page.value("new_category"), page.value("tracks_rir")) == ("Neu", "y")
    assert page.values_of("tracks_load") == []
    assert make.count(ExerciseDefinition) == 1
    assert make.count(ExerciseCategory) == 1
    page = site.submit(page, {"title": "Dips am Barren"})
    assert page.heading == "Dips am Barren"


def test_a_title_in_the_archive_can_be_brought_back_from_the_form(
    site: Site, make: Make, alice: User
) -> None:
    old = make.exercise(owner=alice, title="Dips", archived=True)
    form = site.sign_in(alice).open("/add_exercise")
    page = site.submit(form, {"title": "dips", "progressions": "Bank"}, status=422)
    assert page.error("title") == (
        "Eine archivierte Übung von dir heißt schon so. Du kannst sie zurückholen."
    )
    page = site.submit(page, action="bring_back")
    assert page.heading == "Dips"
    stored = make.fresh(old)
    assert stored is not None
    assert stored.archived is False


LONG = "x" * 81
Wrong = tuple[str, Any, str]
WRONG: list[Wrong] = [
    ("title", None, "Bitte ausfüllen."),
    ("title", "   ", "Bitte ausfüllen."),
    ("title", LONG, "Höchstens 80 Zeichen."),
    ("title", "a\x00b", "Steuerzeichen sind hier nicht erlaubt."),
    ("title", "a\u202eb", "Steuerzeichen sind hier nicht erlaubt."),
    ("title", "ﷺ" * 80, "Dieser Titel ist zu lang."),
    ("description", "x" * 2001, "Höchstens 2000 Zeichen."),
    ("description", "a\x07", "Steuerzeichen sind hier nicht erlaubt."),
    ("counting_type", "kg", "Bitte wähle, wie gezählt wird."),
    ("progressions", None, "Eine Leiter braucht mindestens eine Stufe."),
    ("progressions", " \n ", "Eine Leiter braucht mindestens eine Stufe."),
    ("progressions", "Knie\nknie", "knie: Diese Stufe gibt es schon."),
    ("progressions", LONG, f"{'x' * 30}…: Höchstens 80 Zeichen."),
    ("progressions", "a\u200fb", "ab: Steuerzeichen sind hier nicht erlaubt."),
    ("progressions", "\n".join(map(str, range(31))), "Eine Leiter hat höchstens 30 Stufen."),
    ("progressions", "x\n" * 200_000, "x: Diese Stufe gibt es schon. " * 5),
    ("rest_seconds", "", "Bitte ausfüllen."),
    ("rest_seconds", "-1", "Minuten und Sekunden bis 60:00, zum Beispiel 1:30, oder nur Sekunden."),
    (
        "rest_seconds",
        "NaN",
        "Minuten und Sekunden bis 60:00, zum Beispiel 1:30, oder nur Sekunden.",
    ),
    (
        "rest_seconds",
        "1:75",
        "Minuten und Sekunden bis 60:00, zum Beispiel 1:30, oder nur Sekunden.",
    ),
    (
        "rest_seconds",
        "3601",
        "Minuten und Sekunden bis 60:00, zum Beispiel 1:30, oder nur Sekunden.",
    ),
    ("rest_seconds", "9" * 99, "Höchstens 8 Zeichen."),
    ("categories", ["999999"], "Eine gewählte Kategorie gibt es nicht mehr."),
    ("categories", ["x"], "Diese Auswahl gibt es nicht."),
    ("categories", ["-1"], "Diese Auswahl gibt es nicht."),
    ("categories", ["9" * 40], "Diese Auswahl gibt es nicht."),
    ("new_category", LONG, "Höchstens 80 Zeichen."),
    ("new_category", "a\x00", "Steuerzeichen sind hier nicht erlaubt."),
    ("new_category", "ﷺ" * 80, "Dieser Name ist zu lang."),
]


# Whether there is a category, the database is asked; of the rest the form knows by itself.
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(wrong, marks=pytest.mark.database if wrong[0] == "categories" else ())
        for wrong in WRONG
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(
    site: Site, make: Make, alice: User, wrong: Wrong
) -> None:
    field, value, message = wrong
    make.category("Drücken")
    form = site.sign_in(alice).open("/add_exercise")
    typed = {"title": "Dips", "progressions": "Bank", field: value}
    page = site.submit(form, typed, status=422)
    assert page.error("levels" if field == "progressions" else field) == message.strip()
    assert make.count(ExerciseDefinition) == 0


def test_a_pasted_list_loses_its_bullets_and_numbers(site: Site, make: Make, alice: User) -> None:
    form = site.sign_in(alice).open("/add_exercise")
    site.submit(form, {"title": "Dips", "progressions": "1. Bank\r\n2) Barren\r\n\r\n- Ringe"})
    with make.session() as session:
        levels = session.query(ProgressionLevel).order_by(ProgressionLevel.level_order)
        assert [level.name for level in levels] == ["Bank", "Barren", "Ringe"]


def test_json_is_read_like_a_form_and_never_breaks_it(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    headers = {"X-CSRFToken": site.csrf_token(), "Accept": "text/html"}
    bodies: list[tuple[str, int]] = [
        ('{"title": "A", "progressions": "x", "counting_type": "reps", "rest_seconds": 30}', 303),
        ('{"title": "\\ud800", "progressions": "\\udfff", "counting_type": "reps"}', 422),
        ('{"title": "A", "progressions": "x", "counting_type": [1, "reps"]}', 422),
        ('{"title": 5, "progressions": "x", "counting_type": "reps"}', 400),
        ('{"title": "B", "progressions": true, "counting_type": "reps"}', 400),
        ('{"title": "B", "progressions": ["x", 5], "counting_type": "reps"}', 400),
        ('{"title": "B", "progressions": "x", "rest_seconds": NaN}', 400),
        ('{"title": "B", "progressions": "x", "rest_seconds": 1e999}', 400),
        ('{"title": "B", "progressions": "x", "tracks_load": "on"}', 400),
        ('{"title": "B", "progressions": "x", "tracks_load": 1}', 400),
        ('{"title": {"a": 1}}', 400),
        ('{"title": [["a"]]}', 400),
        ("[1, 2]", 400),
        ('"title"', 400),
        ("{", 400),
        ("[" * 100_000, 400),
    ]
    for body, status in bodies:
        answer = site.client.post(
            "/add_exercise", data=body, content_type="application/json", headers=headers
        )
        assert (body[:40], answer.status_code) == (body[:40], status)
    assert only_exercise(make, alice).title == "A"


# -- the page of an exercise


@time_machine.travel(NOON, tick=False)
def test_the_page_shows_the_ladder_the_last_sessions_and_templates(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])
    other = make.exercise(owner=alice, title="Hang")
    make.workout(
        athlete=alice,
        title="Montag",
        timestamp=NOON - timedelta(days=1),
        is_done=True,
        exercises=[(mine, [("Bank", 12), ("Bank", 10), ("Barren", 3)]), (other, [("Voll", 99)])],
    )
    make.workout(athlete=alice, title="Nur Hang", exercises=[(other, [("Voll", 98)])])
    make.workout(athlete=alice, title="Plan", is_template=True, exercises=[(mine, [("Bank", 77)])])
    make.workout(
        athlete=bob, title="Plan von Bob", is_template=True, exercises=[(mine, [("Bank", 76)])]
    )
    page = site.sign_in(alice).open(f"/exercises/{mine.id}")
    sessions = [" ".join(row.get_text(" ").split()) for row in page.html.select("tbody tr")]
    assert sessions == [
        "28.02.2026 2 · Barren 3 3 0",
        "28.02.2026 1 · Bank 12 · 10 12 0",
    ]
    assert [item.get_text(strip=True) for item in page.html.select(".plain li")] == ["Plan"]


def test_another_athletes_exercise_is_shown_without_history(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    theirs = make.exercise(owner=bob, title="Planche", levels=["Tuck"])
    make.workout(athlete=bob, title="Geheim", exercises=[(theirs, [("Tuck", 5)])])
    page = site.sign_in(alice).open(f"/exercises/{theirs.id}")
    assert "von bob" in page.text
    assert "Geheim" not in page.text
    assert not [url for url in page.links() if "update" in url or "delete" in url]


@pytest.mark.parametrize(
    "path",
    ["/exercises/{}", "/exercise/{}/update", "/exercise/{}/delete"],
)
def test_archived_foreign_and_unknown_exercises_are_not_found(
    site: Site, make: Make, alice: User, bob: User, path: str
) -> None:
    archived = make.exercise(owner=bob, archived=True)
    blocked = make.exercise(owner=make.user(username="dora"))
    with make.session() as session:
        session.add(Block(blocker_id=blocked.user_id, blocked_id=alice.id))
    site.sign_in(alice)
    for number in (archived.id, blocked.id, 999_999, 2**31, 10**30):
        site.open(path.format(number), status=404)


@pytest.mark.parametrize("action", ["update", "delete", "bring_back"])
def test_a_stranger_cannot_change_an_exercise(
    site: Site, make: Make, alice: User, charlie: User, action: str
) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["Bank"], archived=True)
    site.sign_in(charlie)
    site.post(f"/exercise/{mine.id}/{action}", {"title": "Meins", "progressions": "x"}, status=404)
    stored = make.fresh(mine)
    assert stored is not None
    assert (stored.title, stored.archived, names(make, mine.id)) == ("Dips", True, ["Bank"])


# -- cost


@pytest.mark.parametrize("exercises", [1, 3])
def test_pages_cost_the_same_for_any_number_of_exercises(
    site: Site, make: Make, alice: User, count_queries: QueryCounter, exercises: int
) -> None:
    bob = make.user(username="bob")
    push = make.category("Drücken")
    for _ in range(exercises):
        mine = make.exercise(owner=alice, categories=[push])
        make.exercise(owner=bob, categories=[push])
        make.workout(athlete=alice, exercises=[(mine, [("Voll", 5)] * exercises)])
        make.workout(athlete=alice, exercises=[(mine, [("Voll", 5)])], is_template=True)
        with make.session() as session:  # as saving a workout does
            progression_upkeep.log_changed(session.merge(alice), [mine.id])
    site.sign_in(alice)
    for path, statements in [
        ("/exercises", 5),
        ("/exercises?user=all", 5),
        (f"/exercises?user=all&category={push.id}&q=voll", 5),
        (f"/exercises/{mine.id}", 7),
        ("/add_exercise", 2),
        (f"/exercise/{mine.id}/update", 7),
        ("/categories", 2),
    ]:
        with count_queries.watching() as sent:
            site.open(path)
        assert len(sent) == statements, (path, sent)
