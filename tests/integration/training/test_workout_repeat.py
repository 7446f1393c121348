"""Doing a workout once more."""

from typing import Any

import pytest

from project.enums import Visibility
from project.models import ExerciseDefinition, Set, User, Workout
from tests.support.editor import titles
from tests.support.http import Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


def test_repeating_starts_with_exercises_levels_and_values(
    site: Site, make: Make, alice: User, logged: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={logged.id}")
    assert page.value("wtitle") == "Montag"
    assert titles(page) == ["Liegestütze", "Planke"]
    assert page.values_of("progression1") == ["Knie", "Knie", "Voll"]
    assert page.values_of("duration2") == ["0:45", "1:30"]
    site.submit(page, action="/add_workout")
    assert (make.count(Workout), make.count(Set)) == (2, 10)


def test_repeating_tells_what_is_archived(
    site: Site, make: Make, alice: User, logged: Workout, push: Any
) -> None:
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).archived = True
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={logged.id}")
    assert titles(page) == ["Planke"]
    assert "„Liegestütze“ ist archiviert" in page.text


def test_somebody_elses_visible_workout_can_be_done_too(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck"])
    theirs = make.workout(athlete=bob, exercises=[(planche, [("Tuck", 4)])])
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={theirs.id}")
    site.submit(page, action="/add_workout")
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1


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
