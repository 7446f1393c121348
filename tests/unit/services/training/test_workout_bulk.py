"""Many workouts are stored by the rules of one, in few statements, once, and all or none."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from project.database import is_conflict
from project.enums import CountingType
from project.exceptions import InvalidError
from project.extensions import db
from project.models import Exercise, ExerciseDefinition, Set, User, Workout
from project.queries.training import progression as standings
from project.queries.training.workouts import performed
from project.rules.training.drafts import NewWorkout, WorkoutExerciseDraft
from project.services.training import progression_upkeep
from project.services.training.workout_bulk import CHUNK, MOST_ERRORS, Logged, log_workouts
from tests.support.drafts import NOW, entry_of, log, sets_of
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]


def log_all(app: Flask, athlete: User, workouts: Iterable[NewWorkout]) -> Logged:
    with app.app_context():
        logged = log_workouts(db.session.get_one(User, athlete.id), workouts)
        db.session.commit()
        return logged


def days(number: int, *exercises: WorkoutExerciseDraft) -> Iterator[NewWorkout]:
    """Yield a workout a day, the oldest first, each with a key of its own."""
    for day in range(number):
        draft = entry_of(*exercises, timestamp=NOW - timedelta(days=number - day))
        yield NewWorkout(draft, submit_key=f"day-{day}", is_done=True)


def test_many_are_stored_as_one_by_one(
    app: Flask, alice: User, bob: User, make: Make, push: Any
) -> None:
    theirs = make.exercise(owner=alice)
    for athlete, definition in ((alice, push), (bob, make.exercise(owner=bob))):
        draft = sets_of(definition, ("Knie", 8), ("Voll", 3))
        plan = NewWorkout(entry_of(draft), is_template=True)
        if athlete is alice:
            logged = log_all(app, athlete, [*days(3, draft), plan])
        else:
            for new in (*days(3, draft), plan):
                log(app, athlete, new.draft, is_template=new.is_template)
    assert (len(logged.ids), logged.added) == (4, 4)
    with app.app_context():
        calendar = db.session.get_one(User, alice.id).calendar
        rows = [
            [
                (w.timestamp, w.title, w.visibility, w.is_template, w.version, w.running_owner_id)
                for w in db.session.query(Workout).filter_by(user_id=who.id).order_by(Workout.id)
            ]
            for who in (alice, bob)
        ]
        assert rows[0] == rows[1]
        ((first,),) = [performed(logged.ids[0])]
        assert [(row.progression, row.level_order, row.reps) for row in first.sets] == [
            ("Knie", 1, 8),
            ("Voll", 2, 3),
        ]
        place = standings.ladder_positions([push.id], calendar)[push.id]
        assert place.ladder.stored is not None
        assert place.overview().level is not None
        assert progression_upkeep.rebuild(db.session.get_one(User, alice.id)) == 0
    assert make.count(Exercise, exercise_definition_id=theirs.id) == 0


def test_what_came_before_is_not_stored_again(
    app: Flask, alice: User, make: Make, push: Any
) -> None:
    draft = sets_of(push, ("Knie", 8))
    first = log_all(app, alice, days(2, draft))
    more = [*days(3, draft), *days(1, draft)]
    again = log_all(app, alice, more)
    assert again.added == 1
    assert again.ids[:2] == first.ids
    assert again.ids[3] == again.ids[0]
    assert (make.count(Workout), make.count(Set)) == (3, 3)


def test_everything_wrong_is_named_by_path_and_nothing_is_stored(
    app: Flask, alice: User, bob: User, make: Make, push: Any
) -> None:
    plank = make.exercise(owner=alice, title="Planke", counting_type=CountingType.DURATION)
    archived = make.exercise(owner=bob, archived=True)
    good = list(days(CHUNK + 2, sets_of(push, ("Knie", 8))))
    wrong = [
        sets_of(archived, ("Knie", 8)),
        sets_of(push, ("Knie", 8), ("Mond", 8)),
        replace(sets_of(push), sets=[replace(sets_of(push, ("", 8)).sets[0], level_id=2**31 - 1)]),
        sets_of(plank, ("Knie", 8)),
    ]
    bad = [NewWorkout(entry_of(each)) for each in wrong]
    naive = NOW.replace(tzinfo=None)
    broken = NewWorkout(entry_of(), submit_key="x" * 37, started_at=naive)
    with pytest.raises(InvalidError) as refused:
        log_all(app, alice, [*good, *bad, broken, *good])
    number = CHUNK + 2
    assert refused.value.fields == {
        f"workouts.{number}.exercises.0.definition_id": "Diese Übung gibt es nicht.",
        f"workouts.{number + 1}.exercises.0.sets.1.level": (
            "Diese Stufe gibt es bei dieser Übung nicht."
        ),
        f"workouts.{number + 2}.exercises.0.sets.0.level": (
            "Diese Stufe gehört nicht zu dieser Übung."
        ),
        f"workouts.{number + 3}.exercises.0.sets.0.duration": "Diese Übung wird nach Zeit gezählt.",
        f"workouts.{number + 4}.exercises": "Füge mindestens eine Übung hinzu.",
        f"workouts.{number + 4}.started_at": "Ein Datum mit Uhrzeit, ab dem Jahr 1971.",
        f"workouts.{number + 4}.submit_key": "Ein Schlüssel von höchstens 36 Zeichen.",
    }
    assert make.count(Workout) == 0


def test_a_stream_of_errors_is_not_read_to_its_end(app: Flask, alice: User, push: Any) -> None:
    read = []

    def endless() -> Iterator[NewWorkout]:
        while True:
            read.append(1)
            yield NewWorkout(entry_of())

    with pytest.raises(InvalidError) as refused:
        log_all(app, alice, endless())
    assert MOST_ERRORS <= len(refused.value.fields) <= len(read) <= 2 * CHUNK


def test_a_chunk_costs_the_same_for_any_number_of_sets(
    app: Flask, alice: User, make: Make, count_queries: QueryCounter
) -> None:
    library = [make.exercise(owner=alice) for _ in range(5)]

    def cost(number: int, sets: int) -> int:
        many = [sets_of(each, *[("Knie", 8)] * sets) for each in library]
        workouts = [replace(new, submit_key=None) for new in days(number, *many)]
        with count_queries.watching() as statements:
            log_all(app, alice, workouts)
        return len(statements)

    cost(1, 1)
    few = cost(1, 1)
    assert cost(CHUNK, 10) == few
    assert few <= 20


def test_somebody_elses_exercise_is_copied_once_for_all(
    app: Flask, alice: User, bob: User, make: Make
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck"])
    log_all(app, alice, days(CHUNK + 1, sets_of(planche, ("Tuck", 3))))
    assert make.count(ExerciseDefinition, user_id=alice.id) == 1
    assert make.count(Exercise, exercise_definition_id=planche.id) == 0
    assert make.count(Set, progression_level_id=None) == 0


def test_the_same_file_sent_twice_at_once_is_stored_once(
    app: Flask, alice: User, push: Any, make: Make
) -> None:
    together = Barrier(3)

    def send(_: int) -> int:
        together.wait(timeout=20)
        while True:
            try:
                return log_all(app, alice, days(5, sets_of(push, ("Knie", 8)))).added
            except DBAPIError as error:  # as for a request, which is run again then
                if not is_conflict(error):
                    raise

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(send, range(3))) == [0, 0, 5]
    assert make.count(Workout) == 5
