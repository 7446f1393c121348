"""The documented numbered fields become drafts; every wrong row says so at its place."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from project.enums import Visibility
from project.main.forms.training.workout_drafts import exercise_drafts, place_errors
from project.main.forms.training.workout_rows import (
    ExerciseBlock,
    _build_prefill,
    parse_id,
    read_blocks,
)
from project.queries.library.editor_exercises import EditorExercise
from project.queries.library.exercises import LevelRow
from project.queries.training.workouts import PerformedExercise, PerformedSet
from project.rules.limits import MAX_EXERCISES, MAX_SETS
from project.rules.training.drafts import SetDraft, WorkoutDraft, WorkoutExerciseDraft
from project.services.training.workout_check import check_workout

pytestmark = pytest.mark.unit

ME = 1
PUSH = EditorExercise(
    10,
    "Liegestütze",
    "reps",
    ME,
    False,
    frozenset(),
    [LevelRow(1, "Knie", 1), LevelRow(2, "Voll", 2)],
)
PLANK = EditorExercise(
    20,
    "Planke",
    "duration",
    ME,
    False,
    frozenset({"tracks_load", "tracks_sides", "tracks_rir"}),
    [LevelRow(3, "Normal", 1)],
)
OLD = EditorExercise(30, "Dips", "reps", ME, True, frozenset(), [LevelRow(4, "Bank", 1)])
THEIRS = EditorExercise(40, "Planche", "reps", 2, False, frozenset(), [LevelRow(5, "Tuck", 1)])
KNOWN = {exercise.id: exercise for exercise in (PUSH, PLANK, OLD, THEIRS)}
Fields = dict[str, Any]


def read(fields: Fields) -> tuple[list[ExerciseBlock], list[str]]:
    return read_blocks(MultiDict(fields))


def checked(
    blocks: list[ExerciseBlock], before: list[PerformedExercise]
) -> tuple[list[WorkoutExerciseDraft], dict[str, str]]:
    """Read blocks and check them as the service does; messages are put at their fields."""
    drafts, unreadable = exercise_drafts(blocks, before)
    draft = WorkoutDraft(
        "",
        datetime(2026, 9, 14, tzinfo=UTC),
        Visibility.ALL,
        exercises=drafts,
        unreadable=unreadable,
    )
    entry, errors = check_workout(draft, KNOWN, stored=before)
    for block in blocks:
        block.attach(KNOWN.get(block.exercise_id or 0))
    place_errors(blocks, errors)
    return [replace(exercise, sets=list(exercise.sets)) for exercise in entry.exercises], errors


def check(
    fields: Fields, stored: list[PerformedExercise] | None = None
) -> tuple[list[WorkoutExerciseDraft], list[ExerciseBlock]]:
    blocks, errors = read(fields)
    assert errors == []
    return checked(blocks, stored or [])[0], blocks


def errors_of(
    fields: Fields, stored: list[PerformedExercise] | None = None
) -> dict[str, list[str]]:
    """Return the names of the wrong fields, by place: "1" for an exercise, "1.2" for its set."""
    _, blocks = check(fields, stored)
    found = {}
    for number, block in enumerate(blocks, 1):
        found[str(number)] = sorted(block.errors)
        for place, row in enumerate(block.rows, 1):
            found[f"{number}.{place}"] = sorted(row.errors)
    return {place: names for place, names in found.items() if names}


def pushups(**changes: Any) -> Fields:
    fields = {
        "exercise_count": "1",
        "exercise1": "10",
        "progression1": ["Knie", "Voll"],
        "reps1": ["12", "5"],
    }
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not None}


def plank(**changes: Any) -> Fields:
    fields = {
        "exercise_count": "1",
        "exercise1": "20",
        "progression1": "Normal",
        "duration1": "1:30",
    }
    fields.update(changes)
    return {name: value for name, value in fields.items() if value is not None}


def test_the_documented_fields_become_an_entry() -> None:
    entries, _ = check(
        {
            **pushups(exercise_count="2"),
            "exercise2": "20",
            "progression2": ["Normal", "Normal"],
            "duration2": ["1:30", "90"],
        }
    )
    assert entries == [
        WorkoutExerciseDraft(
            10,
            [
                SetDraft(level="Knie", level_id=1, reps=12),
                SetDraft(level="Voll", level_id=2, reps=5),
            ],
        ),
        WorkoutExerciseDraft(
            20,
            [
                SetDraft(level="Normal", level_id=3, duration=90),
                SetDraft(level="Normal", level_id=3, duration=90),
            ],
        ),
    ]


def test_optional_figures_become_typed() -> None:
    (entry,), _ = check(
        plank(load1="-2,5", side1="left", rir1="3", superset1="2", exnote1=" eng \r\n fest ")
    )
    assert entry == WorkoutExerciseDraft(
        20,
        [
            SetDraft(
                level="Normal", level_id=3, duration=90, load_kg=Decimal("-2.5"), side="left", rir=3
            )
        ],
        superset=2,
        note="eng \n fest",
    )


def test_a_level_id_wins_over_the_name() -> None:
    (entry,), _ = check(pushups(level1=["2", "1"]))
    assert entry.sets == [
        SetDraft(level="Voll", level_id=2, reps=12),
        SetDraft(level="Knie", level_id=1, reps=5),
    ]


def test_a_level_id_is_enough() -> None:
    (entry,), _ = check(pushups(progression1=None, level1=["2", "1"]))
    assert [row.level for row in entry.sets] == ["Voll", "Knie"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (pushups(reps1=["12"]), {"1.2": ["reps"]}),
        (pushups(reps1=["12", ""]), {"1.2": ["reps"]}),
        (pushups(reps1=["", "5"]), {"1.1": ["reps"]}),
        (pushups(reps1=None), {"1.1": ["reps"], "1.2": ["reps"]}),
        (pushups(progression1=["Knie"]), {"1.2": ["progression"]}),
        (pushups(progression1=["", "Voll"]), {"1.1": ["progression"]}),
        (pushups(progression1=["Knie", "Mond"]), {"1.2": ["progression"]}),
        (pushups(progression1=["Knie", "knie"]), {"1.2": ["progression"]}),
        (pushups(progression1=["Knie", "x" * 81]), {"1.2": ["progression"]}),
        (pushups(progression1=["Knie", "a\x00b"]), {"1.2": ["progression"]}),
        (pushups(reps1=["-1", "5"]), {"1.1": ["reps"]}),
        (pushups(reps1=["1e3", "NaN"]), {"1.1": ["reps"], "1.2": ["reps"]}),
        (pushups(reps1=["10000", "5"]), {"1.1": ["reps"]}),
        (pushups(reps1=["٣", "²"]), {"1.1": ["reps"], "1.2": ["reps"]}),
        (pushups(reps1=None, duration1=["0:10", "0:20"]), {"1.1": ["reps"], "1.2": ["reps"]}),
        (pushups(duration1=["0:10", ""]), {"1.1": ["reps"]}),
        (plank(duration1="1:75"), {"1.1": ["duration"]}),
        (plank(duration1="lang"), {"1.1": ["duration"]}),
        (plank(duration1="86400"), {"1.1": ["duration"]}),
        (plank(duration1=None, reps1="12"), {"1.1": ["duration"]}),
        (plank(reps1="12"), {"1.1": ["duration"]}),
        (plank(load1="schwer"), {"1.1": ["load"]}),
        (plank(load1="1000"), {"1.1": ["load"]}),
        (plank(load1="NaN"), {"1.1": ["load"]}),
        (plank(side1="oben"), {"1.1": ["side"]}),
        (plank(rir1="11"), {"1.1": ["rir"]}),
        (plank(rir1="-1"), {"1.1": ["rir"]}),
        (plank(superset1="0"), {"1": ["superset"]}),
        (plank(superset1="x"), {"1": ["superset"]}),
        (plank(exnote1="x" * 281), {"1": ["exnote"]}),
        (plank(exnote1="a\u202eb"), {"1": ["exnote"]}),
        (pushups(level1=["1"]), {"1.2": ["progression"]}),
        (pushups(level1=["3", "1"]), {"1.1": ["progression"]}),
        (pushups(level1=["x", "99999999999"]), {"1.1": ["progression"], "1.2": ["progression"]}),
        (pushups(set1=["", "", ""]), {"1.3": ["progression", "reps"]}),
        (pushups(exercise1=""), {"1": ["exercise"]}),
        (pushups(exercise1=None), {"1": ["exercise"]}),
        (pushups(exercise1="77"), {"1": ["exercise"]}),
        (pushups(exercise1="-10"), {"1": ["exercise"]}),
        (pushups(exercise1="9" * 30), {"1": ["exercise"]}),
        (pushups(exercise1="30", progression1=["Bank", "Bank"]), {"1": ["exercise"]}),
        (pushups(progression1=None, reps1=None), {"1": ["exercise"]}),
        (pushups(exercise_count="2"), {"2": ["exercise"]}),
    ],
)
def test_a_wrong_value_is_told_at_its_row(fields: Fields, wrong: dict[str, list[str]]) -> None:
    assert errors_of(fields) == wrong


@pytest.mark.parametrize("count", [None, "", "-1", "x", "1e1", "٣", "0"])
def test_a_wrong_count_drops_no_exercise(count: str | None) -> None:
    blocks, errors = read(pushups(exercise_count=count))
    assert len(blocks) == 1
    assert len(errors) == 1


def test_an_exercise_that_is_skipped_is_an_error_at_its_place() -> None:
    fields = {
        **pushups(exercise_count="3"),
        "exercise3": "20",
        "progression3": "Normal",
        "duration3": "9",
    }
    entries, blocks = check(fields)
    assert [sorted(block.errors) for block in blocks] == [[], ["exercise"], []]
    assert [entry.definition_id for entry in entries] == [10, None, 20]


@pytest.mark.parametrize("count", ["51", "9999"])
def test_more_exercises_than_allowed_are_refused(count: str) -> None:
    blocks, errors = read(pushups(exercise_count=count))
    assert len(blocks) == MAX_EXERCISES
    assert "50" in errors[0]


def test_more_sets_than_allowed_are_refused() -> None:
    many = MAX_SETS + 1
    assert errors_of(pushups(progression1=["Knie"] * many, reps1=["1"] * many)) == {
        "1": ["exercise"]
    }
    assert errors_of(pushups(progression1=["Knie"] * MAX_SETS, reps1=["1"] * MAX_SETS)) == {}


def test_an_id_is_a_plain_positive_number() -> None:
    assert [parse_id(text) for text in ("7", "0", "", "-7", "7.0", "٧", str(2**31), " 7")] == [
        7,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
    ]


def stored() -> list[PerformedExercise]:
    """Return a workout with a renamed level (2 was „Ganz“), a removed one, and an archived exercise."""
    sets = [
        PerformedSet(100, 1, "Ganz", 2, 2, reps=8, load_kg=Decimal("2.50"), rir=1),
        PerformedSet(101, 2, "Wand", None, None, reps=20),
    ]
    archived = [PerformedSet(102, 1, "Bank", 4, 1, reps=6)]
    return [
        PerformedExercise(7, 1, 10, "Liegestütze", "reps", 2, 1, "eng", sets),
        PerformedExercise(8, 2, 30, "Dips", "reps", 1, None, "", archived),
    ]


def as_form(blocks: list[ExerciseBlock]) -> Fields:
    """Return what a browser sends for the blocks."""
    fields: Fields = {"exercise_count": str(len(blocks))}
    for number, block in enumerate(blocks, 1):
        fields.update({f"{name}{number}": text for name, text in block.values.items()})
        for name in block.rows[0].values:
            fields[f"{name}{number}"] = [row.text(name) for row in block.rows]
    return fields


def test_what_is_stored_comes_back_unchanged() -> None:
    blocks = _build_prefill(stored(), KNOWN)
    entries, sent = check(as_form(blocks), stored())
    assert errors_of(as_form(blocks), stored()) == {}
    assert [entry.id for entry in entries] == [7, 8]
    assert entries[0] == WorkoutExerciseDraft(
        10,
        [
            SetDraft(level="Ganz", level_id=2, reps=8, load_kg=Decimal("2.50"), rir=1, id=100),
            SetDraft(level="Wand", level_id=None, reps=20, id=101),
        ],
        superset=1,
        note="eng",
        id=7,
    )
    assert len(sent) == 2


def test_optional_fields_that_are_not_sent_keep_what_is_stored() -> None:
    (entry, _), _ = check(
        {
            **pushups(exercise_count="2", progression1=["Ganz", "Wand"], reps1=["9", "20"]),
            "exercise2": "30",
            "progression2": "Bank",
            "reps2": "6",
        },
        stored(),
    )
    assert entry.sets[0] == SetDraft(
        level="Ganz", level_id=2, reps=9, load_kg=Decimal("2.50"), rir=1, id=100
    )
    assert (entry.superset, entry.note, entry.id) == (1, "eng", 7)


def test_a_level_logged_before_may_be_logged_again_in_the_same_workout() -> None:
    (entry, *_), _ = check(
        pushups(progression1=["Ganz", "Wand", "Wand"], reps1=["8", "20", "19"]), stored()
    )
    assert [(row.level, row.level_id) for row in entry.sets] == [
        ("Ganz", 2),
        ("Wand", None),
        ("Wand", None),
    ]


def test_a_set_of_another_exercise_is_not_taken_over() -> None:
    (entry,), _ = check(pushups(performed1="8", set1=["102", "100"]), stored())
    assert (entry.id, [row.id for row in entry.sets]) == (None, [None, None])


def test_the_same_set_is_not_named_twice() -> None:
    (entry,), _ = check(pushups(performed1="7", set1=["100", "100"]), stored())
    assert [row.id for row in entry.sets] == [100, None]


def test_repeating_takes_levels_as_they_are_called_now() -> None:
    push, dips = _build_prefill(stored(), KNOWN, anew=True)
    assert [row.values for row in push.rows] == [
        {
            "progression": "Voll",
            "reps": "8",
            "duration": "",
            "load": "2,50",
            "side": "",
            "rir": "1",
            "type": "",
        },
        {
            "progression": "",
            "reps": "20",
            "duration": "",
            "load": "",
            "side": "",
            "rir": "",
            "type": "",
        },
    ]
    assert push.values == {"exercise": "10", "superset": "1", "exnote": "eng"}
    assert dips.definition is OLD


TEXTS = st.text(max_size=12) | st.sampled_from(
    ["10", "20", "30", "40", "Knie", "Voll", "Normal", "1:30", "12", "", "left", "2,5", "7", "100"]
)
OF_A_SET = ("progression", "level", "reps", "duration", "set", "load", "side", "rir")
NAMES = st.sampled_from(
    [
        "exercise_count",
        *(
            f"{name}{number}"
            for name in ("exercise", "performed", "superset", "exnote", *OF_A_SET)
            for number in (1, 2, 3)
        ),
    ]
)


@given(st.lists(st.tuples(NAMES, TEXTS), max_size=60), st.booleans())
def test_anything_is_read_and_no_row_gets_lost(pairs: list[tuple[str, str]], old: bool) -> None:
    """Whatever is sent: as many rows as the longest field has, and values only where none is wrong."""
    data = MultiDict(pairs)
    blocks, _ = read_blocks(data)
    before = stored() if old else []
    entries, errors = checked(blocks, before)
    for number, block in enumerate(blocks, 1):
        lengths = [len(data.getlist(f"{name}{number}")) for name in OF_A_SET]
        assert len(block.rows) == max(lengths)
    if not errors:
        assert len(entries) == len(blocks)
        for entry in entries:
            for row in entry.sets:
                assert (row.reps is None) != (row.duration is None)
                assert 0 < len(row.level) <= 80
        named = [row.id for entry in entries for row in entry.sets if row.id]
        assert len(named) == len(set(named))
        assert {entry.id for entry in entries} <= {None, 7, 8}
