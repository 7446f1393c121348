"""The app under a real server: gunicorn, in processes that tests may stop and kill."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from tests.support.smtp import free_port

ROOT = Path(__file__).resolve().parents[2]
MODULE = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from project import create_app
from project.config import TestConfig
from project.settings import engine_options

class ServerConfig(TestConfig):
    SQLALCHEMY_DATABASE_URI = {database!r}
    SQLALCHEMY_ENGINE_OPTIONS = engine_options({database!r})
    WTF_CSRF_ENABLED = True
    MAIL_SUPPRESS_SEND = False
    UPLOAD_FOLDER = Path({folder!r}) / "uploads"
    ASSET_FOLDER = Path({folder!r}) / "assets"
    LOG_FOLDER = Path({folder!r}) / "logs"

for name, value in {settings!r}.items():
    setattr(ServerConfig, name, value)
app = create_app(ServerConfig)
"""


class Server:
    """A running gunicorn; ``folder`` holds the module that makes its app."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
        self.process = process
        self.folder = folder
        self.base = f"http://127.0.0.1:{port}"

    def browser(self) -> "Browser":
        return Browser(self.base)

    def stop(self, number: signal.Signals = signal.SIGTERM, *, within: float = 40) -> float:
        """Send a signal to the master and wait; return how long it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(within)
        return time.monotonic() - started

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text().split()]


class Browser:
    """Fetches pages with cookies; knows how to send a form with its token."""

    def __init__(self, base: str) -> None:
        self._base = base
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies, _Stay)

    def get(self, path: str) -> str:
        with self._opener.open(self._base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def submit(self, path: str, values: Mapping[str, str]) -> str:
        """Send the form on the page at ``path``; return where it leads."""
        found = re.search(r'name="csrf_token"\s+value="([^"]+)"', self.get(path))
        assert found
        data = urllib.parse.urlencode({"csrf_token": found[1], **values}).encode()
        with pytest.raises(urllib.error.HTTPError) as caught:
            self._opener.open(self._base + path, data, timeout=60)
        with caught.value as answer:
            assert answer.code == 303, answer.read()[:2000]
            return str(answer.headers["Location"])


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """Follow nothing: a redirect is an answer."""


def write_app(folder: Path, database: str, **settings: Any) -> None:
    """Write the module ``served`` that makes an app with ``settings``."""
    text = MODULE.format(root=str(ROOT), database=database, folder=str(folder), settings=settings)
    (folder / "served.py").write_text(text)


def start_flask(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a ``flask`` command of that app."""
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "served", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_flask(folder: Path, *arguments: str) -> str:
    """Run a ``flask`` command of that app; return what it says."""
    return start_flask(folder, *arguments).communicate(timeout=60)[0]


@contextmanager
def gunicorn(folder: Path, *options: str, workers: int = 1) -> Iterator[Server]:
    """Serve that app until the block ends; ``options`` are of gunicorn's command line."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-w", str(workers), "-b", address]
    with (folder / "gunicorn.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *options, "served:app"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
    server = Server(process, port, folder)
    try:
        _wait(server)
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            server.browser().get("/healthz")
        except (urllib.error.URLError, ConnectionError):
            log = (server.folder / "gunicorn.log").read_text()
            assert server.process.poll() is None, log
            assert time.monotonic() < until, log
            time.sleep(0.1)
        else:
            return
