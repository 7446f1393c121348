"""Changing an exercise: its ladder above all."""

from typing import Any

import pytest

from project.models import ExerciseDefinition, ProgressionLevel, Set, User
from project.queries.library import exercises as queries
from project.rules.library.level_texts import LevelTexts
from tests.support.http import Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

NO_TEXTS = {"level_description": None, "level_link": None}
"""As a form that knows nothing of them sends its rows."""


def names(make: Make, definition_id: int) -> list[str]:
    with make.session():
        return [row.name for row in queries.ladder_of([definition_id])[definition_id]]


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


def test_several_lines_in_a_row_are_several_levels(site: Site, make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B", "C"])
    a, b, c = (level.id for level in mine.levels)
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    rows = ["A", "B neu\r\n2. B schwer\n3. B leicht", "C", "- D\n- E\n\n- F", "", ""]
    site.submit(form, {"level_name": rows, "level_order": ["1", "3", "2", "", "", ""]})
    assert names(make, mine.id) == ["A", "C", "B neu", "B schwer", "B leicht", "D", "E", "F"]
    with make.session():
        ladder = queries.ladder_of([mine.id])[mine.id]
        assert [row.id for row in ladder][:3] == [a, c, b]


def test_bullets_and_numbers_before_levels_are_taken_off(
    site: Site, make: Make, alice: User
) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["1. Alt", "B"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    site.submit(form, {"level_name": ["1. Alt", "2) B", "3. Neu", "• Neuer", ""]})
    assert names(make, mine.id) == ["1. Alt", "B", "Neu", "Neuer"]
    lines = "1. Alt\n- B\n3. Neu\n* Z"
    typed = {"title": "Dips", "counting_type": "reps", "rest_seconds": "90"}
    site.post(f"/exercise/{mine.id}/update", {**typed, "progressions": lines})
    assert names(make, mine.id) == ["1. Alt", "B", "Neu", "Z"]


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
            {
                "level_name": [str(n) for n in range(31)],
                "level_id": [""] * 31,
                "level_order": None,
                **NO_TEXTS,
            },
            "Eine Leiter hat höchstens 30 Stufen.",
        ),
        (
            {"level_name": ["x"] * 2000, "level_id": [""] * 2000, "level_order": None, **NO_TEXTS},
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


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["A", "Besser", "C"], "ABC"),  # renamed in its place
        (["Anders", "Besser", "C"], "ABC"),
        (["C", "B", "A"], "CBA"),
        (["B", "A", "Neu"], "BAC"),
        (["A", "Neu", "B", "C"], "A-BC"),
        (["A", "Neu"], "A-"),  # one line less: nobody can tell which it was
    ],
)
def test_lines_alone_keep_the_history_of_a_level_that_is_renamed(
    site: Site, make: Make, alice: User, lines: list[str], kept: str
) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["A", "B", "C"])
    ids = {level.id: level.name for level in mine.levels}
    fields = {"title": "Dips", "counting_type": "reps", "rest_seconds": "90"}
    site.sign_in(alice)
    site.post(f"/exercise/{mine.id}/update", {**fields, "progressions": "\n".join(lines)})
    with make.session():
        rows = queries.ladder_of([mine.id])[mine.id]
    assert [row.name for row in rows] == lines
    assert "".join(ids.get(row.id, "-") for row in rows) == kept


def texts_of(make: Make, definition_id: int) -> dict[str, LevelTexts]:
    with make.session():
        levels, texts = queries.ladder_with_texts(definition_id)
        return {level.name: texts[level.id] for level in levels if level.id in texts}


