"""Following programs: begun, moved on, paused, made lighter and ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from project.enums import DayKind, StepKind
from project.exceptions import FieldError
from project.extensions import db
from project.models import (
    Enrolment,
    EnrolmentPause,
    EnrolmentStep,
    ExerciseDefinition,
    Program,
    ProgramWorkout,
    User,
    Workout,
)
from project.queries.training.enrolments import (
    EnrolmentState,
    enrolment_state,
    running_enrolments,
)
from project.services.training import enrolments as service
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]

MONDAY = datetime(2026, 9, 7, 8, tzinfo=UTC)
TODAY = MONDAY.date()


class Follows:
    """Acts and looks as alice, each time in a context of its own."""

    def __init__(self, app: Flask, make: Make, athlete: User) -> None:
        self.app = app
        self.make = make
        self.athlete = athlete

    @contextmanager
    def signed_in(self) -> Iterator[User]:
        with self.app.app_context():
            yield db.session.get_one(User, self.athlete.id)
            db.session.commit()

    def enrol(self, program: Program, **options: Any) -> Enrolment:
        with self.signed_in() as athlete:
            found = service.enrol(
                athlete,
                db.session.get_one(Program, program.id),
                **options,
            )
            db.session.flush()
            db.session.refresh(found)
            db.session.expunge(found)
        return found

    def act(
        self, action: Callable[..., bool | None], enrolment: Enrolment, *args: int
    ) -> bool | None:
        with self.signed_in() as athlete:
            return action(athlete, db.session.get_one(Enrolment, enrolment.id), *args)

    def state(self, enrolment: Enrolment, today: date = TODAY) -> EnrolmentState:
        with self.app.app_context():
            found = enrolment_state(enrolment.id, self.athlete.calendar, today)
        assert found is not None
        return found

    def next_title(self, enrolment: Enrolment, today: date = TODAY) -> str:
        day = self.state(enrolment, today).next_day
        return day.title if day else ""

    def train(
        self,
        enrolment: Enrolment,
        day: int,
        at: datetime,
        exercise: ExerciseDefinition,
        **columns: Any,
    ) -> Workout:
        """A workout for the ``day``-th day of the program."""
        day_id = self.state(enrolment).days[day - 1].id
        workout = self.make.workout(
            athlete=self.athlete, exercises=[(exercise, [("Voll", 5)])], timestamp=at, **columns
        )
        with self.make.session() as session:
            session.add(
                ProgramWorkout(
                    workout_id=workout.id, enrolment_id=enrolment.id, program_day_id=day_id
                )
            )
        return workout


@pytest.fixture
def follows(app: Flask, make: Make, alice: User) -> Iterator[Follows]:
    with time_machine.travel(MONDAY, tick=False):
        yield Follows(app, make, alice)


@pytest.fixture
def program(make: Make, alice: User) -> Program:
    days = [
        make.workout(athlete=alice, title=title, is_template=True)
        for title in ("Ziehen", "Drücken", "Beine")
    ]
    return make.program(owner=alice, title="Kraft", days=days)


def test_a_program_begins_with_its_first_day(follows: Follows, program: Program) -> None:
    enrolment = follows.enrol(program, weekdays=[5, 1, 3])
    state = follows.state(enrolment)
    assert (state.weekdays, state.started_on, state.planned_a_week) == ("135", MONDAY.date(), 3)
    assert [day.template_title for day in state.days] == ["Ziehen", "Drücken", "Beine"]
    assert follows.next_title(enrolment) == "Ziehen"


def test_a_program_may_begin_with_another_day(follows: Follows, program: Program) -> None:
    enrolment = follows.enrol(program, first_day_id=program.days[2].id)
    assert follows.next_title(enrolment) == "Beine"


def test_a_weekday_that_does_not_exist_is_refused(follows: Follows, program: Program) -> None:
    with pytest.raises(FieldError):
        follows.enrol(program, weekdays=[0, 8])


def test_a_program_that_runs_is_begun_once_and_gets_the_new_weekdays(
    follows: Follows, program: Program, make: Make
) -> None:
    first = follows.enrol(program, weekdays=[1])
    second = follows.enrol(program, weekdays=[2])
    assert (first.id, second.weekdays) == (second.id, "2")
    assert make.count(Enrolment) == 1


def test_three_run_at_once_and_a_fourth_is_refused(
    follows: Follows, make: Make, alice: User
) -> None:
    programs = [make.program(owner=alice, days=[DayKind.SKILL]) for _ in range(4)]
    running = [follows.enrol(each) for each in programs[:3]]
    with pytest.raises(service.TooManyProgramsError):
        follows.enrol(programs[3])
    follows.act(service.end, running[1])
    assert follows.enrol(programs[3]).slot == 2


def test_each_program_goes_on_by_itself(
    follows: Follows, program: Program, make: Make, alice: User, push: ExerciseDefinition
) -> None:
    strength = follows.enrol(program)
    handstand = follows.enrol(make.program(owner=alice, days=[DayKind.SKILL, DayKind.SKILL]))
    follows.train(strength, 1, MONDAY, push)
    assert follows.next_title(strength) == "Drücken"
    assert follows.next_title(handstand) == "Tag 1"


def test_what_was_done_moves_on_and_deleting_it_moves_back(
    follows: Follows, program: Program, make: Make, push: ExerciseDefinition
) -> None:
    enrolment = follows.enrol(program)
    workout = follows.train(enrolment, 1, MONDAY, push)
    assert follows.next_title(enrolment) == "Drücken"
    with make.session() as session:
        session.delete(session.get_one(Workout, workout.id))
    assert follows.next_title(enrolment) == "Ziehen"


def test_a_running_workout_changes_nothing_yet(
    follows: Follows, program: Program, push: ExerciseDefinition
) -> None:
    enrolment = follows.enrol(program)
    follows.train(enrolment, 1, MONDAY, push, is_running=True)
    assert follows.next_title(enrolment) == "Ziehen"


def test_a_day_that_is_left_out_is_left_out_once(
    follows: Follows, program: Program, make: Make
) -> None:
    enrolment = follows.enrol(program)
    day_id = program.days[0].id
    assert follows.act(service.skip, enrolment, day_id)
    assert not follows.act(service.skip, enrolment, day_id)
    assert follows.next_title(enrolment) == "Drücken"
    assert make.count(EnrolmentStep) == 1


def test_another_day_is_chosen_and_goes_on_behind_it(
    follows: Follows, program: Program, push: ExerciseDefinition
) -> None:
    enrolment = follows.enrol(program)
    assert follows.act(service.choose, enrolment, program.days[1].id)
    assert not follows.act(service.choose, enrolment, program.days[1].id)
    assert follows.next_title(enrolment) == "Drücken"
    follows.train(enrolment, 2, MONDAY + timedelta(hours=1), push)
    assert follows.next_title(enrolment) == "Beine"


def test_a_day_of_another_program_is_not_chosen(
    follows: Follows, program: Program, make: Make, alice: User
) -> None:
    other = make.program(owner=alice, days=[DayKind.SKILL])
    enrolment = follows.enrol(program)
    assert not follows.act(service.choose, enrolment, other.days[0].id)
    assert follows.next_title(enrolment) == "Ziehen"


def test_steps_are_taken_back_one_by_one(follows: Follows, program: Program) -> None:
    enrolment = follows.enrol(program)
    follows.act(service.skip, enrolment, program.days[0].id)
    follows.act(service.choose, enrolment, program.days[0].id)
    titles = []
    while (step := follows.state(enrolment).undoable) is not None:
        assert follows.act(service.undo, enrolment, step.id)
        assert not follows.act(service.undo, enrolment, step.id)
        titles.append(follows.next_title(enrolment))
    assert titles == ["Drücken", "Ziehen"]


def test_a_step_is_not_taken_back_once_something_was_done(
    follows: Follows, program: Program, push: ExerciseDefinition
) -> None:
    enrolment = follows.enrol(program)
    follows.act(service.skip, enrolment, program.days[0].id)
    step = follows.state(enrolment).moves[0]
    follows.train(enrolment, 2, MONDAY + timedelta(hours=1), push)
    assert not follows.act(service.undo, enrolment, step.id)
    assert follows.next_title(enrolment) == "Beine"


def test_a_pause_lasts_until_the_day_it_is_ended(
    follows: Follows, program: Program, make: Make
) -> None:
    enrolment = follows.enrol(program)
    assert follows.act(service.pause, enrolment)
    assert not follows.act(service.pause, enrolment)
    assert follows.state(enrolment).is_paused
    with time_machine.travel(MONDAY + timedelta(days=10)):
        assert follows.act(service.resume, enrolment)
        assert not follows.act(service.resume, enrolment)
    today = MONDAY.date() + timedelta(days=10)
    state = follows.state(enrolment, today)
    assert (state.is_paused, state.week) == (False, 1)
    (pause,) = state.pauses
    assert pause.ended_on == today - timedelta(days=1)


def test_a_pause_of_less_than_a_day_leaves_nothing(
    follows: Follows, program: Program, make: Make
) -> None:
    enrolment = follows.enrol(program)
    follows.act(service.pause, enrolment)
    follows.act(service.resume, enrolment)
    assert make.count(EnrolmentPause) == 0


def test_a_lighter_week_takes_seven_days_and_may_be_over_sooner(
    follows: Follows, program: Program
) -> None:
    enrolment = follows.enrol(program)
    follows.act(service.begin_deload, enrolment)
    lighter = [
        follows.state(enrolment, MONDAY.date() + timedelta(days=day)).is_deload for day in range(8)
    ]
    assert lighter == [True] * 7 + [False]
    with time_machine.travel(MONDAY + timedelta(days=2)):
        follows.act(service.begin_deload, enrolment)
        assert follows.state(enrolment).deload_from == MONDAY.date()
        follows.act(service.end_deload, enrolment)
    assert not follows.state(enrolment, MONDAY.date() + timedelta(days=2)).is_deload
    assert follows.state(enrolment, MONDAY.date() + timedelta(days=1)).is_deload


def test_a_lighter_week_that_is_ended_at_once_never_was(follows: Follows, program: Program) -> None:
    enrolment = follows.enrol(program)
    follows.act(service.begin_deload, enrolment)
    follows.act(service.end_deload, enrolment)
    assert follows.state(enrolment).deload_until is None


def test_an_ended_program_lets_nothing_be_done_and_may_begin_again(
    follows: Follows, program: Program, push: ExerciseDefinition, make: Make
) -> None:
    enrolment = follows.enrol(program)
    workout = follows.train(enrolment, 1, MONDAY, push)
    follows.act(service.pause, enrolment)
    assert follows.act(service.end, enrolment)
    assert not follows.act(service.end, enrolment)
    for action in (service.pause, service.resume, service.begin_deload, service.end_deload):
        with pytest.raises(service.EnrolmentEndedError):
            follows.act(action, enrolment)
    with pytest.raises(service.EnrolmentEndedError):
        follows.act(service.skip, enrolment, program.days[1].id)
    assert make.fresh(workout) is not None
    again = follows.enrol(program)
    assert again.id != enrolment.id
    assert follows.next_title(again) == "Ziehen"


def test_a_day_taken_out_of_the_program_takes_its_steps_along(
    follows: Follows, program: Program, make: Make, push: ExerciseDefinition
) -> None:
    enrolment = follows.enrol(program)
    follows.train(enrolment, 1, MONDAY, push)
    follows.act(service.choose, enrolment, program.days[2].id)
    with make.session() as session:
        session.delete(session.get_one(type(program.days[2]), program.days[2].id))
    assert make.count(EnrolmentStep, kind=StepKind.CHOSEN.value) == 0
    assert follows.next_title(enrolment) == "Drücken"


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_programs_costs_three_statements(
    number: int,
    follows: Follows,
    push: ExerciseDefinition,
    count_queries: QueryCounter,
) -> None:
    alice = follows.athlete
    for _ in range(number):
        program = follows.make.program(owner=alice, days=[DayKind.TRAINING, DayKind.REST])
        enrolment = follows.enrol(program)
        follows.train(enrolment, 1, MONDAY, push)
        follows.act(service.skip, enrolment, program.days[1].id)
        follows.act(service.pause, enrolment)
    with follows.app.app_context(), count_queries.expect(2):
        states = running_enrolments(alice.id, alice.calendar, MONDAY.date())
    assert [len(each.moves) for each in states] == [2] * number


def test_who_follows_nothing_costs_one_statement(
    follows: Follows, alice: User, count_queries: QueryCounter
) -> None:
    with follows.app.app_context(), count_queries.expect(1):
        assert running_enrolments(alice.id, alice.calendar, MONDAY.date()) == []
