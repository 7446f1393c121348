"""Our programs as an operator starts them: in processes of their own, with their own settings."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from project.settings import PREFIX, ROOT
from tests.support.smtp import free_port

KEYS = {
    "SECRET_KEY": "a-key-for-a-process-of-the-tests-1234567890",
    "SECURITY_PASSWORD_SALT": "a-salt-for-a-process-of-the-tests",
}
STARTS_WITHIN = 30.0  # seconds


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


@contextmanager
def gunicorn(
    settings: Mapping[str, str], *, log: Path, workers: int = 2, port: int = 0
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the app with gunicorn; give its address and process once it answers."""
    port = port or free_port()
    command = ["-m", "gunicorn", "--no-control-socket", f"--workers={workers}"]
    command += [f"--bind=127.0.0.1:{port}", "calisthenics_progression:app"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment(settings),
            stdout=output,
            stderr=output,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, address, log)
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            fetch(f"{address}/healthz")
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text(errors="replace")[-3000:]) from None
            time.sleep(0.05)
        else:
            return


def fetch(url: str) -> tuple[int, str]:
    """Return the status and the text of the answer, whatever the status is."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
