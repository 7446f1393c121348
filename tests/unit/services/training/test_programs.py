"""Programs are stored whole and once; their days stay the same rows when they move."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from project.enums import DayKind, Visibility
from project.exceptions import FieldError, InvalidError, StaleVersionError
from project.models import ExerciseDefinition, Program, ProgramDay, User, Workout
from project.queries.training.programs import own_programs, programs_of, programs_with
from project.rules import limits
from tests.support.make import Make
from tests.support.programs import (
    REST,
    change,
    create,
    day_of,
    program_of,
    read,
    remove,
    template_of,
)
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]


@pytest.fixture
def pull(make: Make, alice: User, push: ExerciseDefinition) -> Workout:
    return template_of(make, alice, "Ziehen", push)


@pytest.fixture
def legs(make: Make, alice: User, push: ExerciseDefinition, plank: ExerciseDefinition) -> Workout:
    return template_of(make, alice, "Beine", push, plank)


def test_a_program_is_stored_with_its_days_in_order(
    app: Flask, alice: User, pull: Workout, legs: Workout
) -> None:
    draft = program_of(
        day_of(pull), REST, day_of(legs, "Unten", is_optional=True), weeks=8, deload_every=4
    )
    number, is_new = create(app, alice, draft)
    found = read(app, alice, number)
    assert is_new
    assert (found.title, found.days_a_week, found.weeks, found.deload_every) == (
        "Im Kreis",
        3,
        8,
        4,
    )
    assert (found.visibility, found.focus, found.username) == ("private", "whole", "alice")
    assert [(d.order, d.title, d.kind, d.is_optional, d.template_id) for d in found.days] == [
        (1, "Ziehen", "training", False, pull.id),
        (2, "Ruhetag", "rest", False, None),
        (3, "Unten", "training", True, legs.id),
    ]
    assert [[e.title for e in day.exercises] for day in found.days] == [
        ["Liegestütze"],
        [],
        ["Liegestütze", "Planke"],
    ]


def test_the_same_key_makes_one_program(app: Flask, make: Make, alice: User, pull: Workout) -> None:
    first = create(app, alice, program_of(day_of(pull)), submit_key="once")
    again = create(app, alice, program_of(day_of(pull), title="Zwei"), submit_key="once")
    assert (again, first[1]) == ((first[0], False), True)
    assert (make.count(Program), make.count(ProgramDay)) == (1, 1)


def test_a_new_day_gets_an_empty_template(app: Flask, make: Make, alice: User) -> None:
    number, _ = create(app, alice, program_of(day_of(title="Ziehen", new_template=True)))
    (day,) = read(app, alice, number).days
    assert make.count(Workout, id=day.template_id, is_template=True, title="Ziehen") == 1


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 81}, "title"),
        ({"description": "x" * 2001}, "description"),
        ({"days_a_week": 0}, "days_a_week"),
        ({"days_a_week": None}, "days_a_week"),
        ({"weeks": 53}, "weeks"),
        ({"deload_every": 1}, "deload_every"),
        ({"focus": "arms"}, "focus"),
        ({"visibility": "friends"}, "visibility"),
        ({"goal_level_id": 10**9}, "goal_level_id"),
        ({"days": ()}, "days"),
        ({"days": (REST,)}, "days"),
        ({"days": (day_of(title="Ziehen", new_template=True, is_optional=True),)}, "days"),
        ({"days": (day_of(title="Ziehen", new_template=True),) * 15}, "days"),
        ({"days": (day_of(title="Ziehen"),)}, "days.0.template_id"),
        ({"days": (replace(day_of(title="Ziehen"), template_id=10**9),)}, "days.0.template_id"),
        ({"days": (day_of(new_template=True),)}, "days.0.title"),
        ({"days": (day_of(title="Ziehen", new_template=True, kind="party"),)}, "days.0.kind"),
        ({"days": (day_of(title="Ziehen", new_template=True, id=7),)}, "days.0.id"),
    ],
)
def test_what_is_wrong_is_said_by_its_path(
    app: Flask, make: Make, alice: User, changes: dict[str, Any], path: str
) -> None:
    good = program_of(day_of(title="Ziehen", new_template=True))
    with pytest.raises(InvalidError) as refused:
        create(app, alice, replace(good, **changes))
    assert list(refused.value.fields) == [path]
    assert (make.count(Program), make.count(Workout)) == (0, 0)


def test_somebody_elses_template_is_no_day(
    app: Flask, make: Make, bob: User, pull: Workout
) -> None:
    with pytest.raises(InvalidError) as refused:
        create(app, bob, program_of(day_of(pull, "Ziehen")))
    assert list(refused.value.fields) == ["days.0.template_id"]


def test_a_program_too_many_is_refused(
    app: Flask, alice: User, pull: Workout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_OWN_PROGRAMS", 1)
    create(app, alice, program_of(day_of(pull)), submit_key="once")
    with pytest.raises(FieldError):
        create(app, alice, program_of(day_of(pull)))
    assert create(app, alice, program_of(day_of(pull)), submit_key="once")[1] is False


def test_days_that_move_stay_the_same_rows(
    app: Flask, alice: User, pull: Workout, legs: Workout
) -> None:
    number, _ = create(app, alice, program_of(day_of(pull), REST, day_of(legs)))
    one, rest, two = read(app, alice, number).days
    wanted = program_of(
        day_of(legs, "Beine", id=two.id), day_of(legs, "Noch einmal"), day_of(pull, "Z", id=one.id)
    )
    change(app, alice, number, wanted, version=1)
    found = read(app, alice, number)
    assert found.version == 2
    assert [(day.title, day.order) for day in found.days] == [
        ("Beine", 1),
        ("Noch einmal", 2),
        ("Z", 3),
    ]
    assert [found.days[0].id, found.days[2].id] == [two.id, one.id]
    assert rest.id not in {day.id for day in found.days}


def test_an_edit_of_what_changed_meanwhile_is_refused(
    app: Flask, alice: User, pull: Workout
) -> None:
    number, _ = create(app, alice, program_of(day_of(pull)))
    change(app, alice, number, program_of(day_of(pull), title="Neu"), version=1)
    with pytest.raises(StaleVersionError):
        change(app, alice, number, program_of(day_of(pull), title="Alt"), version=1)
    assert read(app, alice, number).title == "Neu"


def test_a_day_whose_template_is_gone_stays_and_says_so(
    app: Flask, make: Make, alice: User, pull: Workout, legs: Workout
) -> None:
    number, _ = create(app, alice, program_of(day_of(pull), day_of(legs)))
    with make.session() as session:
        session.delete(session.get_one(Workout, pull.id))
    gone, there = read(app, alice, number).days
    assert (gone.lacks_template, there.lacks_template) == (True, False)
    kept = program_of(day_of(title=gone.title, id=gone.id), day_of(legs, "Beine", id=there.id))
    change(app, alice, number, kept)
    assert read(app, alice, number).days[0].lacks_template
    change(app, alice, number, program_of(day_of(legs, "Neu", id=gone.id)))
    assert [day.template_id for day in read(app, alice, number).days] == [legs.id]


def test_neighbours_take_turns(
    app: Flask, alice: User, make: Make, push: ExerciseDefinition
) -> None:
    four = template_of(make, alice, "Vier", *[push] * 4)
    number, _ = create(app, alice, program_of(day_of(four)))
    (day,) = read(app, alice, number).days
    ids = [each.id for each in day.exercises]

    def turns(*chosen: int) -> list[int | None]:
        wanted = day_of(four, id=day.id, in_turn=frozenset(chosen))
        change(app, alice, number, program_of(wanted))
        return [each.alternation for each in read(app, alice, number).days[0].exercises]

    assert turns(ids[1], ids[3]) == [1, 1, 2, 2]
    assert turns(ids[1], ids[2]) == [1, 1, 1, None]
    change(app, alice, number, program_of(day_of(four, id=day.id)))  # says nothing of it
    assert [e.alternation for e in read(app, alice, number).days[0].exercises] == [1, 1, 1, None]
    assert turns() == [None] * 4


def test_deleting_leaves_the_templates_unless_asked(
    app: Flask, make: Make, alice: User, pull: Workout, legs: Workout
) -> None:
    first, _ = create(app, alice, program_of(day_of(pull), day_of(legs)))
    second, _ = create(app, alice, program_of(day_of(legs)))
    remove(app, alice, second)
    assert make.count(Workout) == 2
    third, _ = create(app, alice, program_of(day_of(legs)))
    remove(app, alice, first, with_templates=True)
    assert make.fresh(pull) is None
    assert make.fresh(legs) is not None
    assert read(app, alice, third).days[0].template_id == legs.id


def test_others_see_programs_by_their_visibility(
    app: Flask, make: Make, alice: User, bob: User, pull: Workout
) -> None:
    charlie = make.user()
    make.follow(bob, alice)
    for title, kind in zip("ABC", Visibility, strict=True):
        create(app, alice, program_of(day_of(pull), title=title, visibility=kind))

    def seen_by(viewer: User) -> str:
        return "".join(row.title for row in programs_of(alice.id, viewer.id))

    with app.app_context():
        assert [seen_by(alice), seen_by(bob), seen_by(charlie)] == ["ABC", "AB", "A"]
    make.block(alice, bob)
    with app.app_context():
        assert seen_by(bob) == ""


@pytest.mark.parametrize("programs", [1, 3])
def test_a_list_costs_the_same_for_any_number_of_programs(
    app: Flask, alice: User, pull: Workout, count_queries: QueryCounter, programs: int
) -> None:
    for number in range(programs):
        create(app, alice, program_of(day_of(pull), REST, title=f"P{number}"))
    with app.app_context(), count_queries.expect(2):
        found = own_programs(alice.id)
    assert [len(each.days) for each in found] == [2] * programs


def test_a_template_knows_the_programs_it_is_a_day_of(
    app: Flask, alice: User, bob: User, pull: Workout, legs: Workout
) -> None:
    create(app, alice, program_of(day_of(pull), day_of(pull), title="Zwei"))
    create(app, alice, program_of(day_of(pull), title="Eins"))
    with app.app_context():
        assert programs_with(pull.id, alice.id) == ["Eins", "Zwei"]
        assert programs_with(legs.id, alice.id) == programs_with(pull.id, bob.id) == []


def test_a_day_of_rest_has_no_template(app: Flask, alice: User, pull: Workout) -> None:
    number, _ = create(app, alice, program_of(day_of(pull), day_of(pull, kind=DayKind.REST)))
    assert read(app, alice, number).days[1].template_id is None
