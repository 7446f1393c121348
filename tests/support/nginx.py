"""nginx and gunicorn with the files of ``deploy/``, on free ports, as an ordinary user.

Only what must differ from a real server is replaced: ports, names and paths. A replacement that
finds nothing to replace fails, so the examples cannot drift away from what is tested.
"""

import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from project.settings import ROOT
from tests.support import hosting
from tests.support.hosting import Installation
from tests.support.smtp import free_port
from tests.support.starter import Process, running

CERTIFICATE = Path(__file__).with_name("localhost.pem")
MAIN = """
pid {state}/nginx.pid;
error_log {state}/nginx.log;
daemon off;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {state}/body;
    proxy_temp_path {state}/proxy;
    fastcgi_temp_path {state}/fastcgi;
    uwsgi_temp_path {state}/uwsgi;
    scgi_temp_path {state}/scgi;
    include {state}/site.conf;
}}
"""


@dataclass
class Site:
    """Where a site behind nginx is reached, and the processes behind it."""

    state: Path
    plain: str
    secure: str
    gunicorn: Process

    @property
    def published(self) -> Path:
        """The folder nginx serves assets from."""
        return self.state / "www" / "static"


def replaced(text: str, **changes: str) -> str:
    """Replace each of the given texts, which must be there."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(
    state: Path, socket_path: Path, *, ports: tuple[int, int], mount: str = ""
) -> Iterator[Process]:
    """Run nginx in front of the gunicorn at ``socket_path``."""
    (state / "www").mkdir(parents=True)
    (state / "www" / "maintenance.html").write_bytes(
        (ROOT / "deploy" / "maintenance.html").read_bytes()
    )
    certificate = state / "localhost.pem"
    certificate.write_bytes(CERTIFICATE.read_bytes())
    changes = {
        "unix:/run/calisthenics/app.sock": f"unix:{socket_path}",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "listen 80;": f"listen 127.0.0.1:{ports[0]};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{ports[1]} ssl http2;",
        "training.example.org/fullchain.pem": "CERTIFICATE",
        "training.example.org/privkey.pem": "CERTIFICATE",
        "/etc/letsencrypt/live/CERTIFICATE": str(certificate),
        "server_name training.example.org;": "server_name localhost;",
        "https://$http_host$request_uri": f"https://localhost:{ports[1]}$request_uri",
        "/var/log/nginx/access.log": f"{state}/access.log",
        "/var/www/calisthenics": f"{state}/www",
        "/etc/nginx/calisthenics-proxy.conf": f"{state}/proxy.conf",
    }
    (state / "site.conf").write_text(
        replaced((ROOT / "deploy" / "nginx.conf").read_text(), **changes)
    )
    proxy = (ROOT / "deploy" / "nginx-proxy.conf").read_text()
    if mount:
        proxy = replaced(proxy, **{'SCRIPT_NAME ""': f"SCRIPT_NAME {mount}"})
    (state / "proxy.conf").write_text(proxy)
    (state / "nginx.conf").write_text(MAIN.format(state=state))
    hosting.give(state)
    with running(
        ["/usr/sbin/nginx", "-p", str(state), "-c", str(state / "nginx.conf"), "-e", "stderr"],
        state,
        state / "nginx.out",
        ready=lambda: _listens(ports[1]),
        **hosting.identity(),
    ) as process:
        yield process


@contextmanager
def gunicorn(
    installation: Installation, socket_path: Path, settings: Mapping[str, str], *, workers: int = 2
) -> Iterator[Process]:
    """Run gunicorn as the systemd unit does, on another socket."""
    command = [installation.python, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command += [f"--bind=unix:{socket_path}", f"--workers={workers}"]
    with running(
        [*command, "calisthenics_progression:app"],
        installation.root,
        socket_path.with_suffix(".log"),
        ready=socket_path.exists,
        env=installation.environment(settings),
        umask=0o077,
        **hosting.identity(),
    ) as process:
        yield process


@contextmanager
def behind_nginx(
    state: Path, installation: Installation, settings: Mapping[str, str], *, mount: str = ""
) -> Iterator[Site]:
    """Run the whole chain; the app's settings are ``settings`` and what a proxy needs."""
    ports = free_port(), free_port()
    secure = f"https://localhost:{ports[1]}{mount}"
    own = {"APP_BASE_URL": secure, "PROXY_HOPS": "1", "SESSION_COOKIE_SECURE": "1"}
    state.mkdir(parents=True)
    hosting.give(state)
    path = state / "app.sock"
    with (
        gunicorn(installation, path, {**settings, **own}) as process,
        nginx(state, path, ports=ports, mount=mount),
    ):
        yield Site(state, f"http://localhost:{ports[0]}", secure, process)


def reload(process: Process) -> None:
    """Do what ``systemctl reload`` does."""
    process.send(signal.SIGHUP)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
