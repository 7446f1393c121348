"""Operators import files, and cron goes on with imports whose page was left."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from project.extensions import db
from project.models import ImportPart, Set, TrainingImport, User, Workout
from project.services.site import housekeeping
from project.services.training import imports
from tests.support.commands import refused, run
from tests.support.make import STRONG_LINES, Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "strong.csv"
    path.write_text("\n".join(STRONG_LINES), "utf-8")
    return path


def test_a_file_is_imported(app: Flask, make: Make, alice: User, file: Path) -> None:
    said = run(app, "import", file, "--athlete", "alice", "--unit", "kg")
    assert said == "1 workouts and 2 sets are new, 0 workouts have new sets.\n"
    again = run(app, "import", file, "--athlete", "alice@example.org", "--unit", "kg")
    assert again == "0 workouts and 0 sets are new, 0 workouts have new sets.\n"
    assert (make.count(Workout, user_id=alice.id), make.count(Set)) == (1, 2)


def test_what_cannot_be_done_is_said(app: Flask, alice: User, file: Path, tmp_path: Path) -> None:
    assert "No such athlete." in refused(app, "import", file, "--athlete", "bob")
    assert "use --unit" in refused(app, "import", file, "--athlete", "alice")
    nothing = tmp_path / "nothing.csv"
    nothing.write_bytes(b"")
    assert refused(app, "import", nothing, "--athlete", "alice")


def test_cron_goes_on_where_a_page_was_left(app: Flask, make: Make, alice: User) -> None:
    made = make.import_of(athlete=alice)
    with make.session() as session:
        owner = session.get_one(User, alice.id)
        waiting = session.get_one(TrainingImport, made.id)
        imports.start(waiting, owner, imports.prepare(waiting, owner))
    assert make.count(Workout) == 0
    run(app, "mail", "send")
    assert make.count(Workout) == 1
    assert make.count(TrainingImport, state="done") == 1
    assert make.count(ImportPart) == 0


def test_a_file_that_nobody_went_on_with_is_gone_after_a_day(
    app: Flask, make: Make, alice: User, bob: User
) -> None:
    old, new = make.import_of(athlete=alice), make.import_of(athlete=bob)
    with make.session() as session:
        row = session.get_one(TrainingImport, old.id)
        row.created_at = datetime.now(UTC) - timedelta(hours=25)
    with app.app_context():
        housekeeping.sweep(db.session())
        db.session.commit()
    assert make.count(TrainingImport) == 1
    assert make.count(ImportPart, import_id=new.id) == 1
    assert make.count(ImportPart) == 1
