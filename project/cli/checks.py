"""What ``flask doctor`` looks at on this machine: one function per subject, each finding with a fix.

No check raises: what it cannot find out is a finding. Nothing printed holds a secret.
"""

import os
import re
import shutil
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from io import StringIO
from pathlib import Path
from shlex import quote
from typing import Any, Final
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from flask import Flask
from packaging.requirements import Requirement

from project.cli.owner import name_of, owner_of
from project.cli.programs import SYSTEMD, installed_units
from project.settings import LOCAL_HOSTS, ROOT, Settings, host_of

OLDEST_PYTHON: Final = (3, 11)
FREE_MEGABYTES: Final = 200
PINNED: Final = re.compile(r"^([A-Za-z0-9][^\\\n]*==[^\\\n]*?)\s*\\?$", re.MULTILINE)

NAMES = (
    "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SECURITY_PASSWORD_SALT", "DATABASE_URL", "DB_HOST",
    "DB_NAME", "DB_USER", "DB_PASSWORD", "APP_BASE_URL", "TRUSTED_HOSTS", "PROXY_HOPS",
    "APP_MAIL_SERVER", "MAIL_SERVER", "MAIL_PORT", "MAIL_USE_TLS", "MAIL_USE_SSL", "MAIL_USERNAME",
    "MAIL_PASSWORD", "MAIL_DEFAULT_SENDER", "MAIL_PER_HOUR", "ADMINS", "LOG_TO_STDOUT",
    "LOG_FOLDER", "UPLOAD_FOLDER", "UPLOAD_BUCKET", "UPLOAD_ENDPOINT", "UPLOAD_REGION",
    "UPLOAD_KEY_ID", "UPLOAD_SECRET_KEY", "WORKOUTS_PER_PAGE", "RATELIMIT_STORAGE_URI",
    "RATELIMIT_ENABLED", "SESSION_COOKIE_SECURE", "TOKEN_MAX_AGE", "REGISTRATION",
    "LANGUAGES", "DEFAULT_LANGUAGE",
)  # fmt: skip