def test_a_level_says_how_it_goes_and_where_that_is_shown(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    mine = make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    typed = {
        "level_description": [" Hände am Rand.\r\nTief. ", "", "", "", ""],
        "level_link": ["https://www.example.org/dips?t=1", "", "", "", ""],
    }
    site.submit(form, typed)
    wanted = LevelTexts("Hände am Rand.\nTief.", "https://www.example.org/dips?t=1")
    assert texts_of(make, mine.id) == {"Bank": wanted}
    for reader in (alice, bob):
        page = site.sign_in(reader).open(f"/exercises/{mine.id}")
        (how,) = page.html.select(".rung-how")
        assert how.get_text(" ", strip=True).startswith("Bank Hände am Rand.")
        (link,) = how.select("a")
        assert link["href"] == "https://www.example.org/dips?t=1"
        assert "www.example.org" in link.get_text()
        assert (link["target"], set(link["rel"])) == (
            "_blank",
            {"noopener", "noreferrer", "nofollow"},
        )
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    assert form.values_of("level_link")[0] == "https://www.example.org/dips?t=1"
    site.submit(form, {"level_name": ["Bank", "Barren", "Ringe", "", ""], "level_order": [""] * 5})
    assert texts_of(make, mine.id) == {"Bank": wanted}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"level_link": "http://example.org"}, "Ein Link beginnt mit https://"),
        ({"level_link": "javascript:alert(1)"}, "Ein Link beginnt mit https://"),
        ({"level_link": "https://bank.example@evil.example/"}, "Ein Link beginnt mit https://"),
        ({"level_link": "https://a.de/" + "x" * 500}, "Der Link hat höchstens 500 Zeichen."),
        ({"level_link": " " * 30_000 + "x"}, "Der Link hat höchstens 500 Zeichen."),
        ({"level_description": "x" * 501}, "Die Beschreibung hat höchstens 500 Zeichen."),
        ({"level_description": "a\x07"}, "Steuerzeichen sind hier nicht erlaubt."),
    ],
)
def test_a_text_that_breaks_a_rule_comes_back_at_its_open_row(
    site: Site, make: Make, alice: User, typed: dict[str, str], message: str
) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    rows = {name: ["", text, "", "", ""] for name, text in typed.items()}
    page = site.submit(form, rows, status=422)
    (row,) = page.html.select(".level-row:has(.error)")
    assert message in row.get_text()
    assert row.select_one("details[open]") is not None
    assert texts_of(make, mine.id) == {}


def test_rows_without_texts_keep_them(site: Site, make: Make, alice: User) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B"])
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    site.submit(form, {"level_description": ["Ruhig.", "", "", "", ""]})
    form = site.open(f"/exercise/{mine.id}/update")
    site.submit(form, {"level_name": ["A neu", "B", "", "", ""], **NO_TEXTS})
    assert texts_of(make, mine.id) == {"A neu": LevelTexts("Ruhig.")}


def test_texts_changed_in_another_window_are_not_overwritten(
    site: Site, make: Make, alice: User
) -> None:
    mine = make.exercise(owner=alice, levels=["A", "B"])
    old = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    site.submit(old, {"level_description": ["Neu.", "", "", "", ""]})
    page = site.submit(old, {"level_description": ["", "Anders.", "", "", ""]}, status=422)
    assert "inzwischen woanders geändert" in page.text
    assert texts_of(make, mine.id) == {"A": LevelTexts("Neu.")}


def test_the_note_that_always_shows_is_for_its_athlete_alone(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    mine = make.exercise(owner=alice)
    form = site.sign_in(alice).open(f"/exercise/{mine.id}/update")
    site.submit(form, {"pinned_note": "Stange in Kinnhöhe"})
    assert "Stange in Kinnhöhe" in site.open(f"/exercises/{mine.id}").text
    site.submit(site.open(f"/exercise/{mine.id}/update"), {"pinned_note": None})
    assert "Stange in Kinnhöhe" in site.open(f"/exercises/{mine.id}").text
    page = site.submit(form, {"pinned_note": "x" * 501}, status=422)
    assert "Höchstens 500 Zeichen." in page.text
    site.sign_in(bob)
    assert "Stange in Kinnhöhe" not in site.open(f"/exercises/{mine.id}").text
    site.post(f"/copy_exercise/{mine.id}", {})
    site.sign_in(alice).post(f"/copy_exercise/{mine.id}", {})
    with make.session() as session:
        notes = {
            (row.user_id, row.pinned_note)
            for row in session.query(ExerciseDefinition).filter(ExerciseDefinition.id != mine.id)
        }
    assert notes == {(bob.id, ""), (alice.id, "Stange in Kinnhöhe")}
