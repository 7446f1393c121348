from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.enums import CountingType, Side
from project.rules.library.counts import MAX_REPS
from project.rules.library.durations import MAX_DURATION
from project.rules.training.transfer.line_writing import write_lines
from project.rules.training.transfer.lines import (
    KnownExercise,
    LineExercise,
    LineSet,
    library_of,
    read_lines,
)
from project.rules.training.transfer.types import SetKind

pytestmark = pytest.mark.unit

LIBRARY = library_of(
    [
        KnownExercise("Liegestütze", CountingType.REPS, ("Knie", "Eng", "Diamant")),
        KnownExercise("Liegestütze am Ring", CountingType.REPS),
        KnownExercise("Front Lever", CountingType.DURATION, ("Tuck", "Advanced Tuck")),
        KnownExercise("Plank 2", CountingType.DURATION),
    ]
)


def reps(*numbers: int) -> tuple[LineSet, ...]:
    return tuple(LineSet(reps=number) for number in numbers)


def only(text: str, *, known: bool = False) -> LineExercise:
    read = read_lines(text, LIBRARY) if known else read_lines(text)
    assert read.faults == ()
    (exercise,) = read.exercises
    return exercise


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Dips: 8 8 7", LineExercise(name="Dips", sets=reps(8, 8, 7))),
        ("- Dips: 8, 8; 7", LineExercise(name="Dips", sets=reps(8, 8, 7))),
        ("Dips: 3x8 7 Wdh", LineExercise(name="Dips", sets=reps(8, 8, 8, 7))),
        ("Liegestütze 4: 8", LineExercise(name="Liegestütze", rung=4, sets=reps(8))),
        ("Push-ups level 4: 8", LineExercise(name="Push-ups", rung=4, sets=reps(8))),
        ("Liegestütze Stufe 4: 8", LineExercise(name="Liegestütze", rung=4, sets=reps(8))),
        ("Row / Tuck: 8", LineExercise(name="Row", level="Tuck", sets=reps(8))),
        ('"8: 8" / "7": 6', LineExercise(name="8: 8", level="7", sets=reps(6))),
        ('"The ""one""": 6', LineExercise(name='The "one"', sets=reps(6))),
        (
            "Dips: 8 # knee hurts # a bit",
            LineExercise(name="Dips", sets=reps(8), note="knee hurts # a bit"),
        ),
    ],
)
def test_a_line_is_an_exercise(line: str, expected: LineExercise) -> None:
    assert only(line) == expected


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ("0:45 1:05", [LineSet(duration=45), LineSet(duration=65)]),
        ("45s 40 sek 1 min", [LineSet(duration=45), LineSet(duration=40), LineSet(duration=60)]),
        ("8L 7 R", [LineSet(reps=8, side="left"), LineSet(reps=7, side="right")]),
        ("8 links 7 right", [LineSet(reps=8, side="left"), LineSet(reps=7, side="right")]),
        ("8 7 @ +10", [LineSet(reps=8, load_kg=Decimal(10)), LineSet(reps=7, load_kg=Decimal(10))]),
        ("8 @10kg 7 @ −2,5 6", [LineSet(reps=8, load_kg=Decimal(10)), LineSet(reps=7, load_kg=Decimal("-2.5")), LineSet(reps=6)]),
        ("8 @ 0 7 @ +5", [LineSet(reps=8), LineSet(reps=7, load_kg=Decimal(5))]),
        ("8 @ 20 lb", [LineSet(reps=8, load_kg=Decimal("9.07"))]),
        ("5W 8 F 4 D", [LineSet(reps=5, kind=SetKind.WARMUP), LineSet(reps=8, kind=SetKind.FAILURE), LineSet(reps=4, kind=SetKind.DROP)]),
        ("5 aufwärmen 8 failure", [LineSet(reps=5, kind=SetKind.WARMUP), LineSet(reps=8, kind=SetKind.FAILURE)]),
        ("8 RIR 2 7 rpe 8.5", [LineSet(reps=8, rir=2), LineSet(reps=7, rir=1)]),
    ],
)  # fmt: skip
def test_sets_say_what_was_done(sets: str, expected: list[LineSet]) -> None:
    assert list(only(f"Dips: {sets}").sets) == expected


