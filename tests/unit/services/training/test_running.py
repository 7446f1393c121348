"""Starting a workout for a day of a program: turns, lighter weeks, and what it is kept as."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from project.extensions import db
from project.models import Exercise, ExerciseDefinition, ProgramWorkout, User, Workout
from project.queries.training.workout_templates import changed_template_of
from project.queries.training.workouts import detail
from project.services.training import running, workout_templates
from tests.support.make import Make

pytestmark = [pytest.mark.unit, pytest.mark.database]


@pytest.fixture
def session(app: Flask) -> Iterator[Any]:
    with app.app_context():
        yield db.session


def planned(workout_id: int) -> dict[str, list[int | None]]:
    """The open rows of a running workout, by exercise."""
    rows = db.session.execute(
        select(ExerciseDefinition.title, Exercise.plan_json)
        .join(ExerciseDefinition, ExerciseDefinition.id == Exercise.exercise_definition_id)
        .where(Exercise.workout_id == workout_id)
        .order_by(Exercise.exercise_order)
    )
    return {title: [row["reps"] for row in json.loads(plan or "[]")] for title, plan in rows}


def start(athlete: User, template: Workout, day: running.StartedDay | None = None) -> Workout:
    source = detail(template.id, athlete.id)
    found = running.start(db.session.get_one(User, athlete.id), source, day).workout
    db.session.flush()
    return found


def over(workout: Workout) -> None:
    """As if all of it was done."""
    db.session.execute(
        update(Workout)
        .where(Workout.id == workout.id)
        .values(is_running=False, running_owner_id=None, is_done=True)
    )
    db.session.expire_all()


@pytest.fixture
def four(make: Make, alice: User) -> list[ExerciseDefinition]:
    titles = ("Klimmzüge", "Dips", "Liegestütze", "Dehnen")
    return [make.exercise(owner=alice, title=title) for title in titles]


@pytest.fixture
def turns(make: Make, alice: User, four: list[ExerciseDefinition]) -> Workout:
    """A template in which dips and push-ups take turns."""
    rows = [(each, [("Knie", 10)] * 5) for each in four]
    template = make.workout(athlete=alice, exercises=rows, is_template=True)
    with make.session() as session:
        taking = session.scalars(
            select(Exercise).where(
                Exercise.workout_id == template.id, Exercise.exercise_order.in_([2, 3])
            )
        )
        for each in taking:
            each.alternation = 1
    return template


def test_exercises_take_turns_from_session_to_session(
    session: Any, alice: User, turns: Workout
) -> None:
    seen = []
    for _ in range(3):
        workout = start(alice, turns)
        seen.append(list(planned(workout.id)))
        over(workout)
    assert seen == [
        ["Klimmzüge", "Dips", "Dehnen"],
        ["Klimmzüge", "Liegestütze", "Dehnen"],
        ["Klimmzüge", "Dips", "Dehnen"],
    ]


def test_a_turn_is_no_change_of_the_template_and_survives_one(
    session: Any, make: Make, alice: User, turns: Workout, four: list[ExerciseDefinition]
) -> None:
    rows = [(each, [("Knie", 10)] * 5) for each in four if each.title != "Dips"]
    shorter = [(each, values[:4]) for each, values in rows]
    done, changed = (
        make.workout(athlete=alice, exercises=each, template_id=turns.id)
        for each in (rows, shorter)
    )
    stored = detail(turns.id, alice.id)
    workout = detail(done.id, alice.id)
    assert stored is not None
    assert workout is not None
    assert changed_template_of(workout) is None

    workout = detail(changed.id, alice.id)
    assert workout is not None
    assert changed_template_of(workout) is not None
    template = session.get_one(Workout, turns.id)
    athlete = session.get_one(User, alice.id)
    workout_templates.write_back(athlete, template, stored.exercises, workout)
    session.commit()
    after = detail(turns.id, alice.id)
    assert after is not None
    assert [(e.title, e.alternation, len(e.sets)) for e in after.exercises] == [
        ("Klimmzüge", None, 4),
        ("Dips", 1, 5),
        ("Liegestütze", 1, 4),
        ("Dehnen", None, 4),
    ]


@pytest.mark.parametrize("is_deload", [False, True])
def test_a_day_of_a_program_is_kept_with_its_workout_and_lighter_in_a_lighter_week(
    session: Any, make: Make, alice: User, *, is_deload: bool
) -> None:
    exercise = make.exercise(owner=alice, title="Dips", levels=["Eins"])
    template = make.workout(
        athlete=alice, exercises=[(exercise, [("Eins", 10)] * 5)], is_template=True
    )
    program = make.program(owner=alice, days=[template])
    enrolment = make.enrolment(program=program)
    day_id = program.days[0].id
    day = running.StartedDay(day_id, enrolment.id, "Drücken", is_deload=is_deload)
    workout = start(alice, template, day)
    assert workout.is_deload is is_deload
    link = session.get_one(ProgramWorkout, workout.id)
    assert (link.enrolment_id, link.program_day_id) == (enrolment.id, day_id)
    values = planned(workout.id)["Dips"]
    assert len(values) == (3 if is_deload else 5)
    assert all(value is not None for value in values)
    full = [row["target"] for row in _rows(workout.id)]
    assert full == values


def _rows(workout_id: int) -> list[dict[str, Any]]:
    plan = db.session.scalar(select(Exercise.plan_json).where(Exercise.workout_id == workout_id))
    rows: list[dict[str, Any]] = json.loads(plan or "[]")
    return rows


def test_a_discarded_workout_leaves_nothing_of_its_day(
    session: Any, make: Make, alice: User
) -> None:
    exercise = make.exercise(owner=alice)
    template = make.workout(athlete=alice, exercises=[(exercise, [("Knie", 5)])], is_template=True)
    program = make.program(owner=alice, days=[template])
    enrolment = make.enrolment(program=program)
    day = running.StartedDay(program.days[0].id, enrolment.id, "", is_deload=False)
    workout = start(alice, template, day)
    running.discard(workout)
    session.commit()
    assert session.scalar(select(func.count()).select_from(ProgramWorkout)) == 0
