"""Every file in tests/fixtures/imports says what stands in the transcript beside it.

Each app has usual, odd and broken files; all are ours, made after what such files look like.
"""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from project.rules.training.transfer.reading import read
from project.rules.training.transfer.types import NO_ANSWERS, Answers, Meaning, SourceApp
from tests.unit.rules.training.transfer.transcript import transcript

pytestmark = pytest.mark.unit

FIXTURES: Final = Path(__file__).parents[4] / "fixtures" / "imports"
FILES: Final = sorted(
    path for path in FIXTURES.glob("*/*") if path.is_file() and not path.name.endswith(".read.txt")
)
TODAY: Final = date(2026, 11, 30)
NAMED: Final = {
    "columns/usual.csv": {
        "Tag": Meaning.DATE,
        "Übung": Meaning.EXERCISE,
        "Satz": Meaning.SET_NUMBER,
        "Wdh": Meaning.REPS,
        "Gewicht": Meaning.WEIGHT,
        "Notiz": Meaning.NOTE,
    },
    "columns/odd.tsv": {
        "When": Meaning.DATE,
        "At": Meaning.TIME,
        "Move": Meaning.EXERCISE,
        "How many": Meaning.REPS,
        "Held": Meaning.SECONDS,
        "Which": Meaning.SIDE,
        "Type": Meaning.KIND,
        "How hard": Meaning.RPE,
        "lb": Meaning.WEIGHT,
    },
    "columns/broken.csv": {
        "Date": Meaning.DATE,
        "Exercise": Meaning.EXERCISE,
        "Reps": Meaning.REPS,
        "Weight": Meaning.WEIGHT,
    },
}


def name_of(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_read_to_its_last_set(path: Path) -> None:
    columns = NAMED.get(name_of(path))
    answers = Answers(columns=columns) if columns else NO_ANSWERS
    said = transcript(read(path.read_bytes(), answers, today=TODAY))
    assert said == Path(f"{path}.read.txt").read_text(encoding="utf-8")


def test_tables_of_one_app_are_read_together_from_an_archive() -> None:
    folder = FIXTURES / "calisthenics-memory" / "archive"
    said = transcript(read(zipped(*sorted(folder.glob("*.csv"))), today=TODAY))
    assert said == Path(f"{folder}.read.txt").read_text(encoding="utf-8")


def test_an_archive_with_one_table_is_that_table() -> None:
    path = FIXTURES / "liftosaur" / "usual.csv"
    assert read(zipped(path), today=TODAY) == read(path.read_bytes(), today=TODAY)


def test_our_own_archive_is_read_by_its_data_not_by_its_tables() -> None:
    data, table = FIXTURES / "own" / "usual.json", FIXTURES / "own" / "usual-table-de.csv"
    assert read(zipped(table, data), today=TODAY) == read(data.read_bytes(), today=TODAY)


@pytest.mark.parametrize("source", SourceApp)
def test_every_app_has_usual_odd_and_broken_files(source: SourceApp) -> None:
    kinds = {path.name.split("-")[0].split(".")[0] for path in (FIXTURES / source).iterdir()}
    assert kinds >= {"usual", "odd", "broken"}


@pytest.mark.parametrize("name", ["own/usual.json", "calisthenics-memory/usual-backup.json"])
def test_the_order_of_members_makes_no_difference(name: str) -> None:
    content = (FIXTURES / name).read_bytes()
    other = json.dumps(json.loads(content), sort_keys=True).encode()
    there, here = (read(one, today=TODAY) for one in (content, other))
    assert (there.app, there.shape) == (here.app, here.shape)
    assert [one.start for one in there.workouts] == [one.start for one in here.workouts]
    assert sum(1 for _ in there.sets()) == sum(1 for _ in here.sets())


def zipped(*paths: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.writestr(path.name, path.read_bytes())
    return stream.getvalue()
