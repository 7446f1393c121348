"""What the editor suggests: the athlete's next target, with its reason."""

from collections.abc import Sequence

import pytest

from project.models import ExerciseDefinition, User, Workout
from tests.support.editor import press
from tests.support.http import Page, Site
from tests.support.make import Make
from tests.support.phone import start

pytestmark = [pytest.mark.integration, pytest.mark.database]

AIM = "Ziel auf Stufe „Voll“: 8 · 7 · 7"


@pytest.fixture
def trained(make: Make, alice: User, push: ExerciseDefinition) -> Workout:
    sets = [("Knie", 15), ("Voll", 8), ("Voll", 7), ("Voll", 6)]
    return make.workout(athlete=alice, exercises=[(push, sets)])


def rows(page: Page) -> list[tuple[str, str]]:
    return list(zip(page.values_of("progression1"), page.values_of("reps1"), strict=True))


def reasons(page: Page) -> Sequence[str]:
    return [tag.get_text(" ", strip=True) for tag in page.html.select(".block .why")]


@pytest.mark.usefixtures("trained")
def test_an_exercise_that_is_added_aims_at_the_next_target(
    site: Site, alice: User, push: ExerciseDefinition
) -> None:
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    assert rows(page) == [("Knie", "15"), ("Voll", "8"), ("Voll", "7"), ("Voll", "7")]
    (reason,) = reasons(page)
    assert reason.startswith(AIM)
    assert "Um 1 Wdh. steigt der niedrigste Satz." in reason
    assert "8 · 7 · 6" in reason


@pytest.mark.usefixtures("trained")
def test_a_template_aims_at_the_next_target(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    plan = [("Knie", 12), *[("Voll", 20)] * 4]
    template = make.workout(athlete=alice, exercises=[(push, plan)], is_template=True)
    page = site.sign_in(alice).open(f"/add_workout?template_id={template.id}")
    assert [value for _, value in rows(page)] == ["12", "8", "7", "7", "7"]
    page = site.open(f"/workout_template/{template.id}/edit")
    assert [value for _, value in rows(page)] == ["12", "20", "20", "20", "20"]
    assert reasons(page) == []


def test_a_template_follows_to_the_level_that_was_accepted_since(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    make.workout(athlete=alice, exercises=[(push, [("Knie", 9)] * 3)])
    template = make.workout(athlete=alice, exercises=[(push, [("Knie", 12)] * 2)], is_template=True)
    make.decision(exercise=push)
    page = site.sign_in(alice).open(f"/add_workout?template_id={template.id}")
    assert rows(page) == [("Voll", "5")] * 2


def test_what_was_done_is_repeated_as_it_was_with_the_target_beside(
    site: Site, alice: User, trained: Workout
) -> None:
    page = site.sign_in(alice).open(f"/add_workout?repeat_id={trained.id}")
    assert [value for _, value in rows(page)] == ["15", "8", "7", "6"]
    assert reasons(page)[0].startswith(AIM)


def test_a_workout_that_is_over_aims_at_nothing(site: Site, alice: User, trained: Workout) -> None:
    assert reasons(site.sign_in(alice).open(f"/workout/{trained.id}/edit")) == []


def test_an_accepted_level_is_where_an_exercise_begins(
    site: Site, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    make.workout(athlete=alice, exercises=[(push, [("Knie", 9)] * 3)])
    make.decision(exercise=push)
    page = press(site, site.sign_in(alice).open("/add_workout"), f"add:{push.id}")
    assert rows(page) == [("Voll", "5")] * 3


@pytest.mark.usefixtures("trained")
def test_what_others_did_is_no_target(
    site: Site, make: Make, bob: User, push: ExerciseDefinition
) -> None:
    page = press(site, site.sign_in(bob).open("/add_workout"), f"add:{push.id}")
    assert (reasons(page), rows(page)) == ([], [("Knie", "")])


def test_without_scripts_a_running_workout_fills_up_with_targets(
    site: Site, make: Make, alice: User, trained: Workout
) -> None:
    workout = start(make, alice, trained)
    page = site.sign_in(alice).open(f"/workout/{workout.id}/edit")
    assert page.values_of("reps1") == []
    assert reasons(page)[0].startswith(AIM)
    for values in (["8"], ["8", "7"], ["8", "7", "7"]):
        page = press(site, page, "set:1")
        assert page.values_of("reps1") == values
        assert page.values_of("progression1") == ["Voll"] * len(values)
