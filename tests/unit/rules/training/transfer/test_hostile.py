"""Files that are broken or meant to break something: each is answered by a notice, in little memory."""

import io
import json
import random
import tracemalloc
import zipfile
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from project.rules.limits import MAX_IMPORT_BYTES, MAX_IMPORT_SETS, MAX_IMPORT_WORKOUTS
from project.rules.training.transfer import opening
from project.rules.training.transfer.notices import KEPT, UnreadableError
from project.rules.training.transfer.own import own_rows
from project.rules.training.transfer.reading import read
from project.rules.training.transfer.types import (
    Answers,
    DateOrder,
    Meaning,
    Notice,
    QuestionKind,
    Reading,
    SourceApp,
    WeightUnit,
)

pytestmark = pytest.mark.unit

TODAY: Final = date(2026, 11, 30)
HEAD: Final = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n"
ROW: Final = "2024-03-02,Pull Up,Back,,,8,,,,\n"
MEGABYTE: Final = 2**20


def of(content: bytes | str, answers: Answers | None = None) -> Reading:
    if isinstance(content, str):
        content = content.encode()
    return read(content, answers or Answers(), today=TODAY)


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def told(content: bytes | str) -> tuple[str, int | None]:
    """Return code and line of the error that a file is refused with."""
    reading = of(content)
    assert reading.workouts == ()
    assert isinstance(reading.error, Notice)
    return reading.error.code, reading.error.line


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "empty", None),
        (b"\xef\xbb\xbf \r\n", "empty", None),
        (b"x" * (MAX_IMPORT_BYTES + 1), "too_large", None),
        ("just some words\nand more of them\n", "unknown", None),
        ("1,2,3\n4,5,6\n", "unknown", None),
        ('["Date","Exercise"]', "unknown", None),
        ('{"a": 1}', "unknown", None),
        ("<!DOCTYPE html><html><table><tr><td>Date</td></tr></table></html>", "html", None),
        ("\ufeff\n  <html><body>", "html", None),
        (b"%PDF-1.7\n1 0 obj", "not_text", None),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_text", None),
        (b"SQLite format 3\0rest", "database", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet", None),
        (HEAD + ROW + ROW.replace("Back", "Ba\0ck"), "nul", 3),
        (HEAD + ROW + ROW.replace("Back", '"Back') + ROW, "unclosed_quote", 3),
        (HEAD + ROW + ROW.replace("Back", "x" * 5 * MEGABYTE), "cell_too_long", 3),
        (",".join(f"c{number}" for number in range(100_000)) + "\n1,2\n", "too_many_columns", 1),
        (HEAD.replace("Comment", "Reps") + ROW, "duplicate_header", 1),
        ("Tag,Move,move\n1,2,3\n", "duplicate_header", 1),
        (HEAD + "2024-03-02,Pull Up,Back,,,,,,,\n", "nothing_done", None),
        (HEAD, "nothing_done", None),
        (HEAD + ROW + ROW.replace("8", "eight") * 2, "mostly_wrong", None),
        ('{"format": 1, "exported_at": "x", "workout": [1]}', "json_broken", 1),
        ('{"format": 1, "exported_at": "x",\n"workout": [{"id": 1}', "json_broken", 2),
        ('{"format": "1", "exported_at": "x", "workout": []}', "newer_format", 1),
        ('{"format": 1, "exported_at": "x", "exercise_sets": []}', "nothing_done", None),
        ("x" * 5 * MEGABYTE, "cell_too_long", 1),
        ("[" * 100_000, "unknown", None),
        ('{"a":' * 100_000, "json_broken", 1),
        ('{"a": ' + "9" * 5000 + "}", "json_broken", 1),
        (b"PK\x03\x04 and nothing behind", "zip_broken", None),
        (archive(a_png=b"x"), "zip_nothing", None),
        (archive(a_csv=(HEAD + ROW).encode(), b_csv=(HEAD + ROW).encode()), "zip_several", None),
        (archive(a_html_csv=b"<html></html>"), "html", None),
        (archive(**{"xl/workbook_xml": b"<x/>", "a_csv": b"x"}), "spreadsheet", None),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_named(content: bytes | str, code: str, line: int | None) -> None:
    assert told(content) == (code, line)


def test_an_archive_that_unpacks_to_gigabytes_is_given_up() -> None:
    bomb = archive(a_csv=HEAD.encode() + ROW.encode() * (3 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    assert told(bomb) == ("unpacked_too_large", None)


def test_an_archive_that_lies_about_its_size_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_UNPACKED_BYTES", 1000)
    packed = bytearray(archive(a_csv=HEAD.encode() + ROW.encode() * 1000))
    size = (len(HEAD) + len(ROW) * 1000).to_bytes(4, "little")
    while (place := packed.find(size)) >= 0:
        packed[place : place + 4] = (500).to_bytes(4, "little")
    assert told(bytes(packed))[0] in {"unpacked_too_large", "zip_broken"}


def test_an_archive_with_a_password_is_named() -> None:
    packed = bytearray(archive(a_csv=HEAD.encode()))
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert told(bytes(packed)) == ("zip_locked", None)


def test_a_damaged_member_of_an_archive_is_named() -> None:
    packed = bytearray(archive(a_csv=(HEAD + ROW * 500).encode()))
    packed[60:64] = b"\xff\xff\xff\xff"
    assert told(bytes(packed)) == ("zip_broken", None)


def test_more_sets_than_can_be_taken_are_refused() -> None:
    rows = (
        f"20{10 + number // 11000}-{number // 900 % 12 + 1:02}-{number // 33 % 27 + 1:02},"
        f"E{number % 33},B,,,8,,,,\n"
        for number in range(MAX_IMPORT_SETS + 1)
    )
    assert told(HEAD + "".join(rows)) == ("too_many_sets", MAX_IMPORT_SETS + 2)


def test_more_workouts_than_can_be_taken_are_refused() -> None:
    rows = (
        f"{1990 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02},A,B,,,8,,,,\n"
        for number in range(MAX_IMPORT_WORKOUTS + 1)
    )
    assert told(HEAD + "".join(rows)) == ("too_many_workouts", MAX_IMPORT_WORKOUTS + 2)


def test_more_sets_and_exercises_than_a_workout_holds_are_left_out() -> None:
    reading = of(HEAD + ROW * 101)
    assert len(reading.workouts[0].exercises[0].sets) == 100
    assert [notice.code for notice in reading.notices] == ["sets_of_exercise"]
    reading = of(HEAD + "".join(ROW.replace("Pull Up", f"E{number}") for number in range(51)))
    assert len(reading.workouts[0].exercises) == 50
    assert [(notice.code, notice.line) for notice in reading.notices] == [
        ("exercises_of_workout", 52)
    ]


def test_notices_are_counted_but_not_all_kept() -> None:
    wrong = ROW.replace("8", "eight")
    reading = of(
        HEAD + "".join(f"2024-03-{day:02},P,B,,,8,,,,\n" * 90 + wrong * 80 for day in range(1, 6))
    )
    assert reading.counts == {"bad_number": 400}
    assert len(reading.notices) == KEPT


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_make_no_difference(
    encoding: str, separator: str, ending: str
) -> None:
    text = HEAD + '2024-03-02,Liegestütze,Brust,,,8,,,,"grün, „gut“\nund\tmehr; so"\n'
    table = text.replace(",", separator) if separator != "," else text
    note = "grün, „gut“\nund\tmehr; so".replace(",", separator if separator != "," else ",")
    reading = of(table.replace("\n", ending).encode(encoding))
    ((workout, exercise, one),) = reading.sets()
    assert (workout.start.date(), exercise.name, one.reps) == (date(2024, 3, 2), "Liegestütze", 8)
    assert exercise.note == note


def test_long_texts_are_cut_and_named() -> None:
    reading = of(HEAD + f"2024-03-02,{'n' * 90},B,,,8,,,,{'c' * 300}\n")
    (exercise,) = reading.workouts[0].exercises
    assert (len(exercise.name), len(exercise.note)) == (80, 280)
    assert [notice.code for notice in reading.notices] == ["text_cut", "text_cut"]


def test_characters_that_cannot_be_stored_are_taken_out() -> None:
    ((_, exercise, _),) = of(HEAD + "2024-03-02,Pull\x07 \u202eUp,B,,,8,,,,\x1bx\n").sets()
    assert (exercise.name, exercise.note) == ("Pull Up", "x")


def test_a_list_of_exercises_alone_gives_its_ladders() -> None:
    reading = of("name,type,group,sortOrder\nCrow,Isometric,Handstand,1\n")
    assert [ladder.name for ladder in reading.ladders] == ["Handstand"]
    assert (reading.error, reading.workouts) == (None, ())


def test_a_damaged_table_of_a_known_app_is_asked_about_and_named() -> None:
    reading = of(HEAD.replace("Distance,", "") + ROW)
    assert reading.app is SourceApp.COLUMNS
    assert [(one.code, dict(one.values)) for one in reading.notices] == [
        ("headers_missing", {"app": "fitnotes", "names": "distance"})
    ]
    (question,) = reading.open_questions
    assert question.kind is QuestionKind.COLUMNS
    assert question.guesses["Reps"] is Meaning.REPS
    assert question.samples["Exercise"] == ("Pull Up",)


def test_columns_without_what_a_set_needs_are_refused() -> None:
    answers = Answers(columns={"A": Meaning.DATE, "B": Meaning.REPS})
    reading = of("A,B,C\n2024-03-02,8,x\n", answers)
    assert reading.error is not None
    assert (reading.error.code, reading.error.values["meaning"]) == ("columns_missing", "exercise")


def test_answers_close_questions() -> None:
    text = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n01/02/2025 07:30,A,1h,Dip,1,100,8,0,0,,,\n"
    kinds = [question.kind for question in of(text).open_questions]
    assert kinds == [QuestionKind.DATE_ORDER, QuestionKind.UNIT, QuestionKind.ZONE]
    answered = of(text, Answers(unit=WeightUnit.LB, date_order=DateOrder.MONTH_FIRST))
    assert [question.kind for question in answered.open_questions] == [QuestionKind.ZONE]
    ((workout, _, one),) = answered.sets()
    assert (workout.start.date(), str(one.load_kg)) == (date(2025, 1, 2), "45.36")


@pytest.mark.parametrize(
    ("days", "asked", "first"),
    [
        (["01/02/2025", "13/02/2025"], [], date(2025, 2, 1)),
        (["01/02/2025", "02/13/2025"], [], date(2025, 1, 2)),
        (["01/11/2024", "02/01/2024", "02/05/2024"], ["month-first"], date(2024, 1, 11)),
        (["11/01/2025", "12/01/2025", "01/02/2025"], ["day-first"], date(2025, 1, 11)),
        (["01.02.2025", "02.02.2025"], [], date(2025, 2, 1)),
        (["2025-02-01", "2025-02-02"], [], date(2025, 2, 1)),
    ],
)
def test_the_order_of_days_and_months_is_decided_over_the_whole_file(
    days: list[str], asked: list[str], first: date
) -> None:
    reading = of(HEAD + "".join(ROW.replace("2024-03-02", day) for day in days))
    orders = [one.proposal for one in reading.questions if one.kind is QuestionKind.DATE_ORDER]
    assert orders == asked
    assert reading.workouts[0].start.date() == first


def test_dates_of_both_orders_are_named() -> None:
    reading = of(
        HEAD + ROW.replace("2024-03-02", "13/02/2025") * 2 + ROW.replace("2024-03-02", "02/13/2025")
    )
    assert reading.counts == {"orders_mixed": 1, "bad_date": 1}


def test_the_weight_of_bodyweight_exercises_is_load_where_somebody_says_so() -> None:
    text = "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes\na,2025-01-05T17:01:00,Pull-ups,10,kg,7,8,\n"
    loads = [
        [one.load_kg for _, _, one in of(text, Answers(body_mass=names)).sets()]
        for names in (None, frozenset({"Pull-ups"}), frozenset[str]())
    ]
    assert [str(load) for (load,) in loads] == ["None", "None", "10.00"]


def test_rows_of_our_own_archive_come_one_by_one() -> None:
    content = (
        '{"format": 1, "exported_at": "x", "workout": [\n{"id": 1},\n{"id": 2}], "user": [{}]}'
    )
    rows = [(item.name, item.value, item.line) for item in own_rows(content.encode())]
    assert rows == [("workout", {"id": 1}, 2), ("workout", {"id": 2}, 3), ("user", {}, 3)]
    with pytest.raises(UnreadableError):
        list(own_rows(b"Date,Exercise\n"))


def test_ids_of_others_in_our_own_archive_lead_nowhere() -> None:
    foreign = {"workout": [], "exercise": [{"id": 1, "workout_id": 5, "exercise_definition_id": 9}]}
    content = json.dumps(
        {
            "format": 1,
            "exported_at": "x",
            **foreign,
            "exercise_sets": [{"exercise_id": 1, "reps": 8}],
        }
    )
    reading = of(content)
    assert reading.workouts == ()
    assert reading.counts["bad_row"] == 1


def test_memory_holds_the_sets_and_not_the_file_again() -> None:
    note = "n" * 4000
    rows = "".join(
        f"20{10 + day // 336}-{day // 28 % 12 + 1:02}-{day % 28 + 1:02},Pull Up,Back,,,8,,,,{note}\n"
        for day in range(1000)
        for _ in range(2)
    )
    content = (HEAD + rows).encode()
    assert len(content) > 8_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in of(content).sets()) == 2000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MEGABYTE


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(content: bytes) -> None:
    reading = of(content)
    assert reading.error is not None or reading.questions or reading.workouts


@given(seed=st.integers(0, 2**32), cells=st.lists(st.text(max_size=12), min_size=10, max_size=60))
def test_any_cells_are_answered(seed: int, cells: list[str]) -> None:
    mix = random.Random(seed)
    rows = [[*mix.sample(cells, 9), ""] for _ in range(5)]
    quoted = [",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows]
    reading = of((HEAD + "\n".join(quoted)).encode("utf-8", "replace"))
    assert reading.error is not None or reading.workouts
