"""The app under a real server: gunicorn, in processes that tests may stop and kill."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.remote import answers
from tests.support.smtp import free_port
from tests.support.starter import Process, running

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


@dataclass
class Server:
    """A running gunicorn."""

    process: Process
    base: str


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
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-w", str(workers), "-b", f"127.0.0.1:{port}"]
    command += [*options, "served:app"]
    log = folder / "gunicorn.log"
    with running(command, folder, log, ready=partial(answers, base)) as process:
        yield Server(process, base)
