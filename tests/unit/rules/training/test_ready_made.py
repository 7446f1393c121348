"""Each program that ships is held to what a coach would ask of it."""

import json
from itertools import groupby
from pathlib import Path

import pytest

from project.enums import DayKind, ProgramFocus
from project.rules.library.starter_library import starter_ladder
from project.rules.limits import (
    DESCRIPTION_LENGTH,
    LONGEST_PROGRAM,
    MAX_PROGRAM_DAYS,
    NOTE_LENGTH,
    RAREST_DELOAD,
    SOURCE_LENGTH,
    TITLE_LENGTH,
)
from project.rules.training import ready_made
from project.rules.training.ready_made.programs import (
    ReadyMadeDay,
    ReadyMadeProgram,
    ready_made_program,
    ready_made_programs,
)

pytestmark = pytest.mark.unit

SET_WITH_PAUSE = 40 + 90
"""Seconds, of exercises with the pause that an added ladder has."""

programs = pytest.mark.parametrize(
    "program",
    [
        pytest.param(program, id=f"{program.key}-{language}")
        for language in ("de", "en")
        for program in ready_made_programs(language)
    ],
)


def minutes(day: ReadyMadeDay) -> float:
    return sum(day.sets.values()) * SET_WITH_PAUSE / 60


def sets_of(program: ReadyMadeProgram, *ladders: str) -> int:
    return sum(e.sets for day in program.days for e in day.exercises if e.ladder.key in ladders)


def test_the_eight_that_were_promised_are_there() -> None:
    assert [each.title for each in ready_made_programs()] == [
        "Einstieg",
        "Ganzkörper in Paaren",
        "Zu Hause ohne Geräte",
        "Oberkörper und Unterkörper",
        "Ziehen, Drücken, Beine",
        "Handstand täglich",
        "Halten: Front Lever und Planche",
        "Klimmzug-Spezial",
    ]


def test_their_frames_are_those_that_were_promised() -> None:
    frames = {
        each.key: (each.weeks, each.least_days, each.most_days) for each in ready_made_programs()
    }
    assert frames == {
        "start": (8, 2, 3),
        "pairs": (None, 3, 3),
        "at-home": (None, 3, 3),
        "upper-lower": (None, 4, 4),
        "pull-push-legs": (None, 3, 6),
        "daily-handstand": (None, 5, 7),
        "holds": (12, 3, 3),
        "pull-up-special": (4, 3, 3),
    }
    start = ready_made_program("start")
    assert start is not None
    assert (start.levels["push-up"].key, start.levels["hang"].key) == (
        "wandliegestuetze",
        "hang-mit-fusshilfe",
    )


@programs
def test_every_exercise_and_level_exists(program: ReadyMadeProgram) -> None:
    for day in program.days:
        for exercise in day.exercises:
            ladder = starter_ladder(exercise.ladder.key)
            assert ladder is not None
            assert exercise.level.key in {level.key for level in ladder.levels}
    # one ladder begins at one level, and an exercise stands once in a day
    for day in program.days:
        keys = [exercise.ladder.key for exercise in day.exercises]
        assert len(keys) == len(set(keys))
        assert all(program.levels[e.ladder.key] == e.level for e in day.exercises)
    if program.goal is not None:
        goal = starter_ladder(program.goal[0])
        assert goal is not None
        order = [level.key for level in goal.levels]
        assert order.index(program.goal[1]) > order.index(program.levels[goal.key].key)


@programs
def test_every_pattern_has_six_to_twenty_sets_a_week(program: ReadyMadeProgram) -> None:
    for days in (program.least_days, program.days_a_week, program.most_days):
        for pattern, sets in program.weekly_sets(days).items():
            assert 6 <= sets <= 20, (pattern, days)


@programs
def test_no_day_has_more_than_ten_sets_of_a_pattern(program: ReadyMadeProgram) -> None:
    for day in program.days:
        assert max(day.sets.values()) <= 10, day.key
        assert all(2 <= exercise.sets <= 4 for exercise in day.exercises)


@programs
def test_what_is_pulled_is_pushed(program: ReadyMadeProgram) -> None:
    """A program for pulling may pull twice as much; one without a bar pulls nothing."""
    week = program.weekly_sets(program.days_a_week)
    if "pull" in week:
        most = 2 if program.focus == ProgramFocus.PULL else 1.25
        assert 0.8 <= week["pull"] / week["push"] <= most


@programs
def test_knees_and_hips_are_in_balance(program: ReadyMadeProgram) -> None:
    knees, hips = sets_of(program, "pistol-squat"), sets_of(program, "nordic-curl")
    assert not knees or 0.5 <= hips / knees <= 2


@programs
def test_pairs_are_two_patterns_with_as_many_sets(program: ReadyMadeProgram) -> None:
    for day in program.days:
        paired = [exercise for exercise in day.exercises if exercise.pair is not None]
        groups = [list(rows) for _, rows in groupby(day.exercises, lambda each: each.pair)]
        pairs = [rows for rows in groups if rows[0].pair is not None]
        assert sum(map(len, pairs)) == len(paired)
        assert len({rows[0].pair for rows in pairs}) == len(pairs)
        for rows in pairs:
            one, other = rows
            assert one.sets == other.sets
            assert one.ladder.category_keys[0] != other.ladder.category_keys[0]


@programs
def test_what_takes_turns_is_the_same_pattern(program: ReadyMadeProgram) -> None:
    for day in program.days:
        for number, rows in groupby(day.exercises, lambda each: each.turn):
            turns = list(rows)
            if number is not None:
                assert len(turns) > 1
                assert len({(e.ladder.category_keys[0], e.sets) for e in turns}) == 1


@programs
def test_a_day_takes_as_long_as_is_said(program: ReadyMadeProgram) -> None:
    for day in program.days:
        assert abs(minutes(day) - program.minutes) <= 5, day.key


@programs
def test_what_it_says_can_be_stored(program: ReadyMadeProgram) -> None:
    assert len(program.key) <= SOURCE_LENGTH
    assert program.focus in set(ProgramFocus)
    assert 1 <= program.least_days <= program.days_a_week <= program.most_days <= 7
    assert program.weeks is None or program.weeks <= LONGEST_PROGRAM
    assert program.deload_every is None or 2 <= program.deload_every <= RAREST_DELOAD
    assert 1 <= len(program.days) <= MAX_PROGRAM_DAYS
    assert 0 < len(program.title) <= TITLE_LENGTH
    assert 0 < len(program.description) <= DESCRIPTION_LENGTH
    assert program.needs
    for day in program.days:
        assert day.kind in set(DayKind)
        assert 0 < len(day.title) <= TITLE_LENGTH
        assert 0 < len(day.note) <= NOTE_LENGTH


@programs
def test_texts_are_sober(program: ReadyMadeProgram) -> None:
    texts = [program.title, program.description]
    texts += [text for day in program.days for text in (day.title, day.note)]
    assert not [text for text in texts if "!" in text or '"' in text or text != text.strip()]


def test_languages_say_the_same_things() -> None:
    def keys(tree: object) -> object:
        return {k: keys(v) for k, v in tree.items()} if isinstance(tree, dict) else None

    folder = Path(str(ready_made.__file__)).parent
    german, english = (
        json.loads((folder / f"programs.{language}.json").read_text("utf-8"))
        for language in ("de", "en")
    )
    assert keys(german) == keys(english)


def test_a_language_without_texts_shows_german_ones() -> None:
    assert [p.title for p in ready_made_programs("fr")] == [p.title for p in ready_made_programs()]
    assert ready_made_program("nothing") is None
