"""What is saved from one database comes back whole in another."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from project import create_app
from project.config import TestConfig
from project.extensions import db
from project.models import Base, Set, TrainingImport, User, Workout
from project.settings import engine_options
from tests.support.commands import contents, refused, run
from tests.support.make import Make

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def migrated(app: Flask) -> Iterator[Flask]:
    """Return the app on a database whose tables were made by migrations, not by the models."""
    with app.app_context():
        Base.metadata.drop_all(db.engine)
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    yield app
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


@pytest.fixture
def elsewhere(config: type[TestConfig], tmp_path: Path) -> Iterator[Flask]:
    """Return another installation: SQLite, nothing in it."""

    class OtherConfig(config):  # type: ignore[misc,valid-type]  # a class made by a fixture
        SQLALCHEMY_DATABASE_URI = f"sqlite:///{tmp_path / 'other.sqlite'}"
        SQLALCHEMY_ENGINE_OPTIONS = engine_options("sqlite")
        UPLOAD_FOLDER = tmp_path / "pictures"

    app = create_app(OtherConfig)
    app.instance_path = str(tmp_path / "elsewhere")
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def filled(migrated: Flask, make: Make) -> Flask:
    """A site with people, training with every kind of value, and a picture."""
    alice = make.user(username="alice", about_me="Grüße aus «Köln» 💪\nzweite Zeile")
    bob = make.user(username="bob", image_file="bob.webp")
    planche = make.exercise(owner=alice, title="Planche", levels=["Tuck", "Straddle"])
    later = make.workout(athlete=alice, exercises=[(planche, [("Tuck", 10), ("weg", 3)])])
    template = make.workout(athlete=alice, is_template=True)
    with make.session() as session:
        row = session.get_one(Workout, later.id)
        row.template_id = template.id  # points at a row with a higher id
        logged = session.query(Set).order_by(Set.id).first()
        assert logged is not None
        logged.load_kg = -12.5  # type: ignore[assignment]  # the column makes it a Decimal
        session.merge(alice).follow(session.merge(bob))
        session.merge(bob).add_notification("unread_message_count", 3)
    make.imported(athlete=alice)
    make.imported(athlete=bob, stored=False)
    pictures = Path(migrated.config["UPLOAD_FOLDER"])
    pictures.mkdir(parents=True, exist_ok=True)
    (pictures / "bob.webp").write_bytes(b"picture")
    return migrated


def test_an_archive_brings_every_row_and_picture_to_another_database_and_back(
    filled: Flask, elsewhere: Flask, make: Make, tmp_path: Path
) -> None:
    run(filled, "backup", tmp_path / "one.zip")
    run(elsewhere, "restore", tmp_path / "one.zip")
    run(elsewhere, "backup", tmp_path / "two.zip")
    run(filled, "restore", tmp_path / "two.zip", "--yes")
    run(filled, "backup", tmp_path / "three.zip")

    assert contents(tmp_path / "one.zip")["exercise_sets"][0] == 4
    assert contents(tmp_path / "two.zip") == contents(tmp_path / "one.zip")
    assert contents(tmp_path / "three.zip") == contents(tmp_path / "one.zip")
    assert (tmp_path / "pictures" / "bob.webp").read_bytes() == b"picture"
    run(elsewhere, "mail", "send")
    with elsewhere.app_context():
        states = db.session.scalars(select(TrainingImport.state).order_by(TrainingImport.id)).all()
    assert states == ["done", "done"], "what waited goes on elsewhere"
    assert make.user(username="neu").id > 2, "new ids go on after the restored ones"


def test_an_archive_is_for_its_owner_only(filled: Flask, tmp_path: Path) -> None:
    run(filled, "backup", tmp_path / "site.zip")
    assert (tmp_path / "site.zip").stat().st_mode & 0o777 == 0o600
    assert "exists already" in refused(filled, "backup", tmp_path / "site.zip")


def test_restoring_over_accounts_asks_first_and_keeps_what_was_there(
    filled: Flask, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filled, "instance_path", str(tmp_path / "instance"))
    run(filled, "backup", tmp_path / "site.zip")
    make.user(username="charlie")

    assert "--yes" in refused(filled, "restore", tmp_path / "site.zip")
    assert make.count(User) == 3

    run(filled, "restore", tmp_path / "site.zip", "--yes")
    assert make.count(User) == 2
    (kept,) = (tmp_path / "instance" / "backups").iterdir()
    assert contents(kept)["user"][0] == 3


def test_a_damaged_archive_changes_nothing(filled: Flask, make: Make, tmp_path: Path) -> None:
    run(filled, "backup", tmp_path / "site.zip")
    with (
        zipfile.ZipFile(tmp_path / "site.zip") as source,
        zipfile.ZipFile(tmp_path / "bad.zip", "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"alice", b"mallo") if "user" in name else data)

    assert "user" in refused(filled, "restore", tmp_path / "bad.zip", "--yes")
    assert make.count(User, username="alice") == 1


def test_an_archive_of_a_newer_version_is_refused(
    filled: Flask, make: Make, tmp_path: Path
) -> None:
    run(filled, "backup", tmp_path / "site.zip")
    with (
        zipfile.ZipFile(tmp_path / "site.zip") as source,
        zipfile.ZipFile(tmp_path / "new.zip", "w") as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                data = json.dumps({**manifest, "revision": "9999"}).encode()
            target.writestr(name, data)

    assert "newer version" in refused(filled, "restore", tmp_path / "new.zip", "--yes")
    assert make.count(User) == 2


def test_what_is_no_archive_is_refused(migrated: Flask, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_text("Liebe Grüße")
    assert "archive" in refused(migrated, "restore", tmp_path / "letter.zip")


def rewritten(archive: Path, target: Path, table: str, old: bytes, new: bytes) -> Path:
    """Copy an archive with one table changed and its checksum made to match."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(target, "w") as copy:
        changed = source.read(f"tables/{table}.jsonl").replace(old, new)
        listed = json.loads(source.read("manifest.json"))
        for part in listed["tables"]:
            if part["name"] == table:
                part["sha256"] = hashlib.sha256(changed).hexdigest()
        for name in source.namelist():
            if name not in {"manifest.json", f"tables/{table}.jsonl"}:
                copy.writestr(name, source.read(name))
        copy.writestr(f"tables/{table}.jsonl", changed)
        copy.writestr("manifest.json", json.dumps(listed))
    return target


