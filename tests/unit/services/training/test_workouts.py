"""Workouts are stored whole and once; rows that stay are the same rows."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from project.database import is_conflict
from project.exceptions import InvalidError, StaleVersionError
from project.extensions import db
from project.models import Block, Exercise, ExerciseDefinition, ProgressionLevel, Set, User, Workout
from project.queries.training.workouts import performed
from project.rules.training.drafts import SetDraft, WorkoutExerciseDraft
from project.services.training import workouts as service
from tests.support.drafts import NOW, edit, entry_of, log, rows, sets_of, values
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]


def test_a_workout_is_stored_in_the_order_entered(app: Flask, logged: int, make: Make) -> None:
    assert values(app, logged) == [
        ("Knie", 12),
        ("Knie", 10),
        ("Voll", 8),
        ("Bank", 6),
        ("Bank", 5),
    ]
    with make.session() as session:
        workout = session.get_one(Workout, logged)
        assert (workout.title, workout.timestamp, workout.visibility) == (
            "Montag",
            NOW,
            "followers",
        )
        assert (workout.is_done, workout.is_running, workout.is_template) == (True, False, False)
        level = session.scalars(select(ProgressionLevel).filter_by(name="Voll")).one()
        stored = session.scalars(select(Set).filter_by(progression="Voll")).one()
        assert stored.progression_level_id == level.id


def test_storing_five_by_four_takes_few_statements(
    app: Flask, database: str, make: Make, alice: User, count_queries: QueryCounter
) -> None:
    entry = entry_of(*(sets_of(make.exercise(owner=alice), *[("Knie", 8)] * 4) for _ in range(5)))
    with app.app_context():
        athlete = db.session.get_one(User, alice.id)
        # five, and five for ladders that were never trained; where there are several writers a lock
        with count_queries.expect(10 if database.startswith("sqlite") else 11):
            service.log_workout(athlete, entry, submit_key="3f2b9b0e-0001")
            db.session.commit()
    assert make.count(Set) == 20


def test_the_same_key_makes_one_workout(app: Flask, alice: User, push: Any, make: Make) -> None:
    entry = entry_of(sets_of(push, ("Knie", 12)))
    first, was_new = log(app, alice, entry, submit_key="one-and-the-same")
    second, is_new = log(
        app, alice, replace(entry, title="Dienstag"), submit_key="one-and-the-same"
    )
    assert (first, was_new, is_new) == (second, True, False)
    assert make.count(Workout) == 1


def test_the_key_is_the_athletes_own(app: Flask, alice: User, bob: User, make: Make) -> None:
    for athlete in (alice, bob):
        definition = make.exercise(owner=athlete)
        log(app, athlete, entry_of(sets_of(definition, ("Knie", 1))), submit_key="same-for-both")
    assert make.count(Workout) == 2


def test_a_title_nobody_typed_is_stored_as_none(app: Flask, alice: User, push: Any) -> None:
    entry = entry_of(sets_of(push, ("Knie", 1)), title=" ")
    ids = [log(app, alice, entry, is_template=template)[0] for template in (False, True)]
    with app.app_context():
        assert [db.session.get_one(Workout, number).title for number in ids] == ["", ""]


@time_machine.travel(NOW, tick=False)
def test_a_workout_is_planned_one_year_ahead_at_most(app: Flask, alice: User, push: Any) -> None:
    entry = entry_of(sets_of(push, ("Knie", 1)))
    log(app, alice, replace(entry, timestamp=NOW + timedelta(days=366)))
    log(app, alice, replace(entry, timestamp=datetime(1999, 1, 1, tzinfo=UTC)))
    with pytest.raises(InvalidError) as refused:
        log(app, alice, replace(entry, timestamp=NOW + timedelta(days=366, seconds=1)))
    assert list(refused.value.fields) == ["timestamp"]


def test_saving_unchanged_touches_nothing(app: Flask, alice: User, logged: int, make: Make) -> None:
    with make.session() as session:
        before = rows(logged)
        stamp = session.get_one(Workout, logged).updated_at
    edit(app, alice, logged, lambda entries: entries, version=1)
    with make.session() as session:
        assert rows(logged) == before
        workout = session.get_one(Workout, logged)
        assert (workout.version, workout.updated_at) == (1, stamp)


def test_rows_that_stay_keep_their_ids(app: Flask, alice: User, logged: int) -> None:
    with app.app_context():
        before = rows(logged)

    def change(entries: Sequence[WorkoutExerciseDraft]) -> list[WorkoutExerciseDraft]:
        push, dips = entries
        first, _, third = push.sets
        new = SetDraft(level="Voll", reps=99)
        # the last set first, a new one between, the second gone; dips before push-ups
        return [dips, replace(push, sets=[third, new, replace(first, reps=13)])]

    edit(app, alice, logged, change, version=1)
    with app.app_context():
        after = rows(logged)
    push_id, dips_id = before[0][0], before[3][0]
    ids = [row[2] for row in before]
    new = after[3][2]
    assert after == [
        (dips_id, 1, ids[3], 1, "Bank", 6),
        (dips_id, 1, ids[4], 2, "Bank", 5),
        (push_id, 2, ids[2], 1, "Voll", 8),
        (push_id, 2, new, 2, "Voll", 99),
        (push_id, 2, ids[0], 3, "Knie", 13),
    ]
    assert new not in ids


def test_a_set_keeps_the_key_its_phone_gave_it(
    app: Flask, alice: User, logged: int, make: Make
) -> None:
    with make.session() as session:
        session.execute(update(Set).where(Set.reps == 12).values(client_key="phone-1"))

    def more(entries: Sequence[WorkoutExerciseDraft]) -> list[WorkoutExerciseDraft]:
        first = replace(entries[0].sets[0], reps=20)
        return [replace(entries[0], sets=[*entries[0].sets[1:], first]), entries[1]]

    edit(app, alice, logged, more)
    with make.session() as session:
        assert session.scalars(select(Set).filter_by(client_key="phone-1")).one().reps == 20


def test_removed_exercises_and_sets_are_gone(
    app: Flask, alice: User, logged: int, make: Make
) -> None:
    edit(app, alice, logged, lambda entries: [replace(entries[1], sets=entries[1].sets[1:])])
    assert values(app, logged) == [("Bank", 5)]
    assert (make.count(Exercise), make.count(Set)) == (1, 1)


def test_a_gap_in_the_order_does_not_matter(
    app: Flask, alice: User, logged: int, make: Make
) -> None:
    """A phone that removes a set leaves the others where they are."""
    with make.session() as session:
        session.execute(update(Set).where(Set.set_order == 2).values(set_order=7))
        session.execute(update(Set).where(Set.reps == 8).values(set_order=9))
    edit(app, alice, logged, lambda entries: entries)
    assert values(app, logged) == [
        ("Knie", 12),
        ("Knie", 10),
        ("Voll", 8),
        ("Bank", 6),
        ("Bank", 5),
    ]
    edit(app, alice, logged, lambda entries: [entries[1], entries[0]])
    with app.app_context():
        assert [(row[1], row[3], row[5]) for row in rows(logged)] == [
            (1, 1, 6),
            (1, 2, 5),
            (2, 1, 12),
            (2, 2, 10),
            (2, 3, 8),
        ]


def test_editing_costs_the_same_for_any_number_of_sets(
    app: Flask, database: str, alice: User, logged: int, count_queries: QueryCounter
) -> None:
    def turn(entries: Sequence[WorkoutExerciseDraft]) -> list[WorkoutExerciseDraft]:
        return [
            replace(entry, sets=[replace(row, reps=1) for row in reversed(entry.sets)])
            for entry in reversed(entries)
        ]

    # athlete, workout, what is in it, definitions, version, two moves of two steps; ladders, log,
    # standings, forecasts; where there are several writers a lock
    with count_queries.expect(13 if database.startswith("sqlite") else 14):
        edit(app, alice, logged, turn)
    assert values(app, logged) == [("Bank", 1)] * 2 + [("Voll", 1), ("Knie", 1), ("Knie", 1)]


def test_a_stale_version_is_refused(app: Flask, alice: User, logged: int) -> None:
    edit(app, alice, logged, lambda entries: entries, version=1, title="Neu")
    with pytest.raises(StaleVersionError):
        edit(app, alice, logged, lambda entries: entries[:1], version=1, title="Anders")
    edit(app, alice, logged, lambda entries: entries, version=2, title="Noch neuer")
    with app.app_context():
        workout = db.session.get_one(Workout, logged)
        assert (workout.title, workout.version) == ("Noch neuer", 3)


def test_an_old_date_may_stay_though_a_new_one_may_not(
    app: Flask, alice: User, logged: int, make: Make
) -> None:
    with time_machine.travel(NOW - timedelta(days=9), tick=False):
        edit(app, alice, logged, lambda entries: entries, note="Der Tag liegt noch vor uns.")
        later = NOW + timedelta(hours=1)
        with pytest.raises(InvalidError):
            edit(app, alice, logged, lambda entries: entries, timestamp=later)


def test_somebody_elses_exercise_is_copied_once(
    app: Flask, alice: User, bob: User, make: Make
) -> None:
    planche = make.exercise(owner=bob, title="Planche", levels=["Tuck", "Straddle"])
    theirs = sets_of(planche, ("Straddle", 3))
    for _ in range(2):
        workout_id, _ = log(app, alice, entry_of(theirs, theirs))
    with make.session() as session:
        (copy,) = session.scalars(select(ExerciseDefinition).filter_by(user_id=alice.id))
        used = session.scalars(select(Exercise.exercise_definition_id)).all()
        assert set(used) == {copy.id}
        levels = session.scalars(
            select(ProgressionLevel.exercise_definition_id)
            .join(Set, Set.progression_level_id == ProgressionLevel.id)
            .distinct()
        ).all()
        assert levels == [copy.id]
        assert session.get_one(Workout, workout_id).user_id == alice.id


def test_what_became_invisible_meanwhile_is_not_copied(
    app: Flask, alice: User, bob: User, make: Make
) -> None:
    planche = make.exercise(owner=bob, title="Planche")
    with make.session() as session:
        session.add(Block(blocker_id=bob.id, blocked_id=alice.id))
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of(sets_of(planche, ("Knie", 3))))
    assert refused.value.fields == {"exercises.0.definition_id": "Diese Übung gibt es nicht."}
    assert make.count(Workout) == 0


def test_load_and_side_are_stored(app: Flask, alice: User, push: Any, make: Make) -> None:
    row = SetDraft(level="Knie", reps=5, load_kg=Decimal("-12.5"), side="left", rir=0)
    workout_id, _ = log(app, alice, entry_of(replace(sets_of(push), sets=[row])))
    with app.app_context():
        ((stored,),) = [exercise.sets for exercise in performed(workout_id)]
    assert (stored.load_kg, stored.side, stored.rir) == (Decimal("-12.50"), "left", 0)


def test_done_is_a_mark_that_leaves_the_version(app: Flask, logged: int) -> None:
    seen = []
    for done in (True, True, False, False):
        with app.app_context():
            service.mark_done(db.session.get_one(Workout, logged), done=done)
            db.session.commit()
            seen.append(db.session.get_one(Workout, logged).is_done)
    assert seen == [True, True, False, False]
    with app.app_context():
        assert db.session.get_one(Workout, logged).version == 1


def test_a_running_workout_is_not_done(app: Flask, make: Make, alice: User) -> None:
    running = make.workout(athlete=alice, is_running=True)
    with app.app_context(), pytest.raises(service.RunningWorkoutError):
        service.mark_done(db.session.get_one(Workout, running.id), done=True)


def test_deleting_takes_the_sets_and_leaves_the_library(
    app: Flask, alice: User, logged: int, make: Make
) -> None:
    with make.session() as session:
        service.delete_workout(session.get_one(Workout, logged), session.get_one(User, alice.id))
    assert (make.count(Workout), make.count(Exercise), make.count(Set)) == (0, 0, 0)
    assert make.count(ExerciseDefinition) == 2


def test_deleting_a_template_leaves_what_was_made_from_it(
    app: Flask, alice: User, push: Any, make: Make
) -> None:
    entry = entry_of(sets_of(push, ("Knie", 1)))
    template_id, _ = log(app, alice, entry, is_template=True)
    workout_id, _ = log(app, alice, entry, template_id=template_id)
    with make.session() as session:
        athlete = session.get_one(User, alice.id)
        service.delete_workout(session.get_one(Workout, template_id), athlete)
    with make.session() as session:
        assert session.get_one(Workout, workout_id).template_id is None


def test_the_same_form_sent_twice_at_once_makes_one_workout(
    app: Flask, alice: User, push: Any, make: Make
) -> None:
    entry = entry_of(sets_of(push, ("Knie", 12)))
    together = Barrier(4)

    def send(_: int) -> tuple[int, bool]:
        together.wait(timeout=20)
        while True:
            try:
                return log(app, alice, entry, submit_key="sent-four-times")
            except DBAPIError as error:  # MariaDB lets one of two that wait for each other go on
                if not is_conflict(error):  # as for a request, which is run again then
                    raise

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert len({workout_id for workout_id, _ in answers}) == 1
    assert sorted(is_new for _, is_new in answers) == [False, False, False, True]
    assert make.count(Set) == 1
