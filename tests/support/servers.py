"""Private MariaDB and PostgreSQL servers on free ports, for tests and from the command line.

``python -m tests.support.servers [mariadb] [postgres] [sqlite] -- COMMAND …`` starts them (the two,
when none is named; sqlite needs no server), sets TEST_DATABASE_URLS, runs the command and passes its exit status on. Works as an
ordinary user and as root, where each server runs as the user its Debian package made.

Their settings are deliberately those of an unhelpful host: another time zone, a loose SQL mode,
an old character set, German sorting. The app must not depend on any of them.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import pymysql
from sqlalchemy import URL, create_engine, make_url, text

from tests.support.smtp import free_port
from tests.support.starter import Process, start


def _program(name: str) -> str:
    """Return the path of a server's program; Debian keeps PostgreSQL's off the PATH."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])
    )
    if versions:
        return str(versions[-1])
    if found is None:
        raise RuntimeError(f"{name} is missing: apt-get install mariadb-server postgresql")
    return found


@contextmanager
def _folder(owner: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Make a folder for a server, and say as whom it runs; root hands both to ``owner``."""
    folder = Path(tempfile.mkdtemp(prefix="calisthenics-server-"))
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, owner, owner)
        identity = {"user": owner, "group": owner, "extra_groups": []}
    try:
        yield folder, identity
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class DatabaseServer:
    """A server that may be stopped, killed and started again on its port, with what it stores.

    ``url`` stands for one database per parallel test process.
    """

    url: str
    command: Sequence[str]
    folder: Path
    identity: dict[str, Any]
    connect: Callable[[], Any]
    polite: signal.Signals
    process: Process | None = None

    @property
    def log(self) -> Path:
        return self.folder.parent / f"{self.folder.name}.log"

    def start(self) -> None:
        """Start, and return once it can be connected to."""
        self.process = start(self.command, self.folder, self.log, **self.identity)
        self.process.wait_for(self._can_be_connected_to)

    def _can_be_connected_to(self) -> bool:
        try:
            self.connect().close()
        except (pymysql.MySQLError, psycopg.Error):
            return False
        return True

    def stop(self, number: signal.Signals | None = None) -> None:
        """End it, without waiting for its clients; SIGKILL is a crash."""
        if self.process is not None:
            self.process.stop(number or self.polite)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's own programs as its user."""
        _prepare([_program(program), *arguments], self.folder, self.identity)

    def execute(self, statement: str) -> None:
        """Run a statement as the server's administrator."""
        with contextlib.closing(self.connect()) as connection:
            connection.cursor().execute(statement)


@contextmanager
def _running(server: DatabaseServer) -> Iterator[DatabaseServer]:
    """Run a server until the block ends."""
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.log.unlink()


def _prepare(command: Sequence[str], folder: Path, identity: dict[str, Any]) -> None:
    done = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, **identity
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")


@contextmanager
def mariadb_server(*options: str) -> Iterator[DatabaseServer]:
    """Run a MariaDB server; ``options`` of its command line win over those of the tests."""
    port = free_port()
    with _folder("mysql") as (folder, identity):
        data = folder / "data"
        _prepare(
            [
                _program("mariadb-install-db"),
                "--no-defaults",
                f"--datadir={data}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
            ],
            folder,
            identity,
        )
        command = [
            _program("mariadbd"),
            "--no-defaults",
            f"--datadir={data}",
            f"--socket={folder / 'socket'}",
            f"--pid-file={folder / 'pid'}",
            "--bind-address=127.0.0.1",
            f"--port={port}",
            "--skip-name-resolve",
            "--skip-log-bin",
            "--performance-schema=OFF",
            "--innodb-buffer-pool-size=64M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-flush-method=nosync",
            "--innodb-doublewrite=0",
            # an unhelpful host
            "--sql-mode=",
            "--character-set-server=latin1",
            "--default-time-zone=+05:30",
            *options,
        ]
        server = DatabaseServer(
            f"mysql+pymysql://root@127.0.0.1:{port}/test_{{worker}}",
            command,
            folder,
            identity,
            connect=lambda: pymysql.connect(
                host="127.0.0.1", port=port, user="root", autocommit=True
            ),
            polite=signal.SIGTERM,
        )
        with _running(server):
            yield server


@contextmanager
def postgres_server(*options: str) -> Iterator[DatabaseServer]:
    """Run a PostgreSQL server; ``options`` of its command line win over those of the tests."""
    with _folder("postgres") as (folder, identity):
        data = folder / "data"
        _prepare(
            [
                _program("initdb"),
                f"--pgdata={data}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=icu",
                "--icu-locale=de",
                "--no-sync",
            ],
            folder,
            identity,
        )
        with _running(_postgres(folder, identity, *options)) as server:
            yield server


@contextmanager
def postgres_standby(primary: DatabaseServer) -> Iterator[DatabaseServer]:
    """Run a standby that follows ``primary``; `run` its pg_ctl to promote it."""
    with _folder("postgres") as (folder, identity):
        server = _postgres(folder, identity)
        server.run(
            "pg_basebackup",
            f"--pgdata={folder / 'data'}",
            f"--dbname=host=127.0.0.1 port={make_url(primary.url).port} user=postgres",
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync",
        )
        with _running(server):
            yield server


def _postgres(folder: Path, identity: dict[str, Any], *options: str) -> DatabaseServer:
    """Return a server, not started yet, for the data in ``folder``."""
    port = free_port()
    command = [
        _program("postgres"),
        f"-D{folder / 'data'}",
        f"-p{port}",
        "-clisten_addresses=127.0.0.1",
        "-cunix_socket_directories=",
        "-cfsync=off",
        "-csynchronous_commit=off",
        "-cfull_page_writes=off",
        "-cdeadlock_timeout=100ms",
        # an unhelpful host
        "-ctimezone=Asia/Kolkata",
        *options,
    ]
    return DatabaseServer(
        f"postgresql+psycopg://postgres@127.0.0.1:{port}/test_{{worker}}",
        command,
        folder,
        identity,
        connect=lambda: psycopg.connect(
            host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True
        ),
        polite=signal.SIGINT,  # does not wait for clients
    )


@contextmanager
def mariadb() -> Iterator[str]:
    """Run a MariaDB server; the URL stands for one database per parallel test process."""
    with mariadb_server() as server:
        yield server.url


@contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server; the URL stands for one database per parallel test process."""
    with postgres_server() as server:
        yield server.url


@contextmanager
def sqlite() -> Iterator[str]:
    """Say that the tests run on a file of theirs as well."""
    yield "sqlite"


SERVERS = {"mariadb": mariadb, "postgres": postgres}
NAMES = {**SERVERS, "sqlite": sqlite}


def make_database(url: URL | str) -> None:
    """Make the database that ``url`` names, empty; SQLite needs none made.

    Elsewhere the user in ``url`` must be allowed to make databases.
    """
    drop_database(url)
    administer(url, "CREATE DATABASE {name}")


def drop_database(url: URL | str) -> None:
    """Delete the database that ``url`` names, if there is one."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{url.database}{ending}").unlink(missing_ok=True)
        return
    force = " WITH (FORCE)" if url.get_backend_name() == "postgresql" else ""
    administer(url, f"DROP DATABASE IF EXISTS {{name}}{force}")


