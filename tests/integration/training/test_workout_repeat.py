"""Doing a workout once more, one's own or somebody else's."""

from typing import Any

import pytest

from project.enums import Visibility
from project.models import ExerciseDefinition, Set, User, Workout
from tests.support.editor import titles
from tests.support.http import Site
from tests.support.make import Make
from tests.support.phone import Phone

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_repeating_starts_with_exercises_levels_and_values(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={logged.id}")
    assert page.value("wtitle") == "Montag"
    assert titles(page) == ["Liegestütze", "Planke"]
    assert page.values_of("progression1") == ["Knie", "Knie", "Voll"]
    assert page.values_of("duration2") == ["0:45", "1:30"]
    site.submit(page, {"planned": "done"}, action="/add_workout")
    assert (make.count(Workout), make.count(Set)) == (2, 10)


def test_repeating_tells_what_is_archived(
    site: Site, make: Make, alice: User, logged: Workout, push: Any
) -> None:
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).archived = True
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={logged.id}")
    assert titles(page) == ["Planke"]
    assert "„Liegestütze“ ist archiviert" in page.text


def starts(site: Site, workout: Workout, athlete: User, make: Make) -> list[tuple[Any, ...]]:
    """Start the workout anew; return its open rows: exercise, level, value."""
    page = site.post("/workout/start", {"repeat_id": str(workout.id)})
    with make.session() as session:
        running = session.query(Workout).filter_by(running_owner_id=athlete.id).one()
    phone = Phone(site, running.id)
    phone.load()
    assert page.path == f"/workout/{running.id}/log"
    return [
        (exercise["title"], row["level"], row.get("reps") or row.get("duration"))
        for exercise in phone.snapshot["exercises"]
        for row in exercise["sets"]
    ]


def test_noch_einmal_starts_a_workout_wherever_it_stands(
    site: Site, alice: User, logged: Workout
) -> None:
    site.sign_in(alice)
    for url in ("/workouts", f"/workout/{logged.id}", "/"):
        page = site.open(url)
        button = next(tag for tag in page.html.select("button") if "Noch einmal" in tag.get_text())
        form = button.find_parent("form")
        assert form is not None
        assert (button.get("formaction") or form["action"]) == "/workout/start", url
        assert not [tag for tag in page.html.select("a") if "Noch einmal" in tag.get_text()], url
        repeated = f"/add_workout?repeat_id={logged.id}"
        links = page.html.select(f'a[href="{repeated}"]')
        assert links, url
        assert all("Nachtragen" in str(tag) for tag in links), url


def test_while_a_workout_runs_today_offers_to_write_up(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    make.workout(athlete=alice, is_running=True)
    page = site.sign_in(alice).open("/")
    assert "Noch einmal" not in page.text
    assert f"/add_workout?repeat_id={logged.id}" in page.links()


def test_joining_somebody_copies_what_is_missing_and_begins_at_its_first_level(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Straddle"])
    theirs = make.workout(athlete=bob, exercises=[(planche, [("Straddle", 44), ("Straddle", 43)])])
    rows = starts(site.sign_in(alice), theirs, alice, make)
    assert rows == [("Planche (Kopie)", "Tuck", 5), ("Planche (Kopie)", "Tuck", 5)]
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1


def test_joining_somebody_is_with_my_levels_and_my_targets(
    site: Site, make: Make, alice: User, bob: User, push: ExerciseDefinition
) -> None:
    make.workout(athlete=alice, exercises=[(push, [("Voll", 8), ("Voll", 7), ("Voll", 6)])])
    same = make.exercise(owner=bob, title="liegestütze", levels=["Knie", "Voll", "Einarmig"])
    theirs = make.workout(athlete=bob, exercises=[(same, [("Einarmig", 44)] * 4)])
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={theirs.id}")
    assert page.values_of("exercise1") == [str(push.id)]
    assert page.values_of("progression1") == ["Voll"] * 4
    assert page.values_of("reps1") == ["8", "7", "7", "7"]
    rows = starts(site, theirs, alice, make)
    assert [value for _, _, value in rows] == [8, 7, 7, 7]
    assert {(title, level) for title, level, _ in rows} == {("Liegestütze", "Voll")}
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1


def test_what_was_never_done_is_written_up_without_the_others_values(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Straddle"])
    theirs = make.workout(athlete=bob, exercises=[(planche, [("Straddle", 44)] * 2)])
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={theirs.id}")
    assert page.values_of("progression1") == ["Tuck", "Tuck"]
    assert page.values_of("reps1") == ["", ""]
    site.submit(page, {"reps1": ["3", "2"]}, action="/add_workout")
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1
    assert make.count(Set, reps=3) == 1


def test_what_its_athlete_has_archived_is_left_out_when_somebody_joins(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck"], archived=True)
    theirs = make.workout(athlete=bob, exercises=[(planche, [("Tuck", 4)])])
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={theirs.id}")
    assert (titles(page), "„Planche“ ist archiviert" in page.text) == ([], True)
    assert starts(site, theirs, alice, make) == []


def test_the_exercises_of_somebodys_workout_lead_on_and_can_be_taken_over(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck"])
    gone = make.exercise(owner=bob, title="Weg", levels=["Tuck"], archived=True)
    theirs = make.workout(athlete=bob, exercises=[(planche, [("Tuck", 4)]), (gone, [("Tuck", 4)])])
    page = site.sign_in(alice).open(f"/workout/{theirs.id}")
    assert f"/exercises/{planche.id}" in page.links()
    assert f"/exercises/{gone.id}" not in page.links()
    page = site.submit(page, action=f"/copy_exercise/{planche.id}")
    assert page.path == f"/workout/{theirs.id}"
    assert not page.html.select('form[action^="/copy_exercise"]')
    assert "In deiner Bibliothek" in page.text


@pytest.mark.parametrize("kind", ["strange", "running", "template", "unknown", "odd"])
def test_only_what_i_see_can_be_repeated(
    site: Site, make: Make, alice: User, charlie: User, kind: str
) -> None:
    source = {
        "strange": make.workout(athlete=charlie, visibility=Visibility.PRIVATE).id,
        "running": make.workout(athlete=alice, is_running=True).id,
        "template": make.workout(athlete=alice, is_template=True).id,
        "unknown": 999999,
        "odd": "x" * 20,
    }[kind]
    site.sign_in(alice).open(f"/add_workout?repeat_id={source}", status=404)