class Severity(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report; ``fix`` says what to do and is empty when all is well."""

    id: str
    level: Severity
    text: str
    fix: str = ""


Findings = Iterator[Finding]
Config = Mapping[str, Any]


def on_this_machine(app: Flask, problems: list[str]) -> Findings:
    """Yield what can be found without asking anybody; ``problems`` kept the app from starting."""
    yield from interpreter()
    yield from packages()
    if app.config["UPLOAD_BUCKET"]:
        yield from packages(ROOT / "requirements-s3.txt")
    yield from operator()
    yield from configuration(problems)
    yield from env_file()
    yield from set_twice(app.config["SETTINGS"])
    yield from addresses(app.config)
    yield from development(app.config)
    yield from folders(app)
    yield from startup_file()
    yield from units()


def interpreter() -> Findings:
    version = ".".join(map(str, sys.version_info[:3]))
    where = f"Python {version}, {sys.executable}"
    if sys.version_info < OLDEST_PYTHON:
        yield Finding("python", Severity.FAIL, where, "Choose Python 3.11 or newer in the panel.")
    else:
        yield Finding("python", Severity.OK, where)


def pins(file: Path = ROOT / "requirements.txt") -> list[Requirement]:
    """Return the packages that this Python needs, each with its version."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    found = map(Requirement, PINNED.findall(text))
    return [pin for pin in found if pin.marker is None or pin.marker.evaluate()]


def packages(file: Path = ROOT / "requirements.txt") -> Findings:
    """Compare with the pins: an update that forgot ``pip install`` fails in odd ways."""
    name = file.stem.replace("requirements", "packages")
    wrong = []
    for pin in pins(file):
        try:
            installed = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{pin.name} is missing")
        else:
            if installed not in pin.specifier:
                wrong.append(f"{pin.name} is {installed}, not {pin.specifier}")
    if wrong:
        fix = f"{sys.executable} -m pip install --only-binary=:all: -r {file.name}"
        more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""  # noqa: PLR2004  enough to see
        yield Finding(name, Severity.FAIL, f"{', '.join(wrong[:3])}{more}.", fix)
    else:
        yield Finding(name, Severity.OK, f"The packages are those of {file.name}.")


def operator() -> Findings:
    """Somebody else would leave files behind that the app cannot write; root becomes the owner."""
    owner = owner_of(ROOT)
    if os.geteuid() not in {owner, 0}:
        fix = f"Run commands as the user the app runs as: su - {name_of(owner)} -s /bin/bash"
        text_ = f"You are {name_of(os.geteuid())}; the app's files belong to {name_of(owner)}."
        yield Finding("user", Severity.WARN, text_, fix)


def units(folder: Path = SYSTEMD) -> Findings:
    """Compare the units that run the site with those this version brings."""
    installed = installed_units(folder)
    if not installed:
        return
    ours = {path.name: path for path in (ROOT / "deploy").glob("calisthenics*.*")}
    old = [
        name
        for name, path in sorted(ours.items())
        if installed.get(name)
        != path.read_text(encoding="utf-8").replace("/srv/calisthenics", str(ROOT))
    ]
    if old:
        fix = (
            f"As root: cp {ROOT}/deploy/*.service {ROOT}/deploy/*.timer {folder}/ && systemctl"
            " daemon-reload; what you want otherwise belongs into `systemctl edit`."
        )
        text_ = f"Not as this version brings them: {', '.join(old)}."
        yield Finding("units", Severity.WARN, text_, fix)
    else:
        yield Finding("units", Severity.OK, "systemd has the units of this version.")


def configuration(problems: list[str]) -> Findings:
    for problem in problems:
        what, _, fix = problem.partition(". ")
        name = what.partition(" ")[0].rstrip(",")
        yield Finding(f"setting-{name}", Severity.FAIL, what, fix or "See .env.example.")
    if not problems:
        yield Finding("settings", Severity.OK, "The keys are set and long enough.")


def env_file(file: Path = ROOT / ".env") -> Findings:
    if not file.exists():
        text_ = "There is no .env; all settings come from the environment."
        yield Finding("env-file", Severity.OK, text_)
    elif not os.access(file, os.R_OK):
        text_ = f".env belongs to {name_of(file.stat().st_uid)}; the app may not read it."
        yield Finding(
            "env-file", Severity.FAIL, text_, f"As root: chown {name_of(os.geteuid())} {file}"
        )
    elif stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding("env-file", Severity.FAIL, "Others may read .env.", "chmod 600 .env")
    else:
        yield Finding("env-file", Severity.OK, ".env is for its owner only.")


def set_twice(settings: Settings, file: Path = ROOT / ".env") -> Findings:
    """Find what stands at several places: whoever changes the one that does not count is misled."""
    for name in NAMES:
        places = [place for _, place in settings.places(name)]
        if len(places) > 1:
            text_ = f"{name} is set {len(places)} times; {places[0]} counts, not {places[1]}."
            yield Finding(f"twice-{name}", Severity.WARN, text_, "Keep one of them.")
    if settings.find("DATABASE_URL")[1] and settings.find("DB_NAME")[1]:
        text_ = "Both DATABASE_URL and DB_NAME are set; DATABASE_URL counts."
        yield Finding("twice-database", Severity.WARN, text_, "Keep one of them.")
    try:
        lines = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError):
        return  # `configuration` has said it
    keys = Counter(each.key for each in parse_stream(StringIO(lines)) if each.key)
    for key in [key for key, times in keys.items() if times > 1]:
        text_ = f"{key} stands {keys[key]} times in {file.name}; the last one counts."
        yield Finding(f"twice-{key}", Severity.WARN, text_, "Keep one of them.")


def addresses(config: Config) -> Findings:
    given = config["SETTINGS"].text("APP_BASE_URL")
    host = host_of(given)
    secure = config["SESSION_COOKIE_SECURE"]
    if not given:
        fix = "Set APP_BASE_URL to the site's address, e.g. https://training.example.org."
        yield Finding(
            "base-url", Severity.FAIL, "APP_BASE_URL is not set; mails lead nowhere.", fix
        )
        return
    if not host or urlsplit(given).scheme not in {"http", "https"}:
        fix = "Write it like https://training.example.org or https://example.org/training."
        yield Finding("base-url", Severity.FAIL, f"APP_BASE_URL is no address: {given}", fix)
        return
    encrypted = given.startswith("https://")
    if not encrypted and secure and host not in LOCAL_HOSTS:
        fix = "Switch on the host's free certificate and write APP_BASE_URL with https://."
        text_ = "APP_BASE_URL is not encrypted: browsers keep no cookie, nobody can sign in."
        yield Finding("base-url", Severity.FAIL, text_, fix)
    else:
        yield Finding("base-url", Severity.OK, f"Links in mails begin with {given}.")
    if not secure and host not in LOCAL_HOSTS:
        fix = "Remove SESSION_COOKIE_SECURE=0, and use https://."
        yield Finding("cookie", Severity.FAIL, "The session cookie travels unencrypted.", fix)
    hosts = config["TRUSTED_HOSTS"] or []
    if host not in hosts:
        fix = f"Add {host} to TRUSTED_HOSTS, or remove TRUSTED_HOSTS."
        yield Finding("trusted-hosts", Severity.FAIL, "APP_BASE_URL's host is not trusted.", fix)
    else:
        yield Finding("trusted-hosts", Severity.OK, f"Answers to {', '.join(hosts)}.")


