"""What ``flask doctor`` looks at: one function per subject, each yields findings with a fix.

No check raises: what it cannot find out is a finding. Nothing printed holds a secret.
"""

import os
import shutil
import smtplib
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from project.cli import revisions
from project.extensions import db
from project.models import OutboxEmail, utc_now
from project.settings import ROOT

OLDEST_PYTHON: Final = (3, 11)
CRON_SILENT: Final = 3600.0  # seconds
MAIL_WAITS: Final = timedelta(hours=1)
FREE_MEGABYTES: Final = 200
CRON_STAMP: Final = "cron-last-run"
LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "::1", ""})


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line of the report; ``fix`` says what to do and is empty when all is well."""

    id: str
    level: Level
    text: str
    fix: str = ""


Findings = Iterator[Finding]
Config = Mapping[str, Any]


def examine(app: Flask, problems: list[str]) -> list[Finding]:
    """Return every finding; ``problems`` are what already kept the app from starting."""
    found = [*interpreter(), *configuration(app.config, problems), *env_file()]
    found += [*addresses(app.config), *development(app.config), *folders(app), *startup_file()]
    if not problems:
        found += [*database(app), *outbox(app), *cron(app), *rate_limits(app.config)]
    found += mail_server(app.config)
    return found


def interpreter() -> Findings:
    version = ".".join(map(str, sys.version_info[:3]))
    where = f"Python {version}, {sys.executable}"
    if sys.version_info < OLDEST_PYTHON:
        yield Finding("python", Level.FAIL, where, "Choose Python 3.11 or newer in the panel.")
    else:
        yield Finding("python", Level.OK, where)


def configuration(config: Config, problems: list[str]) -> Findings:
    for problem in problems:
        what, _, fix = problem.partition(". ")
        name = what.partition(" ")[0]
        yield Finding(f"setting-{name}", Level.FAIL, what, fix or "See .env.example.")
    if not problems:
        yield Finding("settings", Level.OK, "The keys are set and long enough.")


def env_file(file: Path = ROOT / ".env") -> Findings:
    if not file.exists():
        text_ = "There is no .env; all settings come from the environment."
        yield Finding("env-file", Level.OK, text_)
    elif stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield Finding("env-file", Level.FAIL, "Others may read .env.", "chmod 600 .env")
    else:
        yield Finding("env-file", Level.OK, ".env is for its owner only.")


def addresses(config: Config) -> Findings:
    given = config["SETTINGS"].text("APP_BASE_URL")
    url = urlsplit(given)
    if not given:
        fix = "Set APP_BASE_URL to the site's address, e.g. https://training.example.org."
        yield Finding("base-url", Level.FAIL, "APP_BASE_URL is not set; mails lead nowhere.", fix)
    elif url.scheme not in {"http", "https"} or not url.hostname:
        fix = "Write it like https://training.example.org or https://example.org/training."
        yield Finding("base-url", Level.FAIL, f"APP_BASE_URL is no address: {given}", fix)
    elif url.scheme == "http" and url.hostname not in LOCAL_HOSTS:
        fix = "Use https:// and switch on the host's free certificate."
        yield Finding("base-url", Level.WARN, "APP_BASE_URL is not encrypted.", fix)
    else:
        yield Finding("base-url", Level.OK, f"Links in mails begin with {given}.")
    hosts = config["TRUSTED_HOSTS"] or []
    if not hosts:
        fix = "Set TRUSTED_HOSTS (or APP_BASE_URL) to the names the site answers to."
        yield Finding("trusted-hosts", Level.WARN, "Every host name is accepted.", fix)
    elif url.hostname and url.hostname not in hosts:
        fix = f"Add {url.hostname} to TRUSTED_HOSTS."
        yield Finding("trusted-hosts", Level.FAIL, "APP_BASE_URL's host is not trusted.", fix)
    else:
        yield Finding("trusted-hosts", Level.OK, f"Answers to {', '.join(hosts)}.")
    if url.scheme == "https" and not config["SESSION_COOKIE_SECURE"]:
        fix = "Remove SESSION_COOKIE_SECURE=0."
        yield Finding("cookie", Level.FAIL, "The session cookie travels unencrypted.", fix)


def development(config: Config) -> Findings:
    if config["DEVELOPMENT"] or config["DEBUG"]:
        fix = "Remove FLASK_DEBUG; it shows visitors the code and its values."
        yield Finding("debug", Level.FAIL, "Debugging is switched on.", fix)
    else:
        yield Finding("debug", Level.OK, "Debugging is off.")
    if not config["RATELIMIT_ENABLED"]:
        fix = "Remove RATELIMIT_ENABLED=0."
        yield Finding("rate-limits", Level.FAIL, "Passwords may be guessed without limit.", fix)


def folders(app: Flask) -> Findings:
    for name, folder in (
        ("uploads", Path(app.config["UPLOAD_FOLDER"])),
        ("logs", Path(app.config["LOG_FOLDER"])),
        ("instance", Path(app.instance_path)),
    ):
        if _writable(folder):
            yield Finding(f"folder-{name}", Level.OK, f"{folder} is writable.")
        else:
            fix = f"mkdir -p {folder} && chmod u+rwx {folder}"
            yield Finding(f"folder-{name}", Level.FAIL, f"{folder} is not writable.", fix)
    free = shutil.disk_usage(_existing(Path(app.instance_path))).free // 1_000_000
    if free < FREE_MEGABYTES:
        fix = "Delete old backups and logs, or ask for more room."
        yield Finding("disk", Level.FAIL, f"Only {free} MB are free.", fix)
    else:
        yield Finding("disk", Level.OK, f"{free} MB are free.")


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _writable(folder: Path) -> bool:
    """Try it: root and network folders make permission bits lie."""
    probe = folder / f".doctor-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError:
        return False
    return True


def startup_file(file: Path = ROOT / "passenger_wsgi.py") -> Findings:
    """Panels overwrite it when the app is created or its Python version changes."""
    code = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    if "load_app()" in code and "application" in code:
        yield Finding("startup-file", Level.OK, "passenger_wsgi.py is ours.")
    else:
        fix = "Bring it back: git checkout passenger_wsgi.py (or upload it again)."
        yield Finding("startup-file", Level.FAIL, "passenger_wsgi.py was replaced.", fix)


def database(app: Flask) -> Findings:
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    name = url.render_as_string(hide_password=True)
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            revision, head = revisions.current(), revisions.head()
    except (SQLAlchemyError, OSError) as error:
        cause = str(getattr(error, "orig", error)).splitlines()[0]
        fix = "Check DATABASE_URL: name, password (special characters as %XX) and host."
        yield Finding("database", Level.FAIL, f"{name} does not answer: {cause}", fix)
        return
    yield Finding("database", Level.OK, f"{name} answers.")
    if revision == head:
        yield Finding("revision", Level.OK, f"The tables are at revision {head}.")
    else:
        state = f"The tables are at revision {revision or 'none'}, the code wants {head}."
        yield Finding("revision", Level.FAIL, state, "flask upgrade")


def outbox(app: Flask) -> Findings:
    waiting = select(func.count(), func.min(OutboxEmail.created_at)).where(
        OutboxEmail.sent_at.is_(None), OutboxEmail.failed.is_(False)
    )
    given_up = select(func.count()).where(OutboxEmail.failed)
    try:
        count, oldest = db.session.execute(waiting).one()
        failed = db.session.scalar(given_up) or 0
    except SQLAlchemyError:
        db.session.rollback()
        return  # `database` has said it
    if oldest is not None and utc_now() - oldest > MAIL_WAITS:
        fix = "Look at `flask mail status`, then run `flask mail send` and read its errors."
        yield Finding("outbox", Level.FAIL, f"{count} mails wait, the oldest over an hour.", fix)
    elif failed:
        fix = "Look at `flask mail status` for the addresses and the reasons."
        yield Finding("outbox", Level.WARN, f"{failed} mails were given up.", fix)
    else:
        yield Finding("outbox", Level.OK, f"{count} mails wait.")


def cron(app: Flask) -> Findings:
    stamp = Path(app.instance_path) / CRON_STAMP
    line = f"*/5 * * * * cd {ROOT} && {sys.executable} -m flask mail send"
    fix = f"Add this cron job: {line}"
    if not stamp.exists():
        yield Finding("cron", Level.WARN, "`flask mail send` never ran from cron.", fix)
        return
    silent = time.time() - stamp.stat().st_mtime
    if silent > CRON_SILENT:
        yield Finding("cron", Level.FAIL, f"Cron is silent for {silent / 60:.0f} minutes.", fix)
    else:
        yield Finding("cron", Level.OK, f"Cron ran {silent / 60:.0f} minutes ago.")


def rate_limits(config: Config) -> Findings:
    uri: str = config["RATELIMIT_STORAGE_URI"]
    if uri.startswith("memory"):
        fix = "Remove RATELIMIT_STORAGE_URI; the default counts in the database."
        yield Finding("limit-storage", Level.WARN, "Each process counts for itself.", fix)
    elif uri.startswith("redis"):
        host = urlsplit(uri)
        yield from _reachable("limit-storage", host.hostname or "", host.port or 6379, "Redis")


def _reachable(id_: str, host: str, port: int, what: str) -> Findings:
    import socket  # noqa: PLC0415  only where Redis is used

    try:
        socket.create_connection((host, port), timeout=3).close()
    except OSError as error:
        fix = f"Start {what} or correct its address."
        yield Finding(id_, Level.FAIL, f"{what} does not answer: {error}", fix)
    else:
        yield Finding(id_, Level.OK, f"{what} answers.")


def mail_server(config: Config) -> Findings:
    sender = parseaddr(str(config["MAIL_DEFAULT_SENDER"]))[1]
    if "@" not in sender or sender.endswith("@localhost"):
        fix = "Set MAIL_DEFAULT_SENDER to an address of your own domain."
        yield Finding("mail-sender", Level.WARN, f"Mails come from {sender or 'nobody'}.", fix)
    server = config["MAIL_SERVER"]
    if not server:
        fix = "Set MAIL_SERVER (on cPanel: mail.<your domain>), user name and password."
        yield Finding("mail-server", Level.FAIL, "No mail server is set; mails wait.", fix)
        return
    try:
        _greet(config, server)
    except (OSError, smtplib.SMTPException) as error:
        fix = "Check MAIL_SERVER, MAIL_PORT, MAIL_USE_TLS/SSL, MAIL_USERNAME, MAIL_PASSWORD."
        yield Finding("mail-server", Level.FAIL, f"{server} refuses: {error}", fix)
    else:
        yield Finding("mail-server", Level.OK, f"{server} lets us in.")


def _greet(config: Config, server: str) -> None:
    """Say hello and sign in as the sender of mails does, without sending one."""
    kind: Callable[..., smtplib.SMTP] = smtplib.SMTP_SSL if config["MAIL_USE_SSL"] else smtplib.SMTP
    with kind(server, config["MAIL_PORT"], timeout=config["MAIL_TIMEOUT"]) as smtp:
        smtp.ehlo()
        if config["MAIL_USE_TLS"]:
            smtp.starttls()
        if config["MAIL_USERNAME"]:
            smtp.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"] or "")
