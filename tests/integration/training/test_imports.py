"""From a file of another app to workouts, and back."""

from io import BytesIO

import pytest

from project.models import (
    Exercise,
    ExerciseDefinition,
    ImportedWorkout,
    ImportPart,
    Notification,
    ProgressionLevel,
    Set,
    TrainingImport,
    User,
    Workout,
)
from project.rules import limits
from tests.support.http import Page, Site
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]

HEAD = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
    "Workout Notes,RPE"
)
FIRST = (
    HEAD,
    "2024-03-01 18:00:00,Abends,45m,Push Up,1,0,12,0,0,sauber,guter Tag,8",
    "2024-03-01 18:00:00,Abends,45m,Push Up,2,0,10,0,0,,guter Tag,",
    "2024-03-01 18:00:00,Abends,45m,Knee Push Up,1,0,15,0,0,,guter Tag,",
    "2024-03-03 18:00:00,Abends,50m,Bench Press (Barbell),1,60,8,0,0,,,",
)
LATER = (*FIRST, "2024-03-05 18:00:00,Abends,40m,Push Up,1,0,13,0,0,,,")


def upload(site: Site, lines: tuple[str, ...], name: str = "strong.csv") -> Page:
    file = (BytesIO("\n".join(lines).encode()), name)
    return site.submit(site.open("/import"), {"file": file}, action="/import")


def imported(site: Site, lines: tuple[str, ...], **values: str) -> Page:
    """Lead a file through all pages as they propose it."""
    page = upload(site, lines)
    page = site.submit(page, {"unit": "kg"}, action="/import/")
    page = site.open(f"{page.path}/names")
    page = site.submit(page, dict(values), action="/names")
    while page.html.select("#import-progress"):
        page = site.submit(page, action="/go_on")
    return page


