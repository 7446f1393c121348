"""Notes of exercises while they are trained, and what the exercise's sheet tells."""

from typing import Any

import pytest

from project.models import Exercise, ExerciseDefinition, ProgressionLevel, User, Workout
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone, new_key, start
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.integration, pytest.mark.database]


def write(phone: Phone, number: int = 0, *, status: int = 200, **notes: Any) -> Any:
    exercise = phone.exercise(number)
    body = {"key": new_key(), "exercise_id": exercise["id"], "exercise_key": exercise["key"]}
    return phone.send("notes", body | notes, status=status)


def finish(site: Site, workout: Workout, phone: Phone) -> None:
    phone.check(phone.exercise(), phone.rows()[0])
    site.submit(site.open(f"/workout/{workout.id}/finish"))


def test_notes_are_stored_at_once_and_sending_them_twice_changes_nothing(
    phone: Phone, make: Make, pushups: ExerciseDefinition
) -> None:
    for _ in range(2):
        write(phone, note=" Ellbogen\r\nzwickte ")
    write(phone, pinned_note="Griffe, Füße auf der Bank")
    phone.load()
    exercise = phone.exercise()
    assert (exercise["note"], exercise["pinned_note"]) == (
        "Ellbogen\nzwickte",
        "Griffe, Füße auf der Bank",
    )
    assert (phone.exercise(1)["note"], phone.exercise(1)["pinned_note"]) == ("", "")
    write(phone, note="")
    assert phone.load()["exercises"][0]["note"] == ""
    stored = make.fresh(pushups)
    assert stored is not None
    assert stored.pinned_note == "Griffe, Füße auf der Bank"


@pytest.mark.parametrize(
    ("notes", "field"),
    [
        ({"note": "x" * 281}, "note"),
        ({"note": 7}, "note"),
        ({"pinned_note": "x" * 501}, "pinned_note"),
        ({"pinned_note": "a\x07"}, "pinned_note"),
        ({"pinned_note": ["a"]}, "pinned_note"),
    ],
)
def test_wrong_notes_are_refused_and_nothing_is_stored(
    phone: Phone, notes: dict[str, Any], field: str
) -> None:
    answer = write(phone, status=422, **{"note": "gut", **notes})
    assert field in answer["fields"]
    phone.load()
    assert (phone.exercise()["note"], phone.exercise()["pinned_note"]) == ("", "")


def test_a_note_for_an_exercise_that_is_gone_says_so(phone: Phone) -> None:
    gone = phone.exercise()
    phone.send("exercises/delete", {"key": gone["key"], "exercise_id": gone["id"]})
    body = {"key": new_key(), "exercise_id": gone["id"], "exercise_key": gone["key"]}
    phone.send("notes", {**body, "note": "spät"}, status=404)


def test_a_note_comes_back_the_next_time_and_only_then(
    site: Site, alice: User, make: Make, template: Workout
) -> None:
    workout = start(make, alice, template)
    phone = Phone(site.sign_in(alice), workout.id)
    phone.load()
    write(phone, note="Ellbogen zwickte")
    finish(site, workout, phone)
    for source, last, page_says in ((workout, "Ellbogen zwickte", True), (template, "", False)):
        again = start(make, alice, source)
        phone = Phone(site, again.id)
        phone.load()
        assert (phone.exercise()["last_note"], phone.exercise()["note"]) == (last, "")
        page = site.open(f"/workout/{again.id}/edit")
        assert ("Letztes Mal: Ellbogen zwickte" in page.text) is page_says
        finish(site, again, phone)


def test_the_note_of_a_template_is_part_of_the_plan(
    site: Site, alice: User, make: Make, template: Workout
) -> None:
    with make.session() as session:
        session.query(Exercise).filter_by(
            workout_id=template.id, exercise_order=1
        ).one().note = "Ringe tief"
    phone = Phone(site.sign_in(alice), start(make, alice, template).id)
    phone.load()
    assert phone.exercise()["note"] == "Ringe tief"


def test_doing_a_workout_once_more_in_the_editor_leaves_its_notes_behind(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition
) -> None:
    done = make.workout(athlete=alice, exercises=[(pushups, [("Voll", 8)])])
    with make.session() as session:
        session.query(Exercise).filter_by(workout_id=done.id).one().note = "zu eng gegriffen"
        session.get_one(ExerciseDefinition, pushups.id).pinned_note = "Griffe"
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={done.id}")
    assert page.value("exnote1") == ""
    notes = page.texts(".block-note")
    assert notes == ["Griffe", "Letztes Mal: zu eng gegriffen"]


def test_the_page_holds_what_the_sheet_of_an_exercise_tells(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition, template: Workout
) -> None:
    for reps in (5, 6, 7, 8):
        make.workout(
            athlete=alice, exercises=[(pushups, [("Voll", reps), ("Voll", 4), ("Knie", 9)])]
        )
    with make.session() as session:
        level = session.query(ProgressionLevel).filter_by(name="Voll").one()
        level.description, level.link = "Alles gestreckt.", "https://example.org/voll"
    phone = Phone(site.sign_in(alice), start(make, alice, template).id)
    phone.load()
    exercise = phone.exercise()
    assert [row["runs"] for row in exercise["sessions"]] == [
        [["Voll", f"{best} · 4"], ["Knie", "9"]] for best in (8, 7, 6)
    ]
    voll = exercise["levels"][1]
    assert voll["how"] == {
        "text": "Alles gestreckt.",
        "link": "https://example.org/voll",
        "host": "example.org",
    }
    assert [line.rsplit(" (", 1)[0] for line in voll["records"]] == [
        "Bester Satz: 8 Wdh.",
        "Höchste Summe eines Trainings: 12 Wdh.",
    ]
    assert "how" not in exercise["levels"][0]
    assert phone.exercise(1)["sessions"] == []


def test_the_pages_without_scripts_say_the_notes_and_lead_to_the_exercise(
    site: Site, alice: User, make: Make, pushups: ExerciseDefinition, workout: Workout
) -> None:
    with make.session() as session:
        session.get_one(ExerciseDefinition, pushups.id).pinned_note = "Griffe"
    page = site.sign_in(alice).open(f"/workout/{workout.id}/log")
    assert f"/exercises/{pushups.id}" in [str(a["href"]) for a in page.html.select(".log-plain a")]
    assert "Griffe" in page.html.select(".log-plain")[0].get_text()


def test_a_note_costs_the_same_in_any_workout(phone: Phone, count_queries: QueryCounter) -> None:
    with count_queries.expect(6):
        write(phone, note="gut")


def test_nobody_else_writes_or_reads_the_notes(
    site: Site, phone: Phone, bob: User, pushups: ExerciseDefinition
) -> None:
    write(phone, pinned_note="nur für mich")
    site.sign_in(bob)
    write(phone, status=404, note="fremd")
    assert "nur für mich" not in site.open(f"/exercises/{pushups.id}").text
