"""A copy of a program has templates and exercises of its new athlete's own."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from project.enums import Visibility
from project.models import ExerciseDefinition, Program, User, Workout
from tests.support.make import Make
from tests.support.programs import (
    REST,
    change,
    copy,
    create,
    day_of,
    program_of,
    read,
    template_of,
)

pytestmark = [pytest.mark.unit, pytest.mark.database]


@pytest.fixture
def program(
    app: Flask, make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition
) -> int:
    """Alice's, for all: the same template twice, a day of rest, and one of its own."""
    twice = template_of(make, alice, "Zweimal", push)
    once = template_of(make, alice, "Einmal", push, plank)
    draft = program_of(
        day_of(twice),
        REST,
        day_of(once, is_optional=True),
        day_of(twice),
        weeks=8,
        visibility=Visibility.ALL,
        description="Vom Boden an.",
    )
    return create(app, alice, draft)[0]


def test_an_own_copy_has_templates_of_its_own(app: Flask, alice: User, program: int) -> None:
    number, is_new = copy(app, alice, program)
    source, found = read(app, alice, program), read(app, alice, number)
    assert is_new
    assert (found.title, found.visibility, found.weeks) == ("Im Kreis (Kopie)", "private", 8)
    assert (found.copied_from_id, found.description) == (program, "Vom Boden an.")
    assert [(d.title, d.kind, d.is_optional) for d in found.days] == [
        (d.title, d.kind, d.is_optional) for d in source.days
    ]
    first, _, _, last = found.days
    assert first.template_id == last.template_id
    assert not set(found.template_ids) & set(source.template_ids)
    assert [e.definition_id for d in found.days for e in d.exercises] == [
        e.definition_id for d in source.days for e in d.exercises
    ]


def test_a_copy_of_somebody_elses_is_at_ones_own_level(
    app: Flask, make: Make, alice: User, bob: User, program: int
) -> None:
    own = make.exercise(owner=bob, title="Liegestütze", levels=["Wand", "Boden"])
    make.workout(
        athlete=bob,
        exercises=[(own, [("Boden", 7)] * 3)],
        timestamp=datetime.now(UTC),
        is_done=True,
    )
    number, _ = copy(app, bob, program)
    found = read(app, bob, number)
    assert (found.title, found.username, found.visibility) == ("Im Kreis", "bob", "private")
    push, plank = found.days[2].exercises
    assert push.definition_id == own.id
    assert [row.progression for row in push.sets] == ["Boden", "Boden"]
    assert make.count(ExerciseDefinition, user_id=bob.id) == 2
    assert [row.progression for row in plank.sets] == ["Normal", "Normal"]
    assert make.count(Workout, user_id=bob.id, is_template=True) == 2


def test_what_was_sent_twice_is_copied_once(
    app: Flask, make: Make, bob: User, program: int
) -> None:
    first = copy(app, bob, program, submit_key="once")
    assert copy(app, bob, program, submit_key="once") == (first[0], False)
    assert make.count(Program, user_id=bob.id) == 1
    assert make.count(Workout, user_id=bob.id) == 2


def test_an_archived_copy_of_an_exercise_comes_back(
    app: Flask, make: Make, bob: User, program: int
) -> None:
    copy(app, bob, program)
    with make.session() as session:
        for row in session.query(ExerciseDefinition).filter_by(user_id=bob.id):
            row.archived = True
    number, _ = copy(app, bob, program)
    assert [len(day.exercises) for day in read(app, bob, number).days] == [1, 0, 2, 1]
    assert make.count(ExerciseDefinition, user_id=bob.id, archived=False) == 2


def test_what_its_athlete_archived_is_left_out(
    app: Flask, make: Make, bob: User, push: ExerciseDefinition, program: int
) -> None:
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).archived = True
    number, _ = copy(app, bob, program)
    found = read(app, bob, number)
    assert [[e.title for e in day.exercises] for day in found.days] == [
        [],
        [],
        ["Planke (Kopie)"],
        [],
    ]
    assert all(day.template_id for day in found.days if day.kind != "rest")


def test_what_takes_turns_does_so_in_the_copy(
    app: Flask, alice: User, bob: User, program: int
) -> None:
    day = read(app, alice, program).days[2]
    wanted = day_of(
        Workout(id=day.template_id), in_turn=frozenset({day.exercises[1].id}), id=day.id
    )
    change(app, alice, program, program_of(wanted, visibility=Visibility.ALL))
    for athlete in (alice, bob):
        number, _ = copy(app, athlete, program)
        assert [e.alternation for e in read(app, athlete, number).days[0].exercises] == [1, 1]


def test_a_day_without_its_template_gets_an_empty_one(
    app: Flask, make: Make, alice: User, program: int
) -> None:
    with make.session() as session:
        session.delete(session.get_one(Workout, read(app, alice, program).days[2].template_id))
    number, _ = copy(app, alice, program)
    day = read(app, alice, number).days[2]
    assert day.template_id is not None
    assert day.exercises == []
