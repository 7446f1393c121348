"""The log: one line per record, nothing secret, one file for several processes."""

import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from project.config import TestConfig
from project.logs import KEPT_FILES, NAME, SharedLogHandler, init_logging
from project.settings import ROOT

pytestmark = pytest.mark.unit

LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ \[[\w-]+\] [\w.-]+: .*")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an app that logs as in production, into ``tmp_path / "logs"``."""
    before = logging.getLogger().handlers[:]

    def build(**settings: Any) -> Flask:
        app = Flask("project")
        app.config.from_object(TestConfig)
        app.config.update(TESTING=False, LOG_FOLDER=tmp_path / "logs", **settings)
        init_logging(app)
        return app

    yield build
    for logger in (logging.getLogger(), logging.getLogger("project")):
        for handler in logger.handlers[:]:
            if handler.name == NAME:
                logger.removeHandler(handler)
                handler.close()
    logging.getLogger("project").propagate = True
    assert logging.getLogger().handlers == before


def lines(tmp_path: Path) -> list[str]:
    return (tmp_path / "logs" / NAME).read_text(encoding="utf-8").splitlines()


def test_a_record_is_one_readable_line_with_the_requests_id(
    log: Callable[..., Flask], tmp_path: Path
) -> None:
    app = log()
    app.logger.info("Grüße aus Köln")
    with app.test_request_context():
        g.request_id = "c0ffee"
        app.logger.warning("Zweite Zeile\nmit\t«Umbruch»\x1b[31m und C:\\Pfad")
    first, second = lines(tmp_path)
    assert LINE.fullmatch(first)
    assert first.endswith(" INFO [-] project: Grüße aus Köln")
    assert second.endswith(
        r" WARNING [c0ffee] project: Zweite Zeile\nmit\t«Umbruch»\x1b[31m und C:\\Pfad"
    )


def test_a_trace_is_on_the_records_line_and_keeps_its_umlauts(
    log: Callable[..., Flask], tmp_path: Path
) -> None:
    app = log()
    try:
        int("Größe über 5 für Übung")
    except ValueError:
        app.logger.exception("Nicht gespeichert")
    (line,) = lines(tmp_path)
    assert r"Nicht gespeichert\nTraceback (most recent call last):\n" in line
    assert line.endswith("with base 10: 'Größe über 5 für Übung'")


def test_no_secret_and_no_links_token_is_written(log: Callable[..., Flask], tmp_path: Path) -> None:
    app = log(
        SECRET_KEY="der-geheime-schlüssel-der-seite",
        SECRET_KEY_FALLBACKS=["der-alte-schlüssel-der-seite"],
        MAIL_PASSWORD="briefkasten",
        SQLALCHEMY_DATABASE_URI="mysql+pymysql://user:d%40tenbank@localhost/name",
    )
    secrets = ("der-geheime-schlüssel", "der-alte-schlüssel", "briefkasten", "d@tenbank")
    app.logger.error("Lost: %s", " ".join(f"{secret}-der-seite" for secret in secrets))
    try:
        int("d@tenbank")
    except ValueError:
        app.logger.exception("GET /auth/forgot/new/ab.CD-12_x and /auth/confirm/zz.9 failed")
    text = "\n".join(lines(tmp_path))
    assert not [secret for secret in secrets if secret in text]
    assert "/auth/forgot/new/[…] and /auth/confirm/[…] failed" in text


def test_warnings_of_libraries_are_logged_too(log: Callable[..., Flask], tmp_path: Path) -> None:
    log()
    logging.getLogger("flask-limiter").warning("storage unreachable")
    logging.getLogger("sqlalchemy").info("not this")
    (line,) = lines(tmp_path)
    assert line.endswith(" WARNING [-] flask-limiter: storage unreachable")


def test_the_log_is_for_owner_and_group_only(log: Callable[..., Flask], tmp_path: Path) -> None:
    log()
    assert (tmp_path / "logs" / NAME).stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_made_does_not_stop_the_site(
    log: Callable[..., Flask], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    log().logger.error("Still here")
    assert capsys.readouterr().err.endswith("project: Still here\n")


def test_stdout_when_asked_for(
    log: Callable[..., Flask], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log(LOG_TO_STDOUT=True).logger.info("Hallo")
    out, err = capsys.readouterr()
    assert LINE.fullmatch(out.rstrip())
    assert err == "", "each record comes once"
    assert not (tmp_path / "logs").exists()


WRITER = """
import logging, sys
from project.logs import SharedLogHandler
handler = SharedLogHandler(sys.argv[1], maxBytes=5_000, backupCount=500, encoding="utf-8")
for number in range(400):
    handler.emit(logging.makeLogRecord({"msg": f"{sys.argv[2]} {number:04} " + "x" * 40}))
"""


def test_processes_share_the_file_and_lose_nothing_when_it_is_turned_over(tmp_path: Path) -> None:
    file = tmp_path / "shared.log"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), name], cwd=ROOT)
        for name in ("a", "b", "c")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    written = [
        line for each in tmp_path.glob("shared.log*") for line in each.read_text().split("\n")
    ]
    expected = [f"{name} {number:04}" for name in "abc" for number in range(400)]
    assert sorted(line[:6] for line in written if line) == expected
    sizes = [each.stat().st_size for each in tmp_path.glob("shared.log.[0-9]*")]
    assert len(sizes) < 20, "one turn per full file, not one per process"


def test_at_most_ten_old_files_are_kept(tmp_path: Path) -> None:
    handler = SharedLogHandler(tmp_path / NAME, maxBytes=100, backupCount=KEPT_FILES)
    for number in range(50):
        handler.emit(logging.makeLogRecord({"msg": f"{number} " + "x" * 60}))
    handler.close()
    assert len(list(tmp_path.glob(f"{NAME}.[0-9]*"))) == 10