@pytest.mark.parametrize(
    ("line", "name", "level", "rung"),
    [
        ("liegestütze 3: 8", "Liegestütze", "Diamant", 3),
        ("Liegestütze diamant: 8", "Liegestütze", "Diamant", 3),
        ("Liegestütze / Eng: 8", "Liegestütze", "Eng", 2),
        ("Liegestütze am Ring: 8", "Liegestütze am Ring", "", None),
        ("Front Lever Advanced Tuck: 0:08", "Front Lever", "Advanced Tuck", 2),
        ("Plank 2: 40", "Plank 2", "", None),
        ("Neues: 8", "Neues", "", None),
    ],
)
def test_the_library_tells_names_from_levels(
    line: str, name: str, level: str, rung: int | None
) -> None:
    exercise = only(line, known=True)
    assert (exercise.name, exercise.level, exercise.rung) == (name, level, rung)


def test_plain_numbers_of_what_is_held_are_seconds() -> None:
    assert only("Front Lever 1: 12 10s", known=True).sets == (
        LineSet(duration=12),
        LineSet(duration=10),
    )


def test_lines_that_begin_with_a_sign_go_on_with_the_note_above() -> None:
    read = read_lines("# Ein guter Tag\n\nDips: 8 # eng\n# und langsam\r\nRow: 9\n#\n# zäh")
    assert read.note == "Ein guter Tag"
    assert [exercise.note for exercise in read.exercises] == ["eng\nund langsam", "\nzäh"]
    assert [exercise.line for exercise in read.exercises] == [3, 5]


@pytest.mark.parametrize(
    ("line", "code", "character"),
    [
        ("Dips 8 8 7", "no_colon", 11),
        (": 8", "no_name", 1),
        ("Dips:", "no_sets", 6),
        ("Dips: 8 acht 7", "not_understood", 9),
        ("Dips: 8.5", "not_understood", 8),
        ("Dips: L", "not_understood", 7),
        ("Dips: @ 10", "not_understood", 7),
        ("Dips: 8 0:45", "mixed", 9),
        ("Dips: 10000", "too_much", 7),
        ("Dips: 1000000000000", "too_much", 7),
        ("Dips: 8 @ 1000", "too_much", 9),
        ("Dips: 8 rir 11", "too_much", 9),
        ("Dips: 1439:59 1440:00", "too_much", 15),
        ("Dips: 101x8", "too_many_sets", 7),
        ('"Dips: 8', "unclosed_quote", 1),
        ("Liegestütze 9: 8", "unknown_level", 1),
        ("  Liegestütze / Nix: 8", "unknown_level", 3),
        ("x" * 300 + ": 8", "name_too_long", 1),
    ],
)
def test_a_fault_names_the_character_and_keeps_the_line(
    line: str, code: str, character: int
) -> None:
    read = read_lines(f"Row: 9\n{line}\nSquat: 7", LIBRARY)
    assert [exercise.name for exercise in read.exercises] == ["Row", "Squat"]
    (fault,) = read.faults
    assert (fault.code, fault.line, fault.character, fault.text) == (code, 2, character, line)


def test_more_exercises_than_a_workout_holds_are_named() -> None:
    read = read_lines("Dips: 8\n" * 51)
    assert len(read.exercises) == 50
    assert [(fault.code, fault.line) for fault in read.faults] == [("too_many_exercises", 51)]


line_texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], include_characters=' ":/#@4-'),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()))
names = line_texts.filter(bool)
notes = st.lists(line_texts, max_size=3).map(lambda lines: "\n".join(lines).strip())
loads = st.none() | st.decimals(-999, 999, places=2).map(lambda load: load or None)
figures = {
    "side": st.sampled_from([None, Side.LEFT.value, Side.RIGHT.value]),
    "rir": st.none() | st.integers(0, 10),
    "kind": st.sampled_from(SetKind),
    "load_kg": loads,
}
counted = st.builds(LineSet, reps=st.integers(0, MAX_REPS), **figures)
held = st.builds(LineSet, duration=st.integers(0, MAX_DURATION), **figures)
sets = (st.lists(counted, min_size=1, max_size=6) | st.lists(held, min_size=1, max_size=6)).map(
    tuple
)
levels: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"rung": st.integers(1, 40)}),
    st.fixed_dictionaries({"level": names}),
)
exercises = st.builds(
    lambda level, **values: LineExercise(**level, **values),
    level=levels,
    name=names,
    sets=sets,
    note=notes,
)


@given(exercises=st.lists(exercises, max_size=4), note=notes)
def test_what_is_written_is_read_back_to_equal_values(
    exercises: list[LineExercise], note: str
) -> None:
    read = read_lines(write_lines(exercises, note))
    assert read.faults == ()
    assert list(read.exercises) == exercises
    assert read.note == note


@given(st.text(max_size=80))
def test_any_text_is_read_or_named(text: str) -> None:
    read = read_lines(text, LIBRARY)
    assert all(1 <= fault.character <= len(fault.text) + 1 for fault in read.faults)