def administer(url: URL | str, statement: str) -> None:
    """Run a statement as the server's administrator, with the database's name for {name}."""
    url = make_url(url)
    kind = url.get_backend_name()
    if kind == "sqlite":
        return
    everywhere = url.set(database="postgres" if kind == "postgresql" else "")
    engine = create_engine(everywhere, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            name = engine.dialect.identifier_preparer.quote_identifier(str(url.database))
            connection.execute(text(statement.format(name=name)))
    finally:
        engine.dispose()


def main(arguments: Sequence[str]) -> int:
    """Run a command with the servers up; see the module's text."""
    split = arguments.index("--") if "--" in arguments else len(arguments)
    names, command = arguments[:split], arguments[split + 1 :]
    if not command or not set(names) <= set(NAMES):
        sys.stderr.write(f"usage: servers [{'] ['.join(NAMES)}] -- COMMAND …\n")
        return 2
    signal.signal(signal.SIGTERM, _leave)
    with ExitStack() as stack:
        urls = [stack.enter_context(NAMES[name]()) for name in names or SERVERS]
        environment = {**os.environ, "TEST_DATABASE_URLS": " ".join(urls)}
        with contextlib.suppress(KeyboardInterrupt):
            return subprocess.run(command, env=environment, check=False).returncode
        return 130


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
