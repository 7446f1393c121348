"""How the app's processes come and go under Passenger, and what must not be lost with them."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymysql
import pytest
from sqlalchemy import make_url

from tests.integration.hosting.conftest import PASSWORD
from tests.support import hosting
from tests.support.hosting import Installation
from tests.support.passenger import Mount, apache, processes, standalone
from tests.support.remote import RemoteSite
from tests.support.smtp import MailServer, mail_server

pytestmark = pytest.mark.hosting

Serve = Callable[..., Any]


@pytest.fixture
def serve(
    installation: Installation, place: Path, settings: dict[str, str], tmp_path: Path
) -> Serve:
    """Serve the app at / behind an Apache of its own, with some settings changed."""

    @contextmanager
    def run(
        *, idle: int = 300, as_root: bool = False, least: int = 1, **changes: str
    ) -> Iterator[RemoteSite]:
        state = place / tmp_path.name
        docroot = state / "public_html"
        docroot.mkdir(parents=True)
        mount = Mount("/", docroot, {}, least=least)
        mount.settings = settings | {"APP_BASE_URL": mount.base} | changes
        with apache(state, installation, [mount], idle=idle, as_root=as_root):
            yield RemoteSite(mount.base)

    return run


def register(visitor: RemoteSite, name: str) -> None:
    visitor.submit(
        visitor.open("/auth/register"),
        {
            "username": name,
            "email": f"{name}@example.org",
            "password": PASSWORD,
            "repeat_password": PASSWORD,
            "default_visibility": "all",
        },
    )


def wait_until(condition: Callable[[], bool], within: float = 30.0) -> None:
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_configuration_error_is_shown_and_its_repair_needs_no_server(
    serve: Serve, installation: Installation
) -> None:
    with serve(SECRET_KEY="") as visitor:
        for path in ("/", "/healthz"):
            answer = visitor.get(path)
            assert answer.status == 503
            assert answer.text.startswith("Calisthenics Progression is not running.\nSECRET_KEY is")
            assert answer.headers["Cache-Control"] == "no-store"
        (installation.root / ".env").write_text(f"SECRET_KEY={'0123456789' * 4}\n")
        try:
            restart(installation)
            assert visitor.get("/").status == 200
        finally:
            (installation.root / ".env").unlink()


def restart(installation: Installation) -> None:
    """Ask for a restart, a moment after the last one so that the file's time differs."""
    file = installation.root / "tmp" / "restart.txt"
    file.parent.mkdir(exist_ok=True)
    later = max(time.time(), file.stat().st_mtime + 1 if file.exists() else 0)
    file.touch()
    os.utime(file, (later, later))


@pytest.fixture
def slow_mails() -> Iterator[MailServer]:
    """A mail server that takes four seconds to accept a mail."""
    with mail_server(delay=4) as server:
        yield server


def test_a_restart_while_a_mail_is_being_sent_loses_nothing(
    serve: Serve, installation: Installation, settings: dict[str, str], slow_mails: MailServer
) -> None:
    with serve(MAIL_PORT=str(slow_mails.port)) as visitor:
        register(visitor, "restart")
        (before,) = processes(installation)
        restart(installation)
        assert visitor.get("/healthz").status == 200
        assert before not in set(processes(installation)) or len(processes(installation)) == 2
        wait_until(lambda: bool(slow_mails.mails))
        wait_until(lambda: before not in processes(installation))
    assert [mail["To"] for mail in slow_mails.mails] == ["restart@example.org"]
    assert "0 waiting" in installation.flask("mail", "status", **settings)


def test_an_idle_process_that_is_stopped_finishes_its_mail(
    serve: Serve, installation: Installation, settings: dict[str, str], slow_mails: MailServer
) -> None:
    with serve(MAIL_PORT=str(slow_mails.port), idle=1, least=0) as visitor:
        register(visitor, "idle")
        wait_until(lambda: not processes(installation))
        assert visitor.get("/healthz").status == 200, "and the next visitor starts a new one"
    assert [mail["To"] for mail in slow_mails.mails] == ["idle@example.org"]
    assert "0 waiting" in installation.flask("mail", "status", **settings)


def test_a_connection_the_host_cuts_is_made_anew(serve: Serve, settings: dict[str, str]) -> None:
    url = make_url(settings["DATABASE_URL"])
    admin = pymysql.connect(host=url.host, port=int(url.port or 0), user=url.username or "")
    try:
        with admin.cursor() as cursor:
            cursor.execute("SET GLOBAL wait_timeout = 2")
        with serve() as visitor:
            register(visitor, "wartend")
            for _ in range(2):
                time.sleep(2.5)
                assert visitor.get("/auth/unconfirmed").status == 200
    finally:
        with admin.cursor() as cursor:
            cursor.execute("SET GLOBAL wait_timeout = 28800")
        admin.close()


@pytest.mark.parametrize("as_root", [False, True] if os.geteuid() == 0 else [False])
def test_the_app_never_runs_as_root(
    serve: Serve, installation: Installation, as_root: bool
) -> None:
    with serve(as_root=as_root) as visitor:
        assert visitor.get("/readyz").text == '{"status":"ok"}\n'
        owners = {Path(f"/proc/{number}").stat().st_uid for number in processes(installation)}
    assert owners
    assert 0 not in owners


def test_an_interpreter_without_the_packages_is_named(
    place: Path, settings: dict[str, str], installation: Installation, tmp_path: Path
) -> None:
    bare = Installation(installation.root, hosting.bare_python())
    with standalone(place / tmp_path.name, bare, settings) as base:
        answer = RemoteSite(base).get("/")
    assert answer.status == 503
    assert answer.text.startswith("Calisthenics Progression is not running: ModuleNotFoundError")


def test_passenger_alone_decodes_paths_and_serves_assets(
    place: Path, settings: dict[str, str], installation: Installation, tmp_path: Path
) -> None:
    with standalone(place / tmp_path.name, installation, settings, pool=1) as base:
        visitor = RemoteSite(base)
        assert visitor.get("/readyz").text == '{"status":"ok"}\n'
        assert visitor.get("/nonsense").status == 404
        assert visitor.get("/auth/%6Cogin").status == 200
        assert visitor.get("/auth/%256Cogin").status == 404
        page = visitor.open("/auth/login")
        style = page.html.select_one("link[rel=stylesheet]")
        assert style is not None
        asset = visitor.get(str(style["href"]).replace("app.css", "app%2Ecss"))
        assert (asset.status, asset.headers.get_content_type()) == (200, "text/css")
        (number,) = processes(installation)
        status = Path(f"/proc/{number}/status").read_text()
        (memory,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        assert int(memory) <= 95 * 1024, "of 1,024 bytes"
        assert hosting.KEYS["SECRET_KEY"] not in (place / tmp_path.name / "out").read_text()
