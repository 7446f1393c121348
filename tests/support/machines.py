"""Several machines that serve one site: each with its own copy of the app and its own gunicorn.

They share what docs/OPERATING.md says they must: the keys, the database and the folder of
pictures; their instance and log folders are their own.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import redis

from tests.support import hosting
from tests.support.hosting import Installation
from tests.support.remote import answers
from tests.support.smtp import free_port
from tests.support.starter import Process, running


@dataclass
class Machine:
    """One app server."""

    base: str
    installation: Installation
    gunicorn: Process

    def workers(self) -> set[int]:
        """Return the ids of its processes."""
        return set(self.gunicorn.children())

    def errors(self) -> str:
        """Return the end of what it has logged."""
        log = self.installation.root / "logs" / "calisthenics-progression.log"
        return log.read_text(encoding="utf-8")[-6000:] if log.exists() else ""


@contextmanager
def machines(
    state: Path, installations: Sequence[Installation], settings: Mapping[str, str]
) -> Iterator[list[Machine]]:
    """Run one gunicorn for each installation, all with ``settings``; mails name the first one."""
    state.mkdir()
    hosting.give(state)
    with ExitStack() as stack:
        found = []
        ports = [free_port() for _ in installations]
        common = {**settings, "APP_BASE_URL": f"http://127.0.0.1:{ports[0]}"}
        for each, port in zip(installations, ports, strict=True):
            base = f"http://127.0.0.1:{port}"
            command = [each.python, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
            command += [f"--bind=127.0.0.1:{port}", "--workers=2", "calisthenics_progression:app"]
            process = stack.enter_context(
                running(
                    command,
                    each.root,
                    state / f"{port}.log",
                    ready=partial(answers, base),
                    env=each.environment(common),
                    **hosting.identity(),
                )
            )
            found.append(Machine(base, each, process))
        yield found


@dataclass
class Traffic:
    """What visitors saw who came all the time."""

    statuses: Counter[int] = field(default_factory=Counter)
    _done: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def of(self, visits: Sequence[Callable[[], int]]) -> Iterator["Traffic"]:
        """Repeat each visit in a thread of its own while the block runs; they return a status."""
        threads = [threading.Thread(target=self._repeat, args=(visit,)) for visit in visits]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._done.set()
            for thread in threads:
                thread.join()

    def _repeat(self, visit: Callable[[], int]) -> None:
        while not self._done.is_set():
            status = visit()
            self.statuses[status] += 1

    def wait_for(self, status: int, times: int) -> None:
        """Wait till so many more visits had this answer."""
        enough = self.statuses[status] + times
        wait_until(lambda: self.statuses[status] >= enough, said=lambda: str(self.statuses))


def wait_until(condition: Callable[[], bool], *, said: Callable[[], str] = str) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, said()
        time.sleep(0.05)


@contextmanager
def redis_server(state: Path, port: int) -> Iterator[redis.Redis]:
    """Run Redis until the block ends; yield a connection to it."""
    client = redis.Redis(port=port)
    with running(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        state,
        state / "redis.log",
        ready=lambda: _pongs(client),
        **hosting.identity(),
    ):
        yield client
    client.close()


def _pongs(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
