"""Phusion Passenger as hosts run it: behind Apache, or standing alone, in the foreground.

The Apache configuration has the shape that cPanel's panel writes: one <Location> per app, its
settings as SetEnv. Everything the servers write stays below one folder.
"""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from project.settings import PREFIX
from tests.support import hosting
from tests.support.hosting import Installation
from tests.support.smtp import free_port
from tests.support.starter import Process, running

APACHE = "/usr/sbin/apache2"
MODULES = Path("/usr/lib/apache2/modules")
LOADED = ("mpm_event", "authz_core", "dir", "mime", "alias", "env", "setenvif", "filter",
          "deflate", "rewrite", "headers", "expires", "passenger")  # fmt: skip
LOCATIONS = Path("/usr/lib/ruby/vendor_ruby/phusion_passenger/locations.ini")

SERVER = """
ServerRoot {state}
PidFile {state}/httpd.pid
DefaultRuntimeDir {state}/run
Mutex file:{state}/run default
ServerName localhost
ErrorLog {state}/error.log
LogLevel warn
{modules}
{user}
TypesConfig /dev/null
AddType text/html .html
AddType text/css .css
PassengerRoot {locations}
PassengerInstanceRegistryDir {state}/run
PassengerLogFile {state}/passenger.log
PassengerDisableSecurityUpdateCheck on
PassengerDisableAnonymousTelemetry on
PassengerMaxPoolSize {pool}
PassengerPoolIdleTime {idle}
PassengerStatThrottleRate 0
{mounts}
"""
MOUNT = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
  DocumentRoot {docroot}
  <Directory {docroot}>
    AllowOverride All
    Require all granted
    Options -Indexes +SymLinksIfOwnerMatch
  </Directory>
  <Location "{path}">
{settings}
    PassengerEnabled on
    PassengerAppEnv production
    PassengerBaseURI "{path}"
    PassengerAppRoot "{root}"
    PassengerAppGroupName "{group}"
    PassengerMinInstances {least}
    PassengerPython "{python}"
  </Location>
</VirtualHost>
"""


@dataclass
class Mount:
    """The app at a path of a site of its own, with its settings and its document root."""

    path: str
    docroot: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    least: int = 1

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}".rstrip("/")


@contextmanager
def apache(
    state: Path,
    installation: Installation,
    mounts: Sequence[Mount],
    *,
    pool: int = 2,
    idle: int = 300,
    as_root: bool = False,
) -> Iterator[Process]:
    """Run Apache with Passenger; as root, its children and the app still run as the web user."""
    (state / "run").mkdir(parents=True)
    hosting.give(state)
    name, group = hosting.runs_as()
    user = "PassengerUserSwitching off"
    if as_root:
        user = f"User {name}\nGroup {group}\nPassengerDefaultUser {name}\nPassengerUser {name}"
    (state / "httpd.conf").write_text(
        SERVER.format(
            state=state,
            modules="\n".join(
                f"LoadModule {each}_module {MODULES}/mod_{each}.so" for each in LOADED
            ),
            user=user,
            locations=LOCATIONS,
            pool=pool,
            idle=idle,
            mounts="\n".join(_mount(each, installation) for each in mounts),
        )
    )
    command = [APACHE, "-f", str(state / "httpd.conf"), "-DFOREGROUND"]
    options = {} if as_root else hosting.identity()
    with running(
        command,
        state,
        state / "apache.out",
        ready=lambda: all(_listens(each.port) for each in mounts),
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(state), "LANG": "C"},
        **options,
    ) as process:
        yield process


def _mount(mount: Mount, installation: Installation) -> str:
    settings = "\n".join(
        f'    SetEnv "{PREFIX}{name}" "{value}"' for name, value in mount.settings.items()
    )
    return MOUNT.format(
        port=mount.port,
        path=mount.path,
        docroot=mount.docroot,
        settings=settings,
        root=installation.root,
        group=f"app-{mount.port}",
        least=mount.least,
        python=installation.python,
    )


@contextmanager
def standalone(
    state: Path, installation: Installation, settings: Mapping[str, str], *, pool: int = 2
) -> Iterator[str]:
    """Run Passenger without a web server; yield the site's address."""
    state.mkdir(parents=True)
    hosting.give(state)
    port = free_port()
    command = ["passenger", "start", "--engine=builtin", "--address", "127.0.0.1"]
    command += ["--port", str(port), "--environment", "production", "--app-type", "wsgi"]
    command += ["--startup-file", "passenger_wsgi.py", "--python", installation.python]
    command += ["--pid-file", str(state / "pid"), "--log-file", str(state / "passenger.log")]
    command += ["--instance-registry-dir", str(state), "--disable-security-update-check"]
    command += ["--disable-log-prefix", "--max-pool-size", str(pool), "--min-instances", "1"]
    with running(
        command,
        installation.root,
        state / "out",
        ready=lambda: _listens(port),
        env=installation.environment(settings) | {"HOME": str(state)},
        **hosting.identity(),
    ):
        yield f"http://127.0.0.1:{port}"


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def processes(installation: Installation) -> list[int]:
    """Return the ids of the app's processes under Passenger."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            here = (entry / "cwd").readlink()
        except OSError:  # gone, or another user's
            continue
        if here == installation.root and "wsgi-loader" in command:
            found.append(int(entry.name))
    return found
