import re
from pathlib import Path

import pytest

from project.main.pages.training import workout_text
from project.rules.training.transfer import sentences
from project.rules.training.transfer.lines import LineFault
from project.rules.training.transfer.notices import GRAVITY, made
from project.rules.training.transfer.sentences import (
    LINE_SENTENCES,
    MEANINGS,
    SENTENCES,
    app_name,
    fault_sentence,
    sentence_of,
)
from project.rules.training.transfer.types import Meaning, SourceApp

pytestmark = pytest.mark.unit

VALUES = {"column": "reps", "meaning": "date", "app": "hevy"}


def test_every_code_has_a_sentence() -> None:
    assert SENTENCES.keys() == GRAVITY.keys()


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_can_be_said_with_its_values(code: str) -> None:
    names = re.findall(r"%\((\w+)\)([sd])", str(SENTENCES[code]))
    values = {name: VALUES.get(name, 7 if kind == "d" else "100 %s") for name, kind in names}
    said = sentence_of(made(code, 3, values))
    assert said.startswith("Zeile 3: ")
    assert "%(" not in said


def test_what_concerns_the_whole_file_names_no_line() -> None:
    notice = made("too_large", None, {"most": 10})
    assert sentence_of(notice).startswith("Die Datei ist größer als 10 MB.")


def test_a_cell_is_quoted_by_its_beginning() -> None:
    notice = made("bad_number", 2, {"column": "weight", "text": "x\n" * 9999})
    assert sentence_of(notice) == f"Zeile 2: „{'x ' * 19}x…“ ist keine Zahl (Gewicht)."


def test_apps_and_meanings_have_names() -> None:
    assert [app_name(app) for app in SourceApp if not app_name(app)] == []
    assert set(MEANINGS) == set(Meaning)


@pytest.mark.parametrize("code", LINE_SENTENCES)
def test_a_fault_of_a_line_says_where_it_is(code: str) -> None:
    said = fault_sentence(LineFault(code, 2, 9, "Dips: 8 acht"))
    assert said == f"Zeile 2, Zeichen 9: {LINE_SENTENCES[code]}"


def test_readers_use_no_other_codes() -> None:
    folder = Path(sentences.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    noted = re.findall(r"(?:LeftOutError|UnreadableError|\bnote)\(\s*\"(\w+)\"", source)
    failed = re.findall(r"(?:_fail|_NotUnderstoodError)\(\"(\w+)\"", source)
    assert set(noted) <= GRAVITY.keys()
    page = Path(workout_text.__file__).read_text(encoding="utf-8")
    failed += re.findall(r"_fault\(\"(\w+)\"", page)  # what only the library tells
    assert set(failed) == LINE_SENTENCES.keys()