def test_a_file_becomes_workouts_at_the_right_levels(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    page = imported(site, FIRST)
    assert page.heading == "Importiert"
    assert "2 Trainings sind neu." in page.text
    assert "4 Sätze sind neu." in page.text
    with make.session() as session:
        ladders = {row.title for row in session.query(ExerciseDefinition)}
        assert ladders == {"Liegestütze", "Bench Press (Barbell)"}
        rows = session.query(Set.progression, Set.reps, Set.load_kg, Set.rir).order_by(Set.id).all()
        assert [(name, reps) for name, reps, *_ in rows] == [
            ("Liegestütze", 12),
            ("Liegestütze", 10),
            ("Knieliegestütze", 15),
            ("Bench Press (Barbell)", 8),
        ]
        assert (rows[0].rir, rows[3].load_kg) == (2, 60)
        first = session.query(Workout).order_by(Workout.id).first()
        assert first is not None
        assert (first.title, first.note, first.visibility) == ("Abends", "guter Tag", "private")
        assert f"{first.timestamp:%Y-%m-%d %H:%M}" == "2024-03-01 17:00"
        assert first.finished_at is not None
        assert (first.finished_at - first.timestamp).total_seconds() == 45 * 60
        assert session.query(ImportPart).count() == 0


def test_sets_keep_what_they_were_for(site: Site, make: Make, alice: User) -> None:
    """Warm-ups, sets to failure and drop sets; one that drops from nothing is a set like others."""
    kinds = ("D", "W", "1", "F", "D")
    rows = [f"2024-03-01 18:00:00,Abends,45m,Push Up,{kind},0,9,0,0,,," for kind in kinds]
    site.sign_in(alice)
    page = upload(site, (HEAD, *rows))
    assert "1 davon ist ein Aufwärmsatz und zählt nicht als Arbeit." in page.text
    imported(site, (HEAD, *rows))
    with make.session() as session:
        stored = [kind for (kind,) in session.query(Set.set_type).order_by(Set.set_order)]
    assert stored == [None, "warmup", None, "failure", "segment"]


def test_imported_workouts_keep_the_zone_they_were_done_in(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    page = site.submit(
        upload(site, FIRST), {"unit": "kg", "zone": "America/New_York"}, action="/import/"
    )
    page = site.submit(site.open(f"{page.path}/names"), action="/names")
    while page.html.select("#import-progress"):
        page = site.submit(page, action="/go_on")
    with make.session() as session:
        first = session.query(Workout).order_by(Workout.id).first()
        assert first is not None
        assert (first.timezone, f"{first.timestamp:%H:%M}") == ("America/New_York", "23:00")


def test_a_newer_file_adds_only_what_is_new(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    imported(site, FIRST)
    page = upload(site, LATER)
    assert "2 Trainings sind schon hier." in page.text
    page = imported(site, LATER)
    assert "1 Training ist neu." in page.text
    assert (make.count(Workout), make.count(Set)) == (3, 5)
    page = imported(site, LATER)
    assert "0 Trainings sind neu." in page.text
    assert (make.count(Workout), make.count(Set)) == (3, 5)
    assert make.count(ExerciseDefinition) == 2


def test_undo_takes_back_what_nobody_changed(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    page = imported(site, FIRST)
    page = site.submit(site.open(f"{page.path}/undo"), action="/undo")
    while page.html.select("#import-progress"):
        page = site.submit(page, action="/go_on")
    assert page.heading == "Zurückgenommen"
    for model in (Workout, Set, ExerciseDefinition, ProgressionLevel, ImportedWorkout):
        assert make.count(model) == 0, model
    assert make.count(TrainingImport) == 1
    imported(site, FIRST)
    assert make.count(Workout) == 2


def test_what_was_changed_since_stays(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    there = imported(site, FIRST).path
    with make.session() as session:
        workout_id = session.query(Workout.id).order_by(Workout.timestamp).limit(1).scalar()
    edit = site.open(f"/workout/{workout_id}/edit")
    site.submit(edit, {"wtitle": "Meins"}, action="/edit")
    page = site.open(f"{there}/undo")
    assert "1 Training hast du seitdem geändert. Es bleibt." in page.text
    page = site.submit(page, action="/undo")
    while page.html.select("#import-progress"):
        page = site.submit(page, action="/go_on")
    assert "1 Training hast du seitdem geändert. Es bleibt." in page.text
    assert "„Liegestütze“ bleibt" in page.text
    with make.session() as session:
        assert [row.title for row in session.query(Workout)] == ["Meins"]
        assert [row.title for row in session.query(ExerciseDefinition)] == ["Liegestütze"]


def test_what_was_deleted_after_an_import_comes_back_only_when_asked_for(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    imported(site, FIRST)
    with make.session() as session:
        workout_id = session.query(Workout.id).order_by(Workout.timestamp).limit(1).scalar()
    site.post(f"/workout/{workout_id}/delete", {"confirmed": "1"})
    imported(site, FIRST)
    assert make.count(Workout) == 1
    imported(site, FIRST, brings_back="y")
    assert make.count(Workout) == 2
    assert make.count(ImportedWorkout) == 2


def test_sets_that_a_newer_file_has_join_the_workout_they_belong_to(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    imported(site, FIRST)
    more = (
        *FIRST[:3],
        "2024-03-01 18:00:00,Abends,45m,Push Up,3,0,9,0,0,,guter Tag,",
        *FIRST[3:],
    )
    page = imported(site, more)
    assert "1 Training, das schon hier war, hat Sätze dazubekommen." in page.text
    with make.session() as session:
        rows = session.query(Set.reps).join(Exercise).order_by(Exercise.id, Set.set_order)
        assert [reps for (reps,) in rows] == [12, 10, 15, 9, 8]
    assert make.count(Workout) == 2


def test_a_workout_that_was_renamed_in_the_other_app_is_the_same_one(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    imported(site, FIRST)
    imported(site, tuple(line.replace("Abends", "Morgens") for line in FIRST))
    assert make.count(Workout) == 2


def test_two_names_become_levels_of_one_new_exercise(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    lines = tuple(
        line.replace("Knee Push Up", "Brett leicht").replace("Push Up", "Brett schwer")
        for line in FIRST
    )
    page = site.submit(upload(site, lines), {"unit": "kg"}, action="/import/")
    there = page.path
    for number, rung in ((0, "schwer"), (2, "leicht")):
        page = site.submit(site.open(f"{there}/names"), action=f"/keep/{number}")
        values = {"level": "new", "title": "Brett", "rung": rung}
        page = site.submit(page, values, action="/names/")
        assert "Deine Wahl." in page.text
    page = site.submit(page, action="/names")
    site.submit(page, action="/go_on")
    with make.session() as session:
        brett = session.query(ExerciseDefinition).filter_by(title="Brett").one()
        levels = session.query(ProgressionLevel).filter_by(exercise_definition_id=brett.id)
        assert {level.name for level in levels} == {"schwer", "leicht"}
    page = site.open(f"{upload(site, lines).path}")
    site.submit(page, {"unit": "kg"}, action="/import/")
    page = site.open(f"{page.path}/names")
    assert page.text.count("Wie beim letzten Mal.") == 3
    assert "Brett · schwer" in page.text


def test_a_name_that_is_left_out_stays_out_next_time(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    imported(site, FIRST, name1="out")
    assert make.count(Set) == 3
    page = imported(site, FIRST)
    assert "0 Sätze sind neu." in page.text


def test_an_unknown_table_is_read_by_what_its_columns_mean_and_remembered(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    lines = ("Wann;Was;Wie oft", "2024-03-01;Klimmzüge;8", "2024-03-02;Klimmzüge;9")
    page = upload(site, lines, "table.csv")
    assert "Diese Datei kennen wir nicht." in page.text
    page = site.submit(page, {"column1": "ignore"}, action="/import/", status=422)
    assert page.html.select(".error-summary")
    values = {"column0": "date", "column1": "exercise", "column2": "reps"}
    page = site.submit(page, values, action="/import/")
    assert "2 Trainings, 2 Sätze" in page.text
    page = upload(site, lines, "table.csv")
    assert "2 Trainings, 2 Sätze" in page.text


def test_a_second_upload_takes_the_place_of_a_file_that_waits(
    site: Site, make: Make, alice: User
) -> None:
    site.sign_in(alice)
    first = upload(site, FIRST).path
    upload(site, LATER)
    assert make.count(TrainingImport) == 1
    site.open(first, status=404)


def test_a_file_can_be_discarded(site: Site, make: Make, alice: User) -> None:
    site.sign_in(alice)
    site.submit(upload(site, FIRST), action="/discard")
    assert (make.count(TrainingImport), make.count(ImportPart)) == (0, 0)


def test_a_full_site_takes_no_more_workouts(
    site: Site, make: Make, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_OWN_WORKOUTS", 1)
    site.sign_in(alice)
    page = site.submit(upload(site, FIRST), {"unit": "kg"}, action="/import/")
    page = site.submit(site.open(f"{page.path}/names"), action="/names", status=422)
    assert "Mehr als 1 Trainings gehen nicht." in page.text
    assert make.count(ExerciseDefinition) == 0


def test_others_are_not_told_and_see_nothing(
    site: Site, make: Make, alice: User, bob: User
) -> None:
    make.follow(bob, alice)
    site.sign_in(alice)
    imported(site, FIRST)
    assert make.count(Notification) == 0
    page = site.sign_in(bob).open("/")
    assert "Abends" not in page.text
    assert "Abends" not in site.open("/user/alice").text