def test_a_restore_that_fails_brings_back_what_was_there(
    filled: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filled, "instance_path", str(tmp_path / "instance"))
    run(filled, "backup", tmp_path / "site.zip")
    bad = rewritten(
        tmp_path / "site.zip", tmp_path / "bad.zip", "user", b'"bob"', b'"alice"'
    )  # two athletes with one name
    assert "Everything is as it was." in refused(filled, "restore", bad, "--yes")
    run(filled, "backup", tmp_path / "after.zip")
    assert contents(tmp_path / "after.zip") == contents(tmp_path / "site.zip")
    assert not (tmp_path / "instance" / "maintenance.on").exists()


def test_no_row_is_touched_when_pictures_cannot_be_stored(
    filled: Flask, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filled, "instance_path", str(tmp_path / "instance"))
    run(filled, "backup", tmp_path / "site.zip")
    make.user(username="charlie")
    (tmp_path / "file").touch()
    monkeypatch.setitem(filled.config, "UPLOAD_FOLDER", tmp_path / "file" / "folder")
    assert "Nothing was changed." in refused(filled, "restore", tmp_path / "site.zip", "--yes")
    assert make.count(User) == 3
    assert not (tmp_path / "instance" / "maintenance.on").exists()


def test_a_restore_that_fails_on_an_empty_site_leaves_an_empty_site(
    filled: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    run(filled, "backup", tmp_path / "site.zip")
    bad = rewritten(tmp_path / "site.zip", tmp_path / "bad.zip", "user", b'"bob"', b'"alice"')
    refused(elsewhere, "restore", bad)
    run(elsewhere, "restore", tmp_path / "site.zip")
    run(elsewhere, "backup", tmp_path / "two.zip")
    assert contents(tmp_path / "two.zip") == contents(tmp_path / "site.zip")


@pytest.mark.parametrize("name", ["../../evil.webp", "/evil.webp", ".htaccess", "a/b.webp"])
def test_a_picture_never_leaves_its_folder(
    filled: Flask, elsewhere: Flask, tmp_path: Path, name: str
) -> None:
    run(filled, "backup", tmp_path / "site.zip")
    with (
        zipfile.ZipFile(tmp_path / "site.zip") as source,
        zipfile.ZipFile(tmp_path / "bad.zip", "w") as target,
    ):
        for each in source.namelist():
            data = source.read(each).replace(b'"bob.webp":', json.dumps(name).encode() + b":")
            target.writestr(each.replace("bob.webp", name), data)
    assert "damaged" in refused(elsewhere, "restore", tmp_path / "bad.zip")


def test_a_folder_for_archives_is_made_for_the_owner_only(filled: Flask, tmp_path: Path) -> None:
    run(filled, "backup", tmp_path / "backups" / "site.zip")
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700
    assert "cannot be written" in refused(
        filled, "backup", tmp_path / "backups" / "site.zip" / "x.zip"
    )
