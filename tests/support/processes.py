"""Our programs as an operator starts them: in processes of their own, with their own settings."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from project.settings import PREFIX, ROOT
from tests.support.remote import answers
from tests.support.smtp import free_port
from tests.support.starter import Process

KEYS = {
    "SECRET_KEY": "a-key-for-a-process-of-the-tests-1234567890",
    "SECURITY_PASSWORD_SALT": "a-salt-for-a-process-of-the-tests",
}


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with ``settings`` alone; they win over a developer's own .env."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith((PREFIX, "FLASK_", "APP_", "MAIL_", "SECRET", "SECURITY_"))
        and name not in {"DATABASE_URL", "IN_PASSENGER"}
    }
    return kept | {PREFIX + name: value for name, value in settings.items()}


def run(
    *command: str, settings: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``python COMMAND`` in the app's root and wait for its end."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(settings) | dict(extra or {}),
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def flask(*command: str, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a ``flask`` command."""
    return run("-m", "flask", *command, settings=settings)


class Nursery:
    """A process with these settings from which servers are started; see `tests.support.nursery`."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nursery"],
            cwd=ROOT,
            env=environment(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self, arguments: Sequence[str], log: Path) -> Process:
        """Start gunicorn with these arguments."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps({'arguments': arguments, 'log': str(log)})}\n")
        self._process.stdin.flush()
        return Process(int(self._process.stdout.readline()), log)

    def close(self) -> None:
        """Start no more."""
        self._process.communicate(timeout=40)


@dataclass
class Gunicorn:
    """The app served on a port of its own, until it is stopped or killed."""

    settings: Mapping[str, str]
    port: int
    log: Path
    workers: int = 2
    process: Process | None = None
    _nursery: Nursery | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self.process is not None and not self.process.is_over()

    def start(self) -> None:
        """Start, and return once it answers."""
        self._nursery = self._nursery or Nursery(self.settings)
        arguments = ["--no-control-socket", f"--workers={self.workers}"]
        arguments += [f"--bind=127.0.0.1:{self.port}", "calisthenics_progression:app"]
        self.process = self._nursery.start(arguments, self.log)
        self.process.wait_for(partial(answers, self.url))

    def stop(self) -> None:
        """Stop as a service manager does: ask, wait, insist."""
        if self.process is not None:
            self.process.stop()
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None

    def worker_ids(self) -> list[int]:
        """Return the ids of the worker processes."""
        return [] if self.process is None else self.process.children()

    def kill(self) -> None:
        """End master and workers at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()


@contextmanager
def gunicorn(settings: Mapping[str, str], *, log: Path, workers: int = 2) -> Iterator[Gunicorn]:
    """Serve the app with gunicorn within the block."""
    server = Gunicorn(settings, free_port(), log, workers)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def limited(workers: Sequence[int], what: str, amount: int, **identity: Any) -> Iterator[None]:
    """Give the workers no more than ``amount`` of a resource within the block.

    ``identity`` is as whom they run: nobody else, not even root everywhere, may set their limits.
    """

    def prlimit(worker: int, *arguments: str) -> str:
        command = ["prlimit", f"--pid={worker}", *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True, **identity)
        return str(done.stdout).strip()

    show = ["--raw", "--noheadings", "--output=SOFT", f"--{what}"]
    before = {worker: prlimit(worker, *show) for worker in workers}
    for worker in workers:
        prlimit(worker, f"--{what}={amount}:")
    try:
        yield
    finally:
        for worker, soft in before.items():
            prlimit(worker, f"--{what}={soft}:")
