"""Everything about an athlete in one file, and nothing about anybody else."""

import csv
import io
import json
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import insert, select

from project.enums import CountingType
from project.models import (
    Base,
    Exercise,
    ExerciseDefinition,
    ProgressionForecast,
    ProgressionLevel,
    Set,
    User,
)
from project.queries.site.export import SECTIONS, WITHHELD_TABLES
from project.rules.training.transfer.reading import read
from project.rules.training.transfer.types import Answers
from project.services.account.picture_store import PictureFolder
from project.services.account.pictures import save_picture
from project.services.people import messages
from project.services.site.export import write_archive
from tests.integration.account.test_deletion import fill
from tests.integration.account.test_signing_in import log_in
from tests.support.http import Site
from tests.support.make import PASSWORD, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def download(site: Site) -> zipfile.ZipFile:
    log_in(site)
    page = site.open("/auth/export")
    data = {"current_password": PASSWORD, "csrf_token": page.value("csrf_token")}
    response = site.client.post("/auth/export", data=data, buffered=True)
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    assert "attachment; filename=calisthenics-dora-" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.content_length == len(response.get_data())
    return zipfile.ZipFile(io.BytesIO(response.get_data()))


def content(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("daten.json"))
    return found


def table(archive: zipfile.ZipFile, name: str, *, separator: str = ";") -> list[list[str]]:
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def test_every_column_of_every_table_is_exported_or_withheld_with_a_reason() -> None:
    decided = {
        section.table.name: [*section.columns, *section.athletes, *section.withheld]
        for section in SECTIONS
    }
    for name, columns in decided.items():
        assert len(columns) == len(set(columns)), f"{name}: a column is decided twice"
    tables = {
        table.name: sorted(table.columns.keys())
        for table in Base.metadata.sorted_tables
        if table.name not in WITHHELD_TABLES
    }
    assert {name: sorted(columns) for name, columns in decided.items()} == tables


def test_the_file_holds_everything_of_the_athlete(
    app: Flask, site: Site, make: Make, dora: User, alice: User
) -> None:
    made = make.import_of(athlete=dora, done=True)
    fill(make, dora, [alice])
    archive = download(site)
    data = content(archive)
    assert [(row["id"], row["file_name"]) for row in data["training_imports"]] == [
        (made.id, "strong.csv")
    ]
    assert [row["username"] for row in data["user"]] == ["dora"]
    assert len(data["workout"]) == 4
    assert len(data["exercise_sets"]) == 10
    assert {row["title"] for row in data["exercises"]} == {"Klimmzug", "Plank"}
    assert [row["name"] for row in data["exercise_category"]] == ["Zug von dora"]
    assert len(data["progression_levels"]) == 4
    assert {(row["follower"], row["followed"]) for row in data["followers"]} == {
        ("dora", "alice"),
        ("alice", "dora"),
    }
    assert [(row["sender"], row["recipient"], row["body"]) for row in data["message"]] == [
        ("dora", "alice", "Hallo"),
        ("alice", "dora", "Selber hallo"),
    ]
    assert len(data["block"]) == 1
    assert len(data["user_session"]) == 1
    trainings = table(archive, "trainings.csv")
    assert trainings[0][:4] == ["Datum", "Uhrzeit", "Zeitzone", "Training"]
    assert len(trainings) == 1 + 10
    ladders = table(archive, "uebungen.csv")
    assert ladders[0] == ["Übung", "Gezählt wird", "Reihenfolge", "Stufe", "Archiviert"]
    assert ["Klimmzug", "Wiederholungen", "1", "Knie", "nein"] in ladders


