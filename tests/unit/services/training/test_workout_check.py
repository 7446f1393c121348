"""What makes no sense is refused by the service, whoever calls it, at the path where it stands."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from project.enums import CountingType, Visibility
from project.exceptions import InvalidError
from project.extensions import db
from project.models import ExerciseDefinition, User, Workout
from project.rules.training.drafts import WorkoutDraft, WorkoutExerciseDraft
from project.services.training import workouts as service
from tests.support.drafts import NOW, edit, entry_of, log, sets_of, values
from tests.support.make import Make
from tests.support.queries import QueryCounter

pytestmark = [pytest.mark.unit, pytest.mark.database]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"level_id": "planche"}, {"level": "Diese Stufe gehört nicht zu dieser Übung."}),
        ({"level": "Mond"}, {"level": "Diese Stufe gibt es bei dieser Übung nicht."}),
        ({"level": ""}, {"level": "Wähle eine Stufe."}),
        ({"level": "a\u202eb"}, {"level": "So kann keine Stufe heißen."}),
        ({"reps": None, "duration": 30}, {"reps": "Diese Übung wird in Wiederholungen gezählt."}),
        ({"duration": 30}, {"reps": "Wiederholungen oder Dauer, nicht beides."}),
        ({"reps": None}, {"reps": "Wie viele Wiederholungen?"}),
        ({"reps": 10_000}, {"reps": "Eine ganze Zahl von 0 bis 9999."}),
        ({"reps": True}, {"reps": "Eine ganze Zahl von 0 bis 9999."}),
        ({"rir": 11}, {"rir": "Eine ganze Zahl von 0 bis 10."}),
        ({"side": "oben"}, {"side": "Links oder rechts."}),
        (
            {"load_kg": Decimal("NaN")},
            {"load_kg": "Kilogramm von −999,99 bis 999,99, zum Beispiel 2,5."},
        ),
        (
            {"load_kg": Decimal("0.001")},
            {"load_kg": "Kilogramm von −999,99 bis 999,99, zum Beispiel 2,5."},
        ),
        ({"id": 7}, {"id": "Diese Zeile gehört nicht zu diesem Training."}),
    ],
)
def test_a_nonsense_set_is_refused_at_its_path(
    app: Flask, alice: User, make: Make, row: dict[str, Any], wrong: dict[str, str]
) -> None:
    push = make.exercise(owner=alice)
    planche = make.exercise(owner=alice, title="Planche", levels=["Tuck"])
    if "level_id" in row:
        row = {"level_id": planche.levels[0].id}
    draft = sets_of(push, ("Knie", 1), ("Knie", 2))
    draft = replace(draft, sets=[draft.sets[0], replace(draft.sets[1], **row)])
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of(sets_of(push, ("Voll", 1)), draft))
    path = "exercises.1.sets.1."
    assert refused.value.fields == {path + name: text for name, text in wrong.items()}
    assert make.count(Workout) == 0


def test_repetitions_on_a_timed_exercise_are_refused(
    app: Flask, alice: User, make: Make, logged: int
) -> None:
    plank = make.exercise(owner=alice, title="Planke", counting_type=CountingType.DURATION)
    wrong = {"exercises.0.sets.0.duration": "Diese Übung wird nach Zeit gezählt."}
    draft = sets_of(plank, ("Knie", 12))
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of(draft))
    assert refused.value.fields == wrong
    with pytest.raises(InvalidError) as refused:
        edit(app, alice, logged, lambda _: [draft])
    assert refused.value.fields == wrong


def test_archived_exercises_are_logged_only_where_they_stand_already(
    app: Flask, alice: User, make: Make, logged: int, push: Any
) -> None:
    theirs = make.exercise(owner=make.user(), title="Planche", archived=True)
    unknown = {"exercises.0.definition_id": "Diese Übung gibt es nicht."}
    for template in (False, True):
        with pytest.raises(InvalidError) as refused:
            log(app, alice, entry_of(sets_of(theirs, ("Knie", 3))), is_template=template)
        assert refused.value.fields == unknown
    with make.session() as session:
        session.get_one(ExerciseDefinition, push.id).archived = True
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of(sets_of(push, ("Knie", 3))))
    assert list(refused.value.fields) == ["exercises.0.definition_id"]
    edit(app, alice, logged, lambda entries: [*entries, sets_of(push, ("Knie", 3))])
    assert values(app, logged)[-1] == ("Knie", 3)


def test_everything_that_is_wrong_is_said_at_once(app: Flask, alice: User, push: Any) -> None:
    draft = WorkoutDraft(
        "x" * 81,
        NOW,
        Visibility.PRIVATE,
        note="a\u202eb",
        effort=11,
        exercises=[
            WorkoutExerciseDraft(None),
            WorkoutExerciseDraft(10**30),
            replace(sets_of(push, ("Knie", 1)), superset=51, note="x" * 281, id=5),
            sets_of(push),
            sets_of(push, *[("Knie", 1)] * 101),
        ],
        unreadable={"exercises.3.sets": "So nicht.", "exercises.0.superset": "Was ist das?"},
    )
    with pytest.raises(InvalidError) as refused:
        log(app, alice, draft)
    wrong = refused.value.fields
    assert sorted(wrong) == [
        "effort",
        "exercises.0.definition_id",
        "exercises.0.superset",
        "exercises.1.definition_id",
        "exercises.2.id",
        "exercises.2.note",
        "exercises.2.superset",
        "exercises.3.sets",
        "exercises.4.sets",
        "note",
        "title",
    ]
    assert wrong["exercises.3.sets"] == "So nicht."
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of())
    assert refused.value.fields == {"exercises": "Füge mindestens eine Übung hinzu."}


def test_a_key_that_no_column_holds_is_refused(app: Flask, alice: User, push: Any) -> None:
    with pytest.raises(InvalidError) as refused:
        log(app, alice, entry_of(sets_of(push, ("Knie", 1))), submit_key="x" * 37)
    assert list(refused.value.fields) == ["submit_key"]


def test_checking_costs_the_same_for_any_number_of_exercises(
    app: Flask, alice: User, make: Make, count_queries: QueryCounter
) -> None:
    wrong = [sets_of(make.exercise(owner=alice), ("Mond", 8)) for _ in range(5)]
    with app.app_context():
        athlete = db.session.get_one(User, alice.id)
        for number in (1, 5):
            with count_queries.expect(1), pytest.raises(InvalidError):
                service.log_workout(athlete, entry_of(*wrong[:number]))


def test_a_row_is_named_once_and_by_its_own_workout(app: Flask, alice: User, logged: int) -> None:
    def twice(entries: Sequence[WorkoutExerciseDraft]) -> list[WorkoutExerciseDraft]:
        first, second = entries
        return [replace(first, sets=[*first.sets, first.sets[0], second.sets[0]]), first]

    with pytest.raises(InvalidError) as refused:
        edit(app, alice, logged, twice)
    assert sorted(refused.value.fields) == [
        "exercises.0.sets.3.id",
        "exercises.0.sets.4.id",
        "exercises.0.sets.4.level",
        "exercises.1.id",
        *(f"exercises.1.sets.{place}.id" for place in range(3)),
    ]


def test_a_template_id_counts_only_for_the_athletes_own_template(
    app: Flask, alice: User, bob: User, push: Any, make: Make
) -> None:
    theirs = make.workout(athlete=bob, is_template=True)
    workout = make.workout(athlete=alice)
    mine = make.workout(athlete=alice, is_template=True)
    entry = entry_of(sets_of(push, ("Knie", 1)))
    kept = []
    for number in (theirs.id, workout.id, 2**31 - 1, mine.id):
        logged, _ = log(app, alice, entry, template_id=number)
        with make.session() as session:
            kept.append(session.get_one(Workout, logged).template_id)
    assert kept == [None, None, None, mine.id]
