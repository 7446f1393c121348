"""How many passwords are hashed at once on this machine: few, so that pages are answered meanwhile.

A hash takes a core for some tenths of a second, and who waits for one keeps a worker. So one may
wait and all others are asked to come back, and after a wait nobody waits for a while: however many
sign in, workers are left for everybody else.

Turns are locks on files, which the system gives back when a process dies.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from project.exceptions import BusyError

WAITS_AT_MOST: Final = 5.0  # seconds
REST: Final = 5.0  # seconds between two waits
LOOK_EVERY: Final = 0.02  # seconds


class Turnstile:
    """Lets ``at_once`` through together, of all processes that share ``folder``; 0 lets all."""

    def __init__(self, folder: Path, at_once: int) -> None:
        self._places = [folder / f"hashing-{number}.lock" for number in range(at_once)]
        self._bench = folder / "hashing-wait.lock"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a place within the block; raises `BusyError` when there is none to be had."""
        with ExitStack() as held:
            try:
                if self._places and not self._enter(held):
                    self._wait(held)
            except OSError:  # a folder nobody can write in binds nobody
                held.close()
            yield

    def _enter(self, held: ExitStack) -> bool:
        return any(_locked(place, held) is not None for place in self._places)

    def _wait(self, held: ExitStack) -> None:
        with ExitStack() as seat:
            bench = _locked(self._bench, seat)
            if bench is None or _rests(bench):
                raise BusyError
            until = time.monotonic() + WAITS_AT_MOST
            try:
                while not self._enter(held):
                    if time.monotonic() >= until:
                        raise BusyError
                    time.sleep(LOOK_EVERY)
            finally:
                # Written down in the file, which a first wait finds empty.
                os.pwrite(bench, f"{time.time():020.6f}".encode(), 0)


def _rests(bench: int) -> bool:
    """Return whether somebody has waited just now; a clock that was ahead does not count."""
    waited = os.pread(bench, 20, 0)
    return bool(waited) and 0 <= time.time() - float(waited) < REST


def _locked(file: Path, held: ExitStack) -> int | None:
    """Lock a file until ``held`` ends; None when somebody else has it."""
    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        return None
    held.callback(os.close, number)
    return number


_turnstile = Turnstile(Path(), 0)


def bound(folder: Path, at_once: int) -> None:
    """Let this process hash ``at_once`` passwords together with all others on ``folder``."""
    global _turnstile  # noqa: PLW0603  hashing is the whole process's
    _turnstile = Turnstile(folder, at_once)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this process's turn to hash."""
    with _turnstile.turn():
        yield
