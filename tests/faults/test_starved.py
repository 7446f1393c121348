"""A host gives nothing more: no thread, no room on the disk. The site says so and goes on."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from project.models import Workout
from tests.faults.conftest import Serve, Tally
from tests.support import hosting
from tests.support.crew import Athlete
from tests.support.http import Page
from tests.support.make import PASSWORD, Make
from tests.support.processes import limited
from tests.support.remote import RemoteSite, answers
from tests.support.smtp import free_port, mail_server
from tests.support.starter import running

pytestmark = pytest.mark.faults


@pytest.fixture(autouse=True)
def no_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let starved workers write none: Python keeps what was cut off, and every test would read it."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")


def noise() -> bytes:
    """Return a picture that does not become small."""
    file = BytesIO()
    Image.frombytes("RGB", (300, 300), os.urandom(300 * 300 * 3)).save(file, "PNG")
    return file.getvalue()


def send_picture(athlete: Athlete, *, status: int) -> Page:
    page = athlete.open("/auth/edit_profile")
    values = {"picture": (BytesIO(noise()), "me.png")}
    return athlete.submit(page, values, action="edit_profile", status=status)


def test_a_full_disk_takes_no_picture_and_leaves_nothing_behind(
    app: Flask, make: Make, serve: Serve, tally: Tally, tmp_path: Path
) -> None:
    alice = make.user(username="alice")
    with serve() as site:
        athlete = Athlete(app, site.url, alice)
        athlete.open("/workouts")  # writes when somebody was last seen
        # What the workers write ends at once, as on a full disk, with an error of the file system.
        with limited(site.server.worker_ids(), "fsize", 1000):
            page = send_picture(athlete, status=422)
            assert page.error("picture") == (
                "Das Bild lässt sich gerade nicht speichern. Versuch es später noch einmal."
            )
        assert list((tmp_path / "uploads").iterdir()) == []
        fresh = make.fresh(alice)
        assert fresh is not None
        assert fresh.image_file == "default.jpg"
        send_picture(athlete, status=200)
        assert len(list((tmp_path / "uploads").iterdir())) == 2
    tally(full_disks=1)


def test_a_full_disk_for_logs_stops_no_page(
    app: Flask, make: Make, serve: Serve, tally: Tally, tmp_path: Path
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "calisthenics-progression.log").symlink_to("/dev/full")
    alice = make.user(username="alice")
    exercise = make.exercise(owner=alice)
    with serve() as site:
        athlete = Athlete(app, site.url, alice)
        for title in ("eins", "zwei"):
            athlete.send("/auth/logout/nowhere")
            assert athlete.send("/add_workout", athlete.workout(title, [exercise])).status == 303
    assert make.count(Workout) == 2
    tally(full_disks=1)


@pytest.mark.outages
def test_without_a_thread_registering_answers_and_the_mail_follows(tally: Tally) -> None:
    """Root may always start threads, so everything runs as the web servers' user then."""
    with hosting.folder() as place, mail_server() as mails:
        installation = hosting.install(place)
        port = free_port()
        settings = hosting.KEYS | {
            "DATABASE_URL": f"sqlite:///{place / 'site.sqlite'}",
            "APP_BASE_URL": f"http://127.0.0.1:{port}",
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mails.port),
            "SESSION_COOKIE_SECURE": "0",
        }
        installation.flask("db", "upgrade", **settings)
        visitor = RemoteSite(f"http://127.0.0.1:{port}")
        command = [installation.python, "-m", "gunicorn", "--no-control-socket", "--workers=2"]
        command += [f"--bind=127.0.0.1:{port}", "calisthenics_progression:app"]
        with running(
            command,
            installation.root,
            place / "gunicorn.log",
            ready=lambda: answers(visitor.base),
            env=installation.environment(settings),
            **hosting.identity(),
        ) as process:
            with limited(process.children(), "nproc", 1, **hosting.identity()):
                register(visitor, "dora")
                assert mails.mails == []
            said = installation.flask("mail", "send", **settings)
            register(visitor, "erik")
            mails.wait_for("erik@example.org")
    assert [mail["To"] for mail in mails.mails] == ["dora@example.org", "erik@example.org"]
    assert said.startswith("1 sent")
    tally(threads_refused=1)


def register(visitor: RemoteSite, username: str) -> None:
    fields = {
        "username": username,
        "email": f"{username}@example.org",
        "password": PASSWORD,
        "repeat_password": PASSWORD,
        "default_visibility": "all",
    }
    visitor.cookies.clear()
    page = visitor.open("/auth/register")
    visitor.submit(page, fields, action="register")
