"""The editor through its real forms, without scripts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from project.models import ExerciseDefinition, ProgressionLevel, Set, User, Workout
from tests.support.editor import error_at, press, titles
from tests.support.http import Site
from tests.support.make import Make
from tests.support.queries import QueryCounter
from tests.support.snapshot import snapshot

pytestmark = pytest.mark.integration

NOW = datetime(2026, 9, 14, 18, 20, tzinfo=UTC)  # a Monday, 20:20 in Berlin


@pytest.mark.database
@time_machine.travel(NOW)
def test_a_workout_is_written_without_scripts(
    site: Site, make: Make, alice: User, push: Any, plank: Any
) -> None:
    page = site.sign_in(alice).open("/add_workout")
    assert page.value("timestamp") == "2026-09-14T20:20"
    page = press(site, page, "add", pick=str(push.id))
    page = press(site, page, "set:1", reps1="12")
    assert page.values_of("reps1") == ["12", "12"]
    page = press(site, page, f"add:{plank.id}", progression1=["Knie", "Voll"], reps1=["12", "5"])
    page = press(site, page, "up:2", duration2="1:30")
    assert titles(page) == ["Planke", "Liegestütze"]
    page = site.submit(page, {"note": "  Im Regen "}, action="/add_workout")
    assert page.heading == "Montag: Planke, Liegestütze"
    assert page.flashes() == ["Gespeichert."]
    with make.session() as session:
        workout = session.scalars(select(Workout)).one()
        assert NOW <= workout.timestamp < NOW + timedelta(minutes=1)
        assert (workout.note, workout.visibility) == ("Im Regen", "followers")
        query = select(Set.progression, Set.reps, Set.duration).order_by(Set.id)
        assert [tuple(row) for row in session.execute(query)] == [
            ("Normal", None, 90),
            ("Knie", 12, None),
            ("Voll", 5, None),
        ]


def test_a_note_has_room_for_three_lines(site: Site, alice: User) -> None:
    site.sign_in(alice)
    (area,) = site.open("/add_workout").html.select("textarea[name=note]")
    assert area["rows"] == "3"


@pytest.mark.database
def test_the_documented_fields_alone_are_enough(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    fields = {
        "wtitle": "Montag",
        "exercise_count": "1",
        "exercise1": str(push.id),
        "progression1": ["Knie", "Voll"],
        "reps1": ["12", "5"],
    }
    page = site.sign_in(alice).post("/add_workout", fields)
    assert page.heading == "Montag"
    assert (make.count(Workout, title="Montag"), make.count(Set)) == (1, 2)


@pytest.mark.database
def test_a_form_sent_twice_makes_one_workout(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    first = site.submit(page, {"reps1": "8"}, action="/add_workout")
    second = site.submit(page, {"reps1": "8"}, action="/add_workout")
    assert (second.path, second.flashes()) == (first.path, ["Das war schon gespeichert."])
    assert make.count(Workout) == 1


@pytest.mark.database
def test_saving_tells_of_records_and_proposals(
    site: Site, make: Make, alice: User, push: Any, count_queries: QueryCounter
) -> None:
    make.workout(athlete=alice, exercises=[(push, [("Knie", 8)] * 3)])
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    done = {"reps1": ["9", "9", "8"], "planned": "done"}
    page = site.submit(page, done, action="/add_workout")
    assert "2 neue Rekorde!" in page.texts("h2")
    assert "Bereit für Stufe 2: Voll" in page.texts(".proposal")[0]
    with count_queries.expect(8):
        site.open(page.path)


@pytest.mark.database
def test_an_exercise_begins_as_it_was_done_last(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    make.workout(athlete=alice, exercises=[(push, [("Knie", 12), ("Knie", 10), ("Voll", 5)])])
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    assert page.values_of("progression1") == ["Knie", "Knie", "Voll"]
    assert page.values_of("reps1") == ["12", "10", "5"]
    assert page.values_of("set1") == ["", "", ""]


def test_the_buttons_change_the_form_and_nothing_else(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    before = snapshot(site.app)
    page = press(site, page, "unset:1:2", wtitle="Dienstag", note="neu")
    assert page.values_of("reps1") == ["12", "5"]
    page = press(site, page, "down:1")
    assert titles(page) == ["Planke", "Liegestütze"]
    page = press(site, page, "remove:1")
    assert (titles(page), page.value("exercise_count")) == (["Liegestütze"], "1")
    page = press(site, page, "choose:1")
    assert "Statt Übung 1" in page.text
    page = press(site, page, "cancel")
    assert (page.value("wtitle"), page.values_of("note")) == ("Dienstag", ["neu"])
    assert snapshot(site.app) == before


@pytest.mark.parametrize(
    "button",
    ["set:9", "unset:1:99", "up:0", "x", "add", "add:999999", "replace:1:0", "set:-1", "a" * 99],
)
def test_an_odd_button_changes_nothing(
    site: Site, alice: User, logged: Workout, button: str
) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    after = press(site, page, button, pick="")
    assert titles(after) == titles(page)
    assert after.values_of("reps1") == ["12", "10", "5"]


@pytest.mark.database
def test_an_exercise_is_put_in_the_place_of_another(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    dips = make.exercise(owner=alice, title="Dips", levels=["Bank", "Barren"])
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    page = press(site, page, f"replace:1:{dips.id}")
    assert titles(page) == ["Dips", "Planke"]
    assert page.values_of("progression1") == ["Bank"] * 3
    assert page.values_of("reps1") == ["12", "10", "5"]
    site.submit(page, action=page.path)
    assert make.count(Set, progression="Bank") == 3


@pytest.mark.database
def test_saving_what_was_not_changed_changes_nothing(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    """Also when the exercise is archived and a level renamed, moved or removed meanwhile."""
    site.sign_in(alice)
    with make.session() as session:
        for definition in session.scalars(select(ExerciseDefinition)):
            definition.archived = True
        knie, voll = session.scalars(
            select(ProgressionLevel)
            .where(ProgressionLevel.name.in_(["Knie", "Voll"]))
            .order_by(ProgressionLevel.level_order)
        )
        session.delete(voll)
        session.flush()
        knie.name, knie.level_order = "Auf Knien", 5
        session.add(
            ProgressionLevel(
                exercise_definition_id=knie.exercise_definition_id, name="Knie", level_order=1
            )
        )
    page = site.open(f"/workout/{logged.id}/edit")
    assert page.values_of("progression1") == ["Knie", "Knie", "Voll"]
    before = snapshot(site.app)
    assert site.submit(page, action=page.path).flashes() == ["Gespeichert."]
    assert snapshot(site.app) == before


@pytest.mark.database
def test_an_archived_exercise_is_not_taken_into_another_workout(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}", pick="")
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).archived = True
    refused = site.submit(page, {"reps1": "8"}, action="/add_workout", status=422)
    assert "archiviert" in error_at(refused, "exercise1")
    assert make.count(Workout) == 0


@pytest.mark.database
def test_a_stale_edit_shows_both_versions_and_loses_nothing(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    mine = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    other = site.open(f"/workout/{logged.id}/edit")
    site.submit(other, {"wtitle": "Am Telefon", "reps1": ["12", "10", "6"]}, action=other.path)
    both = site.submit(
        mine, {"wtitle": "Am Rechner", "reps1": ["12", "10", "99"]}, action=mine.path, status=409
    )
    assert both.heading == "Zwei Fassungen"
    for words in ("Am Rechner", "99", "Am Telefon", "6"):
        assert words in both.text
    assert make.count(Workout, title="Am Telefon") == 1
    again = site.submit(both, {"do": "again"}, action=mine.path)
    assert again.values_of("reps1") == ["12", "10", "99"]
    saved = site.submit(both, action=mine.path)
    assert (saved.heading, saved.flashes()) == ("Am Rechner", ["Gespeichert."])
    assert make.count(Set, reps=99) == 1


@pytest.mark.database
def test_an_edit_that_does_not_say_what_it_was_read_from_is_stale(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    both = site.submit(page, {"version": None, "wtitle": "Neu"}, action=page.path, status=409)
    assert make.count(Workout, title="Neu") == 0
    assert site.submit(both, action=page.path).heading == "Neu"


@pytest.mark.database
def test_rows_of_another_workout_are_not_taken(site: Site, alice: User, logged: Workout) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    before = snapshot(site.app)
    for field in ("performed1", "set1"):
        wrong = [str(2**31 - 1)] * len(page.values_of(field))
        refused = site.submit(page, {field: wrong}, action=page.path, status=422)
        assert "durcheinander" in refused.text
    assert snapshot(site.app) == before


@pytest.mark.database
def test_what_was_taken_out_meanwhile_comes_back_with_my_version(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    mine = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    other = site.open(f"/workout/{logged.id}/edit")
    rows = len(other.values_of("reps1"))
    shorter = press(site, other, f"unset:1:{rows}")
    site.submit(press(site, shorter, "remove:2"), action=other.path)
    both = site.submit(mine, {"wtitle": "Am Rechner"}, action=mine.path, status=409)
    again = site.submit(both, {"do": "again"}, action=mine.path)
    assert len(again.values_of("reps1")) == rows
    saved = site.submit(again, action=mine.path)
    assert (saved.heading, saved.flashes()) == ("Am Rechner", ["Gespeichert."])


@pytest.mark.database
def test_the_stored_version_may_stay(site: Site, make: Make, alice: User, logged: Workout) -> None:
    mine = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    other = site.open(f"/workout/{logged.id}/edit")
    site.submit(other, {"wtitle": "Am Telefon"}, action=other.path)
    both = site.submit(mine, {"wtitle": "Am Rechner"}, action=mine.path, status=409)
    assert f"/workout/{logged.id}" in both.links()
    assert make.count(Workout, title="Am Telefon") == 1


def test_a_refused_form_comes_back_whole(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    page = site.sign_in(alice).open(f"/workout/{logged.id}/edit")
    before = snapshot(site.app)
    wrong = {
        "wtitle": "x" * 81,
        "timestamp": "gestern",
        "visibility": "niemand",
        "note": "y" * 2001,
        "effort": "11",
        "reps1": ["zwölf", "", "5"],
        "progression1": ["Knie", "Mond", "Voll"],
        "duration2": ["1:75", "90"],
        "superset2": "x",
        "exnote1": "z" * 281,
    }
    page = site.submit(page, wrong, action=page.path, status=422)
    for name in ("wtitle", "timestamp", "note", "effort"):
        assert page.error(name), name
    for name in ("reps1", "duration2", "superset2", "exnote1"):
        assert error_at(page, name), name
    assert error_at(page, "reps1", 2) == "Wie viele Wiederholungen?"
    assert error_at(page, "reps1", 3) == ""
    assert error_at(page, "progression1", 2)
    assert "Wähle, wer es sehen darf." in page.text
    for name in ("wtitle", "timestamp", "note"):
        assert page.value(name) == wrong[name]
    assert page.values_of("reps1") == wrong["reps1"]
    assert page.values_of("progression1") == wrong["progression1"]
    assert page.values_of("duration2") == wrong["duration2"]
    assert snapshot(site.app) == before


@pytest.mark.database
def test_somebody_elses_exercise_is_copied_when_it_is_logged(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Straddle"])
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{planche.id}")
    assert titles(page) == ["Planche"]
    assert make.count(ExerciseDefinition, user_id=alice.id) == 0
    page = site.submit(page, {"reps1": "3", "progression1": "Straddle"}, action="/add_workout")
    assert page.heading.endswith("Planche (Kopie)") or "Planche" in page.heading
    assert make.count(ExerciseDefinition, user_id=alice.id, title="Planche (Kopie)") == 1
    assert make.count(ExerciseDefinition, user_id=bob.id) == 1


@pytest.mark.database
def test_somebody_elses_archived_exercise_is_unknown(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", archived=True)
    fields = {"exercise_count": "1", "exercise1": planche.id, "progression1": "Knie", "reps1": "3"}
    page = site.sign_in(alice).post("/add_workout", fields, status=422)
    assert "Planche" not in page.text
    assert make.count(Workout) == 0


def test_optional_figures_are_asked_for_where_they_are_switched_on(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    pull = make.exercise(
        owner=alice, title="Klimmzüge", tracks_load=True, tracks_sides=True, tracks_rir=True
    )
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    page = press(site, page, f"add:{pull.id}", reps1="9")
    assert page.values_of("load1") == []
    assert page.values_of("side2") == ["left", "right"]
    figures = {"reps2": ["5", "5"], "load2": ["+2,5", ""], "rir2": ["2", ""]}
    page = site.submit(page, figures, action="/add_workout")
    assert "+2,5 kg" in page.text
    assert "links" in page.text
    assert "2 in Reserve" in page.text


@pytest.mark.database
@time_machine.travel(NOW)
def test_a_workout_is_dated_back_in_the_athletes_own_time_zone(
    site: Site, make: Make, push: Any, alice: User
) -> None:
    with make.session() as session:
        session.get_one(User, alice.id).timezone = "America/New_York"
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    assert page.value("timestamp") == "2026-09-14T14:20"
    late = site.submit(
        page, {"reps1": "9", "timestamp": "2027-09-16T14:21"}, action="/add_workout", status=422
    )
    assert "ein Jahr" in late.error("timestamp")
    site.submit(page, {"reps1": "9", "timestamp": "2020-01-31T23:59"}, action="/add_workout")
    with make.session() as session:
        stored = session.scalars(select(Workout)).one()
        assert stored.timestamp == datetime(2020, 2, 1, 4, 59, tzinfo=UTC)


@pytest.mark.database
def test_a_running_workout_is_edited_as_any_other(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    running = make.workout(athlete=alice, exercises=[(push, [])], is_running=True)
    page = site.sign_in(alice).open(f"/workout/{running.id}/edit")
    assert titles(page) == ["Liegestütze"]
    page = press(site, page, "set:1")
    site.submit(page, {"reps1": "7"}, action=page.path)
    assert (make.count(Set, reps=7), make.count(Workout, is_running=True)) == (1, 1)


def test_added_weight_is_switched_on_at_the_sets(
    site: Site, make: Make, alice: User, push: Any
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    assert page.values_of("load1") == []
    page = press(site, page, "load:1", reps1="9")
    (field,) = page.html.select("input[name=load1]")
    assert field.has_attr("autofocus")
    page = press(site, page, "set:1", load1="10")
    assert len(page.html.select("input[name=load1]")) == 2
    sets = {"reps1": ["9", "8"], "load1": ["10", ""], "plan1": ["", ""]}
    page = site.submit(page, sets, action="/add_workout")
    assert page.texts(".set-value") == ["9 Wdh.", "8 Wdh."]
    assert page.texts(".set-last") == ["+10 kg"]
