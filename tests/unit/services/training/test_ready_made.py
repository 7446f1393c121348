"""A ready-made program becomes the athlete's own, with what their library lacked."""

import pytest
from flask import Flask

from project.enums import CountingType
from project.exceptions import FieldError
from project.extensions import db
from project.models import (
    ExerciseDefinition,
    Program,
    ProgressionDecision,
    User,
    Workout,
)
from project.queries.training.programs import ProgramRow, detail
from project.rules.training.ready_made.programs import ready_made_program, ready_made_programs
from project.services.training.ready_made import add_ready_made
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


def add(app: Flask, athlete: User, key: str, **options: object) -> ProgramRow:
    ready_made = ready_made_program(key)
    assert ready_made is not None
    with app.app_context():
        added = add_ready_made(
            db.session.get_one(User, athlete.id),
            ready_made,
            **options,  # type: ignore[arg-type]  # as the tests below write them
        )
        db.session.commit()
        found = detail(added.program.id, athlete.id)
    assert found is not None
    return found


@pytest.mark.parametrize("key", [each.key for each in ready_made_programs()])
def test_each_can_be_added_to_an_empty_library(
    app: Flask, make: Make, alice: User, key: str
) -> None:
    wanted = ready_made_program(key)
    assert wanted is not None
    found = add(app, alice, key)
    assert (found.title, found.source, found.focus, found.visibility) == (
        wanted.title,
        key,
        wanted.focus,
        "private",
    )
    assert (found.weeks, found.deload_every, found.days_a_week) == (
        wanted.weeks,
        wanted.deload_every,
        wanted.days_a_week,
    )
    assert [
        [
            (e.title, e.sets[0].progression, len(e.sets), e.superset, e.alternation)
            for e in d.exercises
        ]
        for d in found.days
    ] == [
        [(e.ladder.title, e.level.name, e.sets, e.pair, e.turn) for e in d.exercises]
        for d in wanted.days
    ]
    assert make.count(ExerciseDefinition, user_id=alice.id) == len(wanted.ladders)
    assert make.count(Workout, user_id=alice.id, is_template=True) == len(wanted.days)


def test_sets_start_at_what_the_level_asks_for(app: Flask, alice: User) -> None:
    push, row, squat, plank = add(app, alice, "start").days[0].exercises
    assert [each.sets[0].reps for each in (push, row, squat)] == [10, 8, 8]
    assert [each.duration for each in plank.sets] == [20, 20, 20]


def test_what_was_sent_twice_is_added_once(app: Flask, make: Make, alice: User) -> None:
    first = add(app, alice, "start", submit_key="once")
    assert add(app, alice, "start", submit_key="once").id == first.id
    assert (make.count(Program), make.count(Workout)) == (1, 2)


def test_a_second_one_shares_the_ladders(app: Flask, make: Make, alice: User) -> None:
    add(app, alice, "start")
    add(app, alice, "pull-up-special")
    keys = {
        ladder.key
        for each in ready_made_programs()
        if each.key in {"start", "pull-up-special"}
        for ladder in each.ladders
    }
    assert make.count(ExerciseDefinition) == len(keys)


def test_a_known_athlete_goes_on_where_they_stand(app: Flask, make: Make, alice: User) -> None:
    own = make.exercise(
        owner=alice, title="Klimmzüge", levels=["Negative Klimmzüge", "Klimmzüge", "Mit Weste"]
    )
    make.workout(athlete=alice, exercises=[(own, [("Mit Weste", 5)] * 3)], is_done=True)
    exercise = add(app, alice, "pull-up-special").days[0].exercises[0]
    assert exercise.definition_id == own.id
    assert {row.progression for row in exercise.sets} == {"Mit Weste"}
    assert make.count(ProgressionDecision, exercise_definition_id=own.id) == 0


def test_who_is_not_known_yet_begins_where_the_program_does(
    app: Flask, make: Make, alice: User
) -> None:
    own = make.exercise(
        owner=alice, title="Klimmzüge", levels=["Hang", "Negative pull-up", "Klimmzüge"]
    )
    found = add(app, alice, "pull-up-special")
    exercise = found.days[0].exercises[0]
    assert {row.progression for row in exercise.sets} == {"Negative pull-up"}
    assert make.count(ProgressionDecision, exercise_definition_id=own.id, kind="placed") == 1
    assert found.goal == "Klimmzüge"


def test_a_ladder_that_was_changed_altogether_is_taken_as_it_is(
    app: Flask, make: Make, alice: User
) -> None:
    own = make.exercise(
        owner=alice, title="Klimmzüge", levels=["Oben"], counting_type=CountingType.DURATION
    )
    found = add(app, alice, "pull-up-special")
    exercise = found.days[0].exercises[0]
    assert exercise.definition_id == own.id
    assert [row.progression for row in exercise.sets] == ["Oben"] * 4
    assert all(row.duration for row in exercise.sets)
    assert found.goal is None


def test_an_archived_ladder_comes_back(app: Flask, make: Make, alice: User) -> None:
    own = make.exercise(owner=alice, title="Klimmzüge", archived=True)
    add(app, alice, "pull-up-special")
    assert make.fresh(own).archived is False  # type: ignore[union-attr]  # it is there


def test_the_days_a_week_are_those_it_is_good_for(app: Flask, make: Make, alice: User) -> None:
    assert add(app, alice, "pull-push-legs", days_a_week=5).days_a_week == 5
    with pytest.raises(FieldError) as refused:
        add(app, alice, "pull-push-legs", days_a_week=2)
    assert refused.value.field == "days_a_week"
    assert make.count(Program) == 1