def test_tables_speak_the_zone_and_language_of_their_reader(
    site: Site, make: Make, dora: User
) -> None:
    dips = make.exercise(owner=dora, title="Dips", levels=["Voll"])
    at = datetime(2026, 3, 28, 23, 30, 15, tzinfo=UTC)  # the night the clocks go forward
    rows = [(dips, [("Voll", 5), ("Voll", 6)])]
    workout = make.workout(athlete=dora, title="Nachts", timestamp=at, exercises=rows)
    with make.session() as session:
        sets = select(Set).join(Exercise).where(Exercise.workout_id == workout.id)
        first, second = session.scalars(sets.order_by(Set.set_order))
        first.load_kg, first.side = Decimal("2.50"), "left"
        second.load_kg, second.rir, second.set_type = Decimal("-10.00"), 1, "failure"
    archive = download(site)
    assert archive.read("trainings.csv").startswith(b"\xef\xbb\xbfDatum;Uhrzeit;Zeitzone;")
    head, *found = table(archive, "trainings.csv")
    assert head[3:] == [
        "Training", "Vorlage", "Übung", "Stufe", "Wiederholungen", "Sekunden", "Gewicht (kg)",
        "Seite", "Wiederholungen in Reserve", "Satzart", "Notiz", "Dauer (min)",
    ]  # fmt: skip
    what = ["29.03.2026", "00:30", "Europe/Berlin", "Nachts", "nein", "Dips", "Voll"]
    assert found == [
        [*what, "5", "", "2,5", "links", "", "", "", ""],
        [*what, "6", "", "-10", "", "1", "bis zum Versagen", "", ""],
    ]
    _, *found = table(archive, "trainings-iso.csv", separator=",")
    what = ["2026-03-29T00:30:15+01:00", "Nachts", "false", "Dips", "Voll"]
    assert found == [
        [*what, "5", "", "2.50", "left", "", "", "", "Europe/Berlin", ""],
        [*what, "6", "", "-10.00", "", "1", "failure", "", "Europe/Berlin", ""],
    ]
    ladders = table(archive, "uebungen-iso.csv", separator=",")
    assert ladders[1] == ["Dips", "reps", "1", "Voll", "false"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_table_of_trainings_can_be_read_here(
    site: Site, make: Make, dora: User, language: str
) -> None:
    with make.session() as session:
        session.get_one(User, dora.id).language = language
    dips = make.exercise(owner=dora, title="Dips; tief", levels=["Voll, 90°"])
    plank = make.exercise(owner=dora, title="=Plank", counting_type=CountingType.DURATION)
    at = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    rows = [(dips, [("Voll, 90°", 5), ("Voll, 90°", 6)]), (plank, [("Voll", 75)])]
    workout = make.workout(athlete=dora, timestamp=at, exercises=rows)
    with make.session() as session:
        one = session.scalars(
            select(Set).join(Exercise).where(Exercise.workout_id == workout.id, Set.reps == 6)
        ).one()
        one.load_kg, one.side, one.rir = Decimal("-12.50"), "left", 2
    archive = download(site)
    tables = [each for each in archive.namelist() if each.startswith(("trainings", "workouts"))]
    assert len(tables) == 2
    for name in tables:
        reading = read(archive.read(name), Answers(), today=date(2026, 4, 1))
        assert (reading.error, reading.notices) == (None, ())
        (found,) = reading.workouts
        assert found.start.astimezone(UTC) == at
        assert [(each.name, len(each.sets)) for each in found.exercises] == [
            ("Dips; tief", 2),
            ("=Plank", 1),
        ]
        second, hold = found.exercises[0].sets[1], found.exercises[1].sets[0]
        assert (second.level, second.reps, second.load_kg) == ("Voll, 90°", 6, Decimal("-12.50"))
        assert (second.side, second.rir, hold.seconds) == ("left", 2, 75)


def test_only_tables_for_people_begin_with_a_mark(site: Site, make: Make, dora: User) -> None:
    make.exercise(owner=dora)
    archive = download(site)
    starts = {name: archive.read(name)[:3] for name in archive.namelist() if "csv" in name}
    marked = {name for name, start in starts.items() if start == b"\xef\xbb\xbf"}
    assert marked == {"trainings.csv", "uebungen.csv"}
    assert starts["trainings-iso.csv"] == b"tim"


def test_tables_speak_the_zone_of_each_workout_and_say_how_long_it_took(
    site: Site, make: Make, dora: User
) -> None:
    at = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    hours = timedelta(hours=2)
    columns: dict[str, Any] = {
        "timestamp": at,
        "started_at": at,
        "timezone": "Asia/Tokyo",
        "paused": 20 * 60,
    }
    make.workout(athlete=dora, title="Ueno", finished_at=at + hours, **columns)
    make.workout(athlete=dora, title="Vergessen", finished_at=at + 9 * hours, **columns)
    archive = download(site)
    _, *found = table(archive, "trainings.csv")
    assert [(row[:4], row[-1]) for row in found] == [
        (["29.03.2026", "08:30", "Asia/Tokyo", "Ueno"], "100"),
        (["29.03.2026", "08:30", "Asia/Tokyo", "Vergessen"], ""),
    ]
    _, *found = table(archive, "trainings-iso.csv", separator=",")
    assert [(row[0], *row[-2:]) for row in found] == [
        ("2026-03-29T08:30:00+09:00", "Asia/Tokyo", "100"),
        ("2026-03-29T08:30:00+09:00", "Asia/Tokyo", ""),
    ]


def test_nothing_of_others_and_no_secret_is_in_the_file(
    site: Site, make: Make, dora: User, alice: User, bob: User
) -> None:
    fill(make, alice, [bob])
    fill(make, dora, [])
    with make.session():
        messages.send_message(alice.id, bob.id, "unter uns")
    archive = download(site)
    text = archive.read("daten.json").decode()
    stored = make.fresh(dora)
    assert stored is not None
    for secret in ("unter uns", "alice", "bob", stored.password_hash, stored.session_epoch):
        assert secret not in text
    assert len(content(archive)["workout"]) == 4


def test_who_blocked_the_athlete_stays_unknown(
    site: Site, make: Make, dora: User, alice: User
) -> None:
    from project.services.people import blocking

    with make.session():
        blocking.block(alice.id, dora.id)
    assert content(download(site))["block"] == []


def test_a_deleted_message_is_left_out(site: Site, make: Make, dora: User, alice: User) -> None:
    with make.session() as session:
        sent = messages.send_message(dora.id, alice.id, "geht weg").message
        session.flush()
        messages.delete_message(dora.id, sent.id)
    assert content(download(site))["message"] == []


def test_weights_and_days_are_exact(site: Site, make: Make, dora: User) -> None:
    dips = make.exercise(owner=dora, levels=["Voll"])
    workout = make.workout(athlete=dora, exercises=[(dips, [("Voll", 5)])])
    with make.session() as session:
        row = session.scalars(
            select(Set).join(Exercise).where(Exercise.workout_id == workout.id)
        ).one()
        row.load_kg = Decimal("12.50")
        made_on = date(2026, 9, 12)
        session.add(
            ProgressionForecast(
                progression_level_id=dips.levels[0].id, made_on=made_on, weeks_from=1, weeks_to=3
            )
        )
    data = content(download(site))
    assert [row["load_kg"] for row in data["exercise_sets"]] == ["12.50"]
    assert [row["made_on"] for row in data["progression_forecasts"]] == ["2026-09-12"]


def test_cells_that_a_spreadsheet_would_calculate_are_disarmed(
    site: Site, make: Make, dora: User
) -> None:
    evil = make.exercise(owner=dora, title="=HYPERLINK(evil)", levels=["+1", "\uff1d2"])
    make.workout(athlete=dora, title="@SUM(A1)", exercises=[(evil, [("+1", 3)])])
    archive = download(site)
    assert [row[3] for row in table(archive, "uebungen.csv")[1:]] == ["'+1", "'\uff1d2"]
    (row,) = table(archive, "trainings.csv")[1:]
    assert row[3] == "'@SUM(A1)"
    assert row[5:8] == ["'=HYPERLINK(evil)", "'+1", "3"]
    (row,) = table(archive, "trainings-iso.csv", separator=",")[1:]
    assert row[1] == "'@SUM(A1)"
    assert row[3:6] == ["'=HYPERLINK(evil)", "'+1", "3"]


def test_the_picture_is_in_the_file(app: Flask, site: Site, make: Make, dora: User) -> None:
    image = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(image, "PNG")
    image.seek(0)
    name = save_picture(image, PictureFolder(app.config["UPLOAD_FOLDER"]))
    with make.session() as session:
        session.get_one(User, dora.id).image_file = name
    archive = download(site)
    picture = Image.open(io.BytesIO(archive.read("bild.webp")))
    assert picture.size == (250, 250)


def test_notes_and_what_levels_say_are_in_the_file(site: Site, make: Make, dora: User) -> None:
    mine = make.exercise(owner=dora, levels=["Bank"])
    with make.session() as session:
        session.get_one(ExerciseDefinition, mine.id).pinned_note = "Griffe"
        level = session.get_one(ProgressionLevel, mine.levels[0].id)
        level.description, level.link = "Tief.", "https://example.org"
    data = content(download(site))
    assert [row["pinned_note"] for row in data["exercises"]] == ["Griffe"]
    texts = [(row["description"], row["link"]) for row in data["progression_levels"]]
    assert texts == [("Tief.", "https://example.org")]


def test_a_missing_picture_is_no_error(site: Site, make: Make, dora: User) -> None:
    with make.session() as session:
        session.get_one(User, dora.id).image_file = f"{'a' * 32}.webp"
    assert "bild.webp" not in download(site).namelist()


def test_the_password_is_asked_first(site: Site, dora: User) -> None:
    log_in(site)
    page = site.submit(site.open("/auth/export"), {"current_password": "falsch"}, status=422)
    assert page.error("current_password") == "Das ist nicht dein Passwort."


def test_visitors_export_nothing(site: Site) -> None:
    assert site.open("/auth/export").path == "/auth/login"


def test_memory_does_not_grow_with_the_log(make: Make, dora: User, tmp_path: Path) -> None:
    exercise = make.exercise(owner=dora)
    workout = make.workout(athlete=dora, exercises=[(exercise, [("Knie", 8)])])
    with make.session() as session:
        (performed,) = session.scalars(select(Exercise.id).where(Exercise.workout_id == workout.id))
        values = {"exercise_id": performed, "progression": "Knie", "reps": 8}
        session.execute(insert(Set), [{"set_order": n, **values} for n in range(2, 8_000)])
    with make.session() as session, (tmp_path / "archive.zip").open("w+b") as file:
        user = session.get_one(User, dora.id)
        tracemalloc.start()
        write_archive(user, file, PictureFolder(tmp_path))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        with zipfile.ZipFile(file) as archive:
            assert len(content(archive)["exercise_sets"]) == 7_999
    assert peak < 3_000_000, "all rows at once take about twice as much"
