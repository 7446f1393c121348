"""Single exercises, and what a picker offers."""

from datetime import UTC, datetime, timedelta

import pytest

from project.models import ExerciseDefinition, User
from project.queries.library import exercises as queries
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_archived_exercises_are_visible_to_their_owner_alone(
    make: Make, alice: User, bob: User
) -> None:
    old = make.exercise(owner=alice, archived=True)
    with make.session():
        assert queries.visible(old.id, alice.id) is not None
        assert queries.visible(old.id, bob.id) is None


def test_a_picker_offers_what_was_trained_lately_first(make: Make, alice: User, bob: User) -> None:
    old = make.exercise(owner=alice, title="A alt", archived=True)
    dips = make.exercise(owner=alice, title="Dips")
    row = make.exercise(owner=alice, title="Rudern")
    make.exercise(owner=alice, title="Brücke")
    make.exercise(owner=alice, title="anheben")
    make.exercise(owner=bob, title="Planche")
    for days, definition in enumerate([dips, row, dips, row]):
        values = [("Voll", 5)]
        when = NOON - timedelta(days=days)
        make.workout(athlete=alice, exercises=[(definition, values)], timestamp=when)
    make.workout(athlete=alice, exercises=[(old, [("Voll", 5)])], timestamp=NOON, is_template=True)
    with make.session():
        options = queries.picker_options(alice.id)
        some = queries.picker_options(alice.id, include=[old.id], limit=2)
        none = queries.picker_options(bob.id, include=[old.id])
    assert [(option.title, option.last_used) for option in options] == [
        ("Dips", NOON),
        ("Rudern", NOON - timedelta(days=1)),
        ("anheben", None),
        ("Brücke", None),
    ]
    assert [option.title for option in some] == ["Dips", "A alt"]
    assert [option.title for option in none] == ["Planche"]


def test_ladders_of_many_exercises_come_in_one_statement(
    make: Make, alice: User, count_queries: QueryCounter
) -> None:
    one = make.exercise(owner=alice, levels=["B", "A"])
    two = make.exercise(owner=alice, levels=["C"])
    with make.session():
        with count_queries.expect(1):
            ladders = queries.ladder_of([one.id, two.id])
        assert queries.ladder_of([]) == {}
    assert [row.name for row in ladders[one.id]] == ["B", "A"]
    assert [row.name for row in ladders[two.id]] == ["C"]


def test_sets_in_workouts_and_templates_count_as_used(make: Make, alice: User) -> None:
    used = make.exercise(owner=alice)
    empty = make.exercise(owner=alice)
    make.workout(athlete=alice, exercises=[(used, [("Voll", 5)]), (empty, [])], is_template=True)
    with make.session():
        assert queries.has_sets(used.id) is True
        assert queries.has_sets(empty.id) is False
    assert make.count(ExerciseDefinition) == 2
