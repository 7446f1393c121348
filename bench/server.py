"""Servers under load: gunicorn with two sync workers, as on a small host."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from bench.app import FILE, ROOT

WORKERS: Final = 2
PATIENCE: Final = 20.0  # seconds


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A running gunicorn."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"

    def megabytes(self) -> float:
        """Return the resident memory of the largest worker."""
        return max(_resident(pid) for pid in self._workers())

    def cpu_milliseconds(self) -> float:
        """Return the processor time the workers have used so far."""
        return sum(_nanoseconds(pid) for pid in self._workers()) / 1e6

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]


def _nanoseconds(pid: int) -> int:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def serving(application: str, file: Path) -> Iterator[Server]:
    """Serve ``application`` (as gunicorn names it) on the database ``file``."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--no-control-socket",
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning", application,
    ]  # fmt: skip
    environment = {**os.environ, FILE: str(file.resolve())}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port, process)
        yield Server(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until an answer comes: the port is open before the workers have read the app."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError(f"nothing answers on port {port}")
