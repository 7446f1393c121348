"""The library's pages, with the forms an athlete fills in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from project.enums import CountingType
from project.models import Block, ExerciseCategory, ExerciseDefinition, ProgressionLevel, Set, User
from project.queries import exercises as queries
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


@pytest.mark.database
@pytest.mark.parametrize("wrong", WRONG)
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


def test_json_is_read_like_a_form_and_never_breaks_it(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    headers = {"X-CSRFToken": site.csrf_token(), "Accept": "text/html"}
    bodies: list[tuple[str, int]] = [
        ('{"title": "A", "progressions": "x", "counting_type": "reps", "rest_seconds": 30}', 303),
        ('{"title": "\\ud800", "progressions": "\\udfff", "counting_type": "reps"}', 422),
        ('{"title": 5, "progressions": true, "counting_type": [1, "reps"]}', 422),
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


# -- the list


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
    assert "Leg die erste an" in page.text
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
    sessions = [" ".join(item.get_text(" ").split()) for item in page.html.select(".sessions > li")]
    assert sessions == ["Montag gestern, 13:00 Stufe 1/2 · Bank 12 · 10 Stufe 2/2 · Barren 3"]
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


# -- changing


def test_rows_rename_move_add_and_remove_levels(site: Site, make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["A", "B", "C", "D"])
    a, b, c, d = (level.id for level in mine.levels)
    make.workout(athlete=alice, exercises=[(mine, [("A", 1), ("B", 2), ("C", 3), ("D", 4)])])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    assert form.values_of("level_name") == ["A", "B", "C", "D", "", "", ""]
    page = site.submit(
        form,
        {
            "level_name": ["A", "Besser", "C", "D", "Neu", "", ""],
            "level_order": ["1", "2", "3", "1", "", "", ""],
            "level_remove": [str(c)],
        },
    )
    assert page.flashes() == ["Übung gespeichert."]
    assert names(make, mine.id) == ["D", "A", "Besser", "Neu"]
    with make.session() as session:
        levels = session.query(ProgressionLevel).order_by(ProgressionLevel.level_order).all()
        assert [levels[0].id, levels[1].id, levels[2].id] == [d, a, b]
        sets = session.query(Set).order_by(Set.set_order).all()
        assert [(row.progression, row.progression_level_id) for row in sets] == [
            ("A", a),
            ("B", b),
            ("C", None),
            ("D", d),
        ]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (["3", "2", "3"], "BCA"),
        (["1", "1", "3"], "BAC"),
        (["1", "2", "1"], "CAB"),
        (["", "", ""], "ABC"),
        (["9", "5", "1"], "CBA"),
    ],
)
def test_typed_places_put_levels_where_they_were_meant(
    site: Site, make: Make, alice: User, orders: list[str], expected: str
) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B", "C"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    site.submit(form, {"level_order": [*orders, "", "", ""]})
    assert "".join(names(make, mine.id)) == expected


def test_lines_without_ids_are_known_by_their_names(site: Site, make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["A", "B"])
    site.sign_in(alice).post(
        f"/exercise/{mine.id}/update",
        {
            "title": "Dips",
            "counting_type": "reps",
            "rest_seconds": "90",
            "progressions": "B\nNeu\nA",
        },
    )
    with make.session():
        rows = queries.ladder_of([mine.id])[mine.id]
    assert [row.name for row in rows] == ["B", "Neu", "A"]
    assert [rows[0].id, rows[2].id] == [mine.levels[1].id, mine.levels[0].id]


def test_wrong_rows_come_back_with_a_message_at_the_row(
    site: Site, make: Make, alice: User
) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B", "C"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    typed: dict[str, Any] = {
        "level_name": ["", "b", "C" * 81, "B", "", ""],
        "level_order": ["1", "2", "x", "", "", ""],
    }
    page = site.submit(form, typed, status=422)
    messages = [tag.get_text(strip=True) for tag in page.html.select(".level-row .error")]
    assert messages == [
        "Gib der Stufe einen Namen oder entferne sie.",
        "Höchstens 80 Zeichen.",
        "Diese Stufe gibt es schon.",
    ]
    assert page.values_of("level_name")[:4] == typed["level_name"][:4]
    assert page.values_of("level_order")[:3] == ["1", "2", "x"]
    assert names(make, mine.id) == ["A", "B", "C"]
    site.submit(page, {"level_name": ["A", "b", "X", "Y", "", "", ""], "level_order": [""] * 7})
    assert names(make, mine.id) == ["A", "b", "X", "Y"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"level_id": ["1"]}, "Die Stufen kamen unvollständig an. Prüfe sie bitte."),
        ({"level_order": ["-1"] * 5}, "A: Die Reihenfolge ist eine Zahl von 1 bis 999."),
        ({"level_order": ["²"] * 5}, "A: Die Reihenfolge ist eine Zahl von 1 bis 999."),
        ({"level_name": ["", "", "", "", ""], "level_id": [""] * 5}, "Eine Leiter braucht"),
        (
            {"level_name": [str(n) for n in range(31)], "level_id": [""] * 31, "level_order": None},
            "Eine Leiter hat höchstens 30 Stufen.",
        ),
        (
            {"level_name": ["x"] * 5000, "level_id": [""] * 5000, "level_order": None},
            "x: Diese Stufe gibt es schon.",
        ),
    ],
)
def test_rows_that_make_no_ladder_are_refused(
    site: Site, make: Make, alice: User, typed: dict[str, Any], message: str
) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    page = site.submit(form, typed, status=422)
    summary = page.html.select_one(".error-summary")
    assert summary is not None
    assert message in " ".join(summary.get_text(" ").split())
    assert names(make, mine.id) == ["A", "B"]


def test_ids_that_are_none_of_this_ladder_are_new_levels(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    mine = make.exercise(owner=alice, levels=["A"])
    theirs = make.exercise(owner=bob, levels=["B"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    site.submit(
        form,
        {
            "level_name": ["X", "Y", "Z", "A"],
            "level_id": [str(theirs.levels[0].id), "x", "9" * 40, str(mine.levels[0].id)],
            "level_order": [""] * 4,
        },
    )
    assert names(make, mine.id) == ["X", "Y", "Z", "A"]
    assert names(make, theirs.id) == ["B"]
    assert make.fresh(mine.levels[0]) is not None


def test_a_ladder_changed_elsewhere_is_not_overwritten(site: Site, make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B"])
    site.sign_in(alice)
    old = site.open(f"/exercise/{mine.id}/update")
    site.submit(site.open(f"/exercise/{mine.id}/update"), {"level_name": ["A", "B", "C", "", ""]})
    page = site.submit(old, {"level_name": ["A neu", "B", "", "", ""]}, status=422)
    assert "Gespeichert ist jetzt: A · B · C." in page.text
    assert page.values_of("level_name") == ["A neu", "B", "C", "", "", ""]
    site.submit(page)
    assert names(make, mine.id) == ["A neu", "B", "C"]


def test_counting_stays_once_something_was_logged(site: Site, make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, title="Hang", levels=["Voll"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    make.workout(athlete=alice, exercises=[(mine, [("Voll", 5)])])
    page = site.submit(form, {"counting_type": "duration"}, status=422)
    assert "Mit dieser Übung wurde schon trainiert" in page.text
    stored = make.fresh(mine)
    assert stored is not None
    assert stored.counting_type == "reps"
    page = site.open(f"/exercise/{mine.id}/update")
    assert "Das bleibt so" in page.text
    assert site.submit(page, {"title": "Hängen"}).heading == "Hängen"


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
    assert (page.heading, page.flashes()) == ("Planche (Kopie)", ["In deine Bibliothek kopiert."])
    copied = site.post_json(f"/copy_exercise/{theirs.id}", {})
    assert copied["title"] == "Planche (Kopie 2)"
    assert copied["url"] == f"/exercises/{copied['id']}"
    assert names(make, copied["id"]) == ["Tuck", "Full"]
    assert "Du hast diese Übung schon kopiert." in site.open(f"/exercises/{theirs.id}").text


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
    site.sign_in(alice)
    for path, statements in [
        ("/exercises", 5),
        ("/exercises?user=all", 5),
        (f"/exercises?user=all&category={push.id}&q=voll", 5),
        (f"/exercises/{mine.id}", 7),
        ("/add_exercise", 2),
        (f"/exercise/{mine.id}/update", 6),
        ("/categories", 2),
    ]:
        with count_queries.watching() as sent:
            site.open(path)
        assert len(sent) == statements, (path, sent)
