"""Starting a program for the tests, waiting until it answers, and ending it: one way for all servers."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

STARTS_WITHIN = 60.0  # seconds
ENDS_WITHIN = 40.0


class Process:
    """A program that leads a session of its own; it need not be a child of this process."""

    def __init__(
        self, number: int, log: Path, child: subprocess.Popen[bytes] | None = None
    ) -> None:
        self.pid = number
        self.log = log
        self._child = child
        self._handle = os.pidfd_open(number)

    def __del__(self) -> None:
        os.close(self._handle)

    def is_over(self, within: float = 0) -> bool:
        """Return whether it has ended, or does in these seconds."""
        over = bool(select.select([self._handle], [], [], within)[0])
        if over and self._child is not None:
            self._child.wait()
        return over

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; one that has ended minds none."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)

    def stop(
        self, number: signal.Signals = signal.SIGTERM, *, within: float = ENDS_WITHIN
    ) -> float:
        """Stop it as a service manager does: ask, wait, insist; return how long it took."""
        started = time.monotonic()
        self.send(number)
        if not self.is_over(within):
            self.kill()
        return time.monotonic() - started

    def kill(self) -> None:
        """End it and all it has started at once, as a power cut would."""
        if not self.is_over():
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            assert self.is_over(ENDS_WITHIN)

    def children(self) -> list[int]:
        """Return the ids of the processes that it started, the workers of a server."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(number) for number in children.split()]

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Return once ``ready`` says so; what never is ready is ended, and its log told."""
        until = time.monotonic() + STARTS_WITHIN
        while not ready():
            if self.is_over() or time.monotonic() > until:
                self.kill()
                tail = self.log.read_text(errors="replace")[-3000:]
                raise RuntimeError(f"a program did not start, as {self.log.name} says:\n{tail}")
            time.sleep(0.02)


def start(command: Sequence[str], place: Path, log: Path, **options: Any) -> Process:
    """Start a program in ``place`` that adds to ``log`` what it says; the caller ends it."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C ends the tests first
            **options,
        )
    return Process(child.pid, log, child)


@contextmanager
def running(
    command: Sequence[str], place: Path, log: Path, *, ready: Callable[[], bool], **options: Any
) -> Iterator[Process]:
    """Run a program until the block ends; it is entered once ``ready`` says so."""
    process = start(command, place, log, **options)
    try:
        process.wait_for(ready)
        yield process
    finally:
        process.stop()
