"""A site that keeps its pictures in a bucket: what athletes and operators notice of it."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from project.cli.checks import Severity
from project.extensions import db
from project.models import User
from project.services.account import pictures
from project.services.account.picture_bucket import PictureBucket
from project.services.account.picture_store import PictureFolder
from project.services.site import backup
from project.web.pictures import bucket_address, connected
from tests.support import buckets
from tests.support.commands import refused, run
from tests.support.http import Page, Site, values_of
from tests.support.images import picture
from tests.support.make import PASSWORD, Make
from tests.support.smtp import free_port

pytestmark = pytest.mark.integration

EDIT = "/auth/edit_profile"


@pytest.fixture
def bucket(
    app: Flask, bucket_store: buckets.Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> PictureBucket:
    """Let the app keep pictures in a bucket, and nowhere else; return a view of it."""
    (tmp_path / "file").touch()
    settings = bucket_store.settings() | {"UPLOAD_FOLDER": tmp_path / "file" / "folder"}
    for name, value in settings.items():
        monkeypatch.setitem(app.config, name, value)
    return view(app)


@pytest.fixture
def dora(make: Make) -> User:
    """An athlete with a password."""
    return make.member(username="dora")


def view(app: Flask) -> PictureBucket:
    address = bucket_address(app.config)
    assert address is not None
    return PictureBucket(address)


def names(bucket: PictureBucket) -> set[str]:
    return {each.name for each in bucket.stored()}


def files_of(user: User | None) -> set[str]:
    assert user is not None
    return {str(pictures.file_name(user.image_file, size)) for size in pictures.SIZES}


def upload(site: Site, *, status: int = 200) -> Page:
    values: dict[str, Any] = {
        name: found[0] for name, found in values_of(site.open(EDIT).form(EDIT)).items()
    }
    values |= {"picture": FileStorage(BytesIO(picture()), "me.png")}
    boundary, body = encode_multipart(values)
    kind = f"multipart/form-data; boundary={boundary}"
    response = site.client.post(EDIT, data=body, content_type=kind, follow_redirects=True)
    assert response.status_code == status
    return Page(response)


def test_a_picture_is_kept_there_and_served_by_the_app_alone(
    bucket: PictureBucket, site: Site, make: Make, dora: User
) -> None:
    page = upload(site.sign_in(dora))
    assert names(bucket) == files_of(make.fresh(dora))
    shown = page.html.select_one(".profile img")
    assert shown
    assert str(shown["src"]).startswith("/pictures/")
    response = site.client.get(str(shown["src"]))
    assert (response.status_code, response.mimetype) == (200, "image/webp")
    assert response.data in {bucket.get(name) for name in names(bucket)}
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"

    upload(site)
    assert names(bucket) == files_of(make.fresh(dora)), "the old one is gone"


def test_while_the_bucket_is_silent_nothing_is_lost(
    *,
    bucket: PictureBucket,
    bucket_store: buckets.Store,
    app: Flask,
    site: Site,
    make: Make,
    dora: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    upload(site.sign_in(dora))
    before = make.fresh(dora)
    assert before is not None
    with bucket_store.silent():
        page = upload(site, status=422)
        assert page.error("picture") == (
            "Das Bild lässt sich gerade nicht speichern. Versuch es später noch einmal."
        )
        assert files_of(make.fresh(dora)) == files_of(before)

        shown = site.client.get(f"/pictures/{before.image_file}/125")
        assert (shown.status_code, shown.mimetype) == (503, "image/svg+xml")
        assert "could not be read" not in caplog.text, "the upload has said it"
        assert (shown.headers["Cache-Control"], shown.headers["Retry-After"]) == ("no-store", "10")

        page = site.submit(site.open("/auth/export"), {"current_password": PASSWORD}, status=503)
        assert "Dein Bild lässt sich gerade nicht lesen." in page.text

        page = site.submit(site.open(EDIT), {"remove_picture": "y", "picture": None}, action=EDIT)
        assert "Gespeichert." in str(page.html)
    # It may do afterwards what it was asked for in vain.
    assert names(bucket) >= files_of(before)

    connected.cache_clear()  # a process that does not remember the silence
    monkeypatch.setattr(pictures, "ORPHAN_AGE", -60)
    run(app, "pictures", "sweep")
    assert names(bucket) == set()


def test_a_bucket_that_refuses_is_written_to_the_log(
    *,
    bucket: PictureBucket,
    app: Flask,
    site: Site,
    dora: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setitem(app.config, "UPLOAD_KEY_ID", "nobody")
    assert site.sign_in(dora).client.get(f"/pictures/{'0' * 32}.webp/125").status_code == 503
    assert "could not be read: [Errno 5] The bucket fails: InvalidAccessKeyId" in caplog.text


def test_an_export_has_the_picture(bucket: PictureBucket, site: Site, dora: User) -> None:
    upload(site.sign_in(dora))
    page = site.open("/auth/export")
    form = {**values_of(page.form()), "current_password": PASSWORD}
    response = site.client.post("/auth/export", data=form, buffered=True)
    with zipfile.ZipFile(BytesIO(response.data)) as archive:
        assert archive.read("bild.webp") in {bucket.get(name) for name in names(bucket)}


def test_a_backup_of_a_folder_is_restored_into_a_bucket_and_back(
    bucket: PictureBucket, app: Flask, tmp_path: Path
) -> None:
    folder, back = PictureFolder(tmp_path / "folder"), PictureFolder(tmp_path / "back")
    folder.put("a.webp", b"picture")
    with app.app_context(), db.engine.begin() as connection:
        backup.write(tmp_path / "one.zip", connection, "0001", folder)
        backup.restore_pictures(tmp_path / "one.zip", bucket)
        assert bucket.get("a.webp") == b"picture"
        backup.write(tmp_path / "two.zip", connection, "0001", bucket)
    backup.restore_pictures(tmp_path / "two.zip", back)
    assert back.get("a.webp") == b"picture"


def test_pictures_move_from_a_folder_to_the_bucket_and_back(
    bucket: PictureBucket, app: Flask, tmp_path: Path
) -> None:
    PictureFolder(tmp_path / "old").put("a.webp", b"picture")
    assert run(app, "pictures", "import", tmp_path / "old") == "1 files copied\n"
    assert bucket.get("a.webp") == b"picture"
    assert run(app, "pictures", "import", tmp_path / "old") == "0 files copied\n"
    assert run(app, "pictures", "export", tmp_path / "new") == "1 files copied\n"
    assert (tmp_path / "new" / "a.webp").read_bytes() == b"picture"
    assert "is no folder" in refused(app, "pictures", "import", tmp_path / "none")


@pytest.mark.parametrize(
    "command", [["pictures", "sweep"], ["pictures", "export", "there"], ["backup", "site.zip"]]
)
def test_commands_say_in_a_line_that_the_bucket_is_away(
    bucket: PictureBucket,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: list[str],
) -> None:
    monkeypatch.setitem(app.config, "UPLOAD_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    monkeypatch.chdir(tmp_path)
    said = refused(app, *command)
    assert "The bucket fails: no connection" in said
    assert said.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"file"}, "and leave nothing behind"


def examined(app: Flask) -> dict[str, dict[str, str]]:
    result = app.test_cli_runner().invoke(args=["doctor", "--json"])
    assert app.config["UPLOAD_SECRET_KEY"] not in result.output
    return {each["id"]: each for each in json.loads(result.output)["findings"]}


def test_doctor_tries_the_bucket_instead_of_the_folder(bucket: PictureBucket, app: Flask) -> None:
    found = examined(app)
    assert found["bucket"]["level"] == Severity.OK
    assert found["packages-s3"]["level"] == Severity.OK
    assert "folder-uploads" not in found
    assert names(bucket) == set()


@pytest.mark.parametrize(
    ("changes", "said", "fix"),
    [
        ({"UPLOAD_SECRET_KEY": "wrong-secret"}, "SignatureDoesNotMatch", "UPLOAD_SECRET_KEY"),
        ({"UPLOAD_KEY_ID": "nobody"}, "InvalidAccessKeyId", "UPLOAD_KEY_ID"),
        ({"UPLOAD_BUCKET": buckets.FOREIGN}, "AccessDenied", "s3:PutObject"),
        ({"UPLOAD_ENDPOINT": "http://127.0.0.1:1"}, "no connection", "UPLOAD_ENDPOINT"),
    ],
    ids=["secret", "key", "bucket", "endpoint"],
)
def test_doctor_finds_what_is_wrong_with_a_bucket(
    *,
    bucket: PictureBucket,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, str],
    said: str,
    fix: str,
) -> None:
    for name, value in changes.items():
        monkeypatch.setitem(app.config, name, value)
    finding = examined(app)["bucket"]
    assert finding["level"] == Severity.FAIL
    assert said in finding["text"]
    assert fix in finding["fix"]