def development(config: Config) -> Findings:
    if config["DEVELOPMENT"] or config["DEBUG"]:
        fix = "Remove FLASK_DEBUG; it shows visitors the code and its values."
        yield Finding("debug", Severity.FAIL, "Debugging is switched on.", fix)
    else:
        yield Finding("debug", Severity.OK, "Debugging is off.")
    if not config["RATELIMIT_ENABLED"]:
        fix = "Remove RATELIMIT_ENABLED=0."
        yield Finding("rate-limits", Severity.FAIL, "Passwords may be guessed without limit.", fix)


def folders(app: Flask) -> Findings:
    used = {"logs": Path(app.config["LOG_FOLDER"]), "instance": Path(app.instance_path)}
    if not app.config["UPLOAD_BUCKET"]:
        used["uploads"] = Path(app.config["UPLOAD_FOLDER"])
    for name, folder in used.items():
        if _writable(folder):
            yield Finding(f"folder-{name}", Severity.OK, f"{folder} is writable.")
        else:
            fix = f"mkdir -p {folder} && chmod u+rwx {folder}, as the user the app runs as."
            yield Finding(f"folder-{name}", Severity.FAIL, f"{folder} is not writable.", fix)
    yield from closed_files(set(used.values()))
    instance = Path(app.instance_path)
    if instance.is_dir() and stat.S_IMODE(instance.stat().st_mode) & 0o007:
        text_ = f"Other users of this machine may look into {instance}."
        yield Finding("folder-private", Severity.WARN, text_, f"chmod o= {instance}")
    free = shutil.disk_usage(_existing(Path(app.instance_path))).free // 1_000_000
    if free < FREE_MEGABYTES:
        fix = "Delete old backups and logs, or ask for more room."
        yield Finding("disk", Severity.FAIL, f"Only {free} MB are free.", fix)
    else:
        yield Finding("disk", Severity.OK, f"{free} MB are free.")


def closed_files(folders: set[Path]) -> Findings:
    """Find what root has made there: the app can neither read nor write it."""
    outer = [each for each in sorted(folders) if not folders.intersection(each.parents)]
    closed = [
        path
        for folder in outer
        for path in folder.rglob("*")
        if not os.access(path, os.R_OK | os.W_OK)
    ]
    if closed:
        more = f", and {len(closed) - 1} more" if len(closed) > 1 else ""
        text_ = f"{closed[0]} is {name_of(closed[0].lstat().st_uid)}'s; it cannot be opened{more}."
        where = " ".join(quote(str(folder)) for folder in outer)
        fix = f"As root: chown -R {name_of(os.geteuid())}: {where}"
        yield Finding("closed-files", Severity.FAIL, text_, fix)


def _existing(folder: Path) -> Path:
    while not folder.is_dir():
        folder = folder.parent
    return folder


def _writable(folder: Path) -> bool:
    """Try it: root and network folders make permission bits lie. Missing folders are made later."""
    try:
        if not folder.exists():
            folder = next(each for each in folder.parents if each.exists())
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def startup_file(file: Path = ROOT / "passenger_wsgi.py") -> Findings:
    """Panels overwrite it when the app is created or its Python version changes."""
    code = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    if "application = load_app()" in code:
        yield Finding("startup-file", Severity.OK, "passenger_wsgi.py is ours.")
    else:
        fix = "Bring it back: git checkout passenger_wsgi.py, or upload it again."
        yield Finding("startup-file", Severity.FAIL, "passenger_wsgi.py was replaced.", fix)
