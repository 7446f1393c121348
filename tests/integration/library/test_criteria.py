"""Saying when a level is mastered: for an exercise, for one level, and in a copy."""

from typing import Any

import pytest

from project.enums import CountingType
from project.models import ExerciseDefinition, ProgressionLevel, User
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = pytest.mark.integration

NAMES = ("goal_sets", "start_value", "goal_value", "goal_sessions", "step")


def numbers(row: ExerciseDefinition | ProgressionLevel | None) -> tuple[int | None, ...]:
    return tuple(getattr(row, name) for name in NAMES)


def stored(make: Make, exercise: ExerciseDefinition) -> dict[str, tuple[int | None, ...]]:
    """The numbers of the exercise ("") and of each level by name."""
    with make.session() as session:
        levels = session.query(ProgressionLevel).filter_by(exercise_definition_id=exercise.id)
        return {"": numbers(session.get(ExerciseDefinition, exercise.id))} | {
            level.name: numbers(level) for level in levels
        }


def save(
    site: Site, exercise: ExerciseDefinition, values: dict[str, Any], *, status: int = 200
) -> Page:
    page = site.open(f"/exercise/{exercise.id}/update")
    return site.submit(page, values, status=status)


def test_a_new_exercise_shows_what_holds_without_numbers(site: Site, alice: User) -> None:
    page = site.sign_in(alice).open("/add_exercise")
    fields = [page.html.select_one(f"#{name}") for name in NAMES]
    assert [tag["placeholder"] for tag in fields if tag] == ["3", "5", "8", "2", "1"]
    assert [tag["value"] for tag in fields if tag] == [""] * 5


def test_numbers_are_stored_with_a_new_exercise(site: Site, make: Make, alice: User) -> None:
    page = site.sign_in(alice).open("/add_exercise")
    site.submit(page, {"title": "Dips", "progressions": "Bank\nBarren", "goal_value": "12"})
    with make.session() as session:
        exercise = session.query(ExerciseDefinition).one()
    assert stored(make, exercise) == {
        "": (None, None, 12, None, None),
        "Bank": (None,) * 5,
        "Barren": (None,) * 5,
    }


def test_a_level_has_numbers_of_its_own(site: Site, make: Make, alice: User) -> None:
    plank = make.exercise(
        owner=alice, counting_type=CountingType.DURATION, levels=["Knie", "Voll"], goal_value=60
    )
    knee = plank.levels[0].id
    site.sign_in(alice)
    page = site.open(f"/exercise/{plank.id}/update")
    assert page.value("goal_value") == "1:00"
    field = page.html.select_one(f"#goal_value-{knee}")
    assert field is not None
    assert (field["value"], field["placeholder"]) == ("", "1:00")
    site.submit(page, {f"goal_value-{knee}": "1:30", f"step-{knee}": "10"})
    assert stored(make, plank) == {
        "": (None, None, 60, None, None),
        "Knie": (None, None, 90, None, 10),
        "Voll": (None,) * 5,
    }


def test_clearing_a_number_goes_back_to_what_holds_above(
    site: Site, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, goal_value=12, step=2)
    save(site.sign_in(alice), push, {"goal_value": "", "step": "2"})
    assert stored(make, push)[""] == (None, None, None, None, 2)


def test_a_form_without_these_fields_leaves_them_alone(site: Site, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice, goal_value=12)
    save(site.sign_in(alice), push, dict.fromkeys(NAMES, None))
    assert stored(make, push)[""] == (None, None, 12, None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        ("goal_sets", "0", "Mindestens 1."),
        ("goal_sets", "21", "Höchstens 20."),
        ("goal_sessions", "4", "Höchstens 3."),
        ("goal_value", "10000", "Höchstens 9999."),
        ("goal_value", "-1", "Bitte eine ganze Zahl eingeben."),
        ("goal_value", "viel", "Bitte eine ganze Zahl eingeben."),
        ("goal_value", "99999999999999999999", "Bitte eine ganze Zahl eingeben."),
        ("step", "\u0661", "Bitte eine ganze Zahl eingeben."),
        ("start_value", "9", "Der Start liegt über dem Ziel 8."),
    ],
)
def test_wrong_numbers_are_refused_where_they_stand(
    site: Site, make: Make, alice: User, wrong: tuple[str, str, str]
) -> None:
    name, text, message = wrong
    push = make.exercise(owner=alice)
    page = save(site.sign_in(alice), push, {name: text}, status=422)
    assert page.error(name) == message
    assert page.value(name) == text
    level = push.levels[0]
    page = save(site, push, {f"{name}-{level.id}": text}, status=422)
    assert page.error(f"{name}-{level.id}") == message
    assert stored(make, push)[""] == (None,) * 5


@pytest.mark.parametrize("wrong", [("goal_sets", "0"), ("goal_value", "0"), ("step", "10000")])
def test_a_wrong_number_is_named_once_and_not_at_the_levels_it_holds_for(
    site: Site, make: Make, alice: User, wrong: tuple[str, str]
) -> None:
    name, text = wrong
    push = make.exercise(owner=alice)
    page = save(site.sign_in(alice), push, {name: text}, status=422)
    assert [tag["name"] for tag in page.html.select("[aria-invalid]")] == [name]


def test_a_duration_is_typed_as_one(site: Site, make: Make, alice: User) -> None:
    hold = make.exercise(owner=alice, counting_type=CountingType.DURATION)
    page = save(site.sign_in(alice), hold, {"goal_value": "1:75"}, status=422)
    assert page.error("goal_value") == "Bitte als Dauer eingeben, zum Beispiel 0:30."
    page = save(site, hold, {"start_value": "0:31"}, status=422)
    assert page.error("start_value") == "Der Start liegt über dem Ziel 0:30."


def test_a_lower_goal_takes_the_start_from_above_along(site: Site, make: Make, alice: User) -> None:
    push = make.exercise(owner=alice)
    save(site.sign_in(alice), push, {"goal_value": "3"})
    assert stored(make, push)[""] == (None, None, 3, None, None)


def test_a_level_that_does_not_fit_a_new_goal_of_the_exercise_is_refused(
    site: Site, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice)
    level = push.levels[1]
    page = save(
        site.sign_in(alice), push, {"goal_value": "4", f"start_value-{level.id}": "6"}, status=422
    )
    assert page.error(f"start_value-{level.id}") == "Der Start liegt über dem Ziel 4."


def test_a_copy_has_the_same_numbers(site: Site, make: Make, alice: User, bob: User) -> None:
    push = make.exercise(owner=bob, title="Liegestütze", goal_value=12)
    save(Site(site.app).sign_in(bob), push, {f"goal_sets-{push.levels[1].id}": "5"})
    site.sign_in(alice)
    page = site.open(f"/exercises/{push.id}")
    site.submit(page, action="copy_exercise")
    with make.session() as session:
        copy = session.query(ExerciseDefinition).filter_by(user_id=alice.id).one()
    assert stored(make, copy) == stored(make, push)
    assert stored(make, copy)["Voll"] == (5, None, None, None, None)


def test_changing_a_goal_changes_what_follows_from_the_log(
    site: Site, make: Make, alice: User
) -> None:
    push = make.exercise(owner=alice, title="Liegestütze")
    for _ in range(2):
        make.workout(athlete=alice, exercises=[(push, [("Knie", 6)] * 3)])
    site.sign_in(alice)
    assert "bereit" not in site.open("/progress").text
    save(site, push, {"goal_value": "6"})
    assert "bereit" in site.open("/progress").text
