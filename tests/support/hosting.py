"""An installation as a host has it: the checkout's files in a folder that the servers may read.

Started as root, everything runs as the user that Debian's web servers run as; otherwise as who
runs the tests.
"""

import contextlib
import grp
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from project.cli.checks import pins
from project.settings import PREFIX, ROOT

WEB_USER = "www-data"
UPLOADED = ("project", "migrations", "deploy", "passenger_wsgi.py", "calisthenics_progression.py",
            ".flaskenv", "requirements.txt", "requirements-s3.txt", ".env.example")  # fmt: skip
PIN_FILES = (ROOT / "requirements.txt", ROOT / "requirements-s3.txt")
KEYS = {
    "SECRET_KEY": "a-key-for-a-host-of-the-tests-1234567890",
    "SECURITY_PASSWORD_SALT": "a-salt-for-a-host-of-the-tests",
}


def identity() -> dict[str, Any]:
    """Return as whom servers are started: arguments for `subprocess.Popen`."""
    if os.geteuid() != 0:
        return {}
    return {"user": WEB_USER, "group": WEB_USER, "extra_groups": []}


def runs_as() -> tuple[str, str]:
    """Return the names of the user and the group that servers run as."""
    if os.geteuid() == 0:
        return WEB_USER, WEB_USER
    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def give(path: Path) -> None:
    """Make everything below ``path`` belong to the user that servers run as."""
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{WEB_USER}:{WEB_USER}", str(path)], check=True)


@contextmanager
def folder() -> Iterator[Path]:
    """Make a folder that servers may read and write."""
    path = Path(tempfile.mkdtemp(prefix="calisthenics-host-"))
    path.chmod(0o755)
    give(path)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True)
class Installation:
    """The app's root and the interpreter that has its packages."""

    root: Path
    python: str

    def environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Return an environment with these settings alone."""
        prefixed = {PREFIX + name: value for name, value in settings.items()}
        own = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(self.root), "LANG": "C.UTF-8"}
        return own | prefixed

    def flask(self, *arguments: str, **settings: str) -> str:
        """Run a command as cron does; return what it printed."""
        done = subprocess.run(
            [self.python, "-m", "flask", *arguments],
            cwd=self.root,
            env=self.environment(settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            **identity(),
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return str(done.stdout)


def install(place: Path) -> Installation:
    """Copy the app into ``place`` and make its virtual environment."""
    python = sys.executable
    if os.geteuid() == 0:
        python = _environment(place / "venv")
        give(place)
    return install_another(place / "app", python)


def install_another(root: Path, python: str) -> Installation:
    """Copy the app to ``root``, to be run by ``python``: a machine of its own, but for that."""
    root.mkdir()
    for name in UPLOADED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, root / name)
        else:
            shutil.copy(source, root / name)
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    give(root)
    return Installation(root, python)


def _environment(path: Path) -> str:
    """Make a virtual environment with the runtime's packages, taken from the tests' own."""
    base = bare_python()
    subprocess.run([base, "-m", "venv", "--without-pip", str(path)], check=True)
    (target,) = path.glob("lib/python3*/site-packages")
    for pin in (pin for listed in PIN_FILES for pin in pins(listed)):
        for file in metadata.distribution(pin.name).files or ():
            if ".." in file.parts:  # scripts
                continue
            copy = target / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.locate(), copy)  # with its time: what is compiled stays valid
    python = str(path / "bin" / "python")
    if base != _own_base():  # another patch release may need packages that ours does not
        command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
        command += ["--disable-pip-version-check", "--only-binary=:all:", "--require-hashes"]
        for listed in PIN_FILES:
            subprocess.run([*command, "-r", str(listed)], check=True)
    return python


def bare_python() -> str:
    """Return an interpreter of our version, without our packages, that the servers' user may run."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for candidate in (_own_base(), f"/usr/bin/{version}"):
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            subprocess.run(
                [candidate, "-c", "pass"], check=True, capture_output=True, env={}, **identity()
            )
            return str(candidate)
    raise RuntimeError(f"{WEB_USER} can run no {version}: apt-get install {version}-venv")


def _own_base() -> str:
    """Return the interpreter that our virtual environment was made with."""
    return str(getattr(sys, "_base_executable", sys.executable))
