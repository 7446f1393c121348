"""What ``flask doctor`` finds out by asking: the database, cron, the mail server, the site itself.

As in `project.cli.checks`, no check raises, and nothing printed holds a secret.
"""

import json
import secrets
import smtplib
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from project.cli.checks import Config, Finding, Findings, Severity
from project.cli.databases import database
from project.cli.programs import MAIL_TIMER, REMIND_TIMER, SYSTEMD, command_line, installed_units
from project.database import expecting
from project.extensions import db
from project.mailing.delivery import TimedConnection
from project.models import CLOCKS_DIFFER, OutboxEmail, utc_now
from project.queries.training.reminders import anybody
from project.services.account.picture_bucket import BucketAddress, BucketError, PictureBucket
from project.services.account.picture_store import PART
from project.settings import LOCAL_HOSTS, host_of
from project.web.maintenance import switch_of
from project.web.pictures import bucket_address

CRON_SILENT: Final = 3600.0  # seconds
CRON_STAMP: Final = "cron-last-run"
REMIND_STAMP: Final = "remind-last-run"
MAIL_WAITS: Final = timedelta(hours=1)
ANSWERS_WITHIN: Final = 5.0  # seconds
RIGHTS: Final = (
    "s3:PutObject, s3:GetObject and s3:DeleteObject on what is in it, s3:ListBucket on it"
)
# What a store's codes ask for; stores agree on them.
BUCKET_FIXES: Final = {
    "InvalidAccessKeyId": "Correct UPLOAD_KEY_ID.",
    "SignatureDoesNotMatch": "Correct UPLOAD_SECRET_KEY; it belongs to UPLOAD_KEY_ID.",
    "AuthorizationHeaderMalformed": "Set UPLOAD_REGION to the bucket's.",
    "PermanentRedirect": "Set UPLOAD_REGION and UPLOAD_ENDPOINT to the bucket's.",
    "NoSuchBucket": "Make the bucket, or correct UPLOAD_BUCKET.",
    "AccessDenied": f"Give the key these rights on the bucket: {RIGHTS}; or correct UPLOAD_BUCKET.",
    "RequestTimeTooSkewed": "Set this machine's clock.",
    "no connection": "Check UPLOAD_ENDPOINT, and that this host lets programs reach it.",
    "no answer in time": "Check UPLOAD_ENDPOINT; if it is right, the store is too slow or away.",
}
REDIS_WITHIN: Final = 2.0  # seconds; it is near


def by_asking(app: Flask, *, runs: bool) -> Findings:
    """Yield what others say; of an app that does not run (``runs``), only the mail server."""
    if runs:
        yield from database(app)
        yield from outbox()
        yield from cron(app)
        yield from reminders(app)
        yield from rate_limits(app.config)
        yield from bucket(app.config)
        yield from maintenance(app)
        yield from site(app.config)
    yield from mail_sender(app.config)
    yield from mail_server(app)


def outbox() -> Findings:
    waiting = select(func.count(), func.min(OutboxEmail.created_at)).where(
        OutboxEmail.sent_at.is_(None), OutboxEmail.failed.is_(False)
    )
    given_up = select(func.count()).where(OutboxEmail.failed)
    try:
        with expecting(writes=False):
            count, oldest = db.session.execute(waiting).one()
            failed = db.session.scalar(given_up) or 0
            db.session.rollback()
    except SQLAlchemyError:
        db.session.rollback()
        return  # `database` has said it
    if oldest is not None and utc_now() - oldest > MAIL_WAITS:
        fix = f"{command_line('mail status')} says why; then {command_line('mail send')}"
        yield Finding("outbox", Severity.FAIL, f"{count} mails wait, the oldest over an hour.", fix)
    elif failed:
        fix = f"{command_line('mail status')} says why."
        yield Finding("outbox", Severity.WARN, f"{failed} mails were given up.", fix)
    else:
        yield Finding("outbox", Severity.OK, f"{count} mails wait.")


def cron(app: Flask, folder: Path = SYSTEMD) -> Findings:
    """Look whether mails are sent regularly, by cron or, where it is installed, by our timer."""
    stamp = Path(app.instance_path) / CRON_STAMP
    who, fix = "Cron", f"Add this cron job: */5 * * * * {command_line('mail send')} >/dev/null"
    if MAIL_TIMER in installed_units(folder):
        who = MAIL_TIMER
        fix = f"As root: systemctl enable --now {who}; what it says: journalctl -u {who[:-6]}"
    if not stamp.exists():
        text_ = f"{who} has not run `flask mail send` yet; it should every five minutes."
        yield Finding("cron", Severity.WARN, text_, fix)
        return
    silent = time.time() - stamp.stat().st_mtime
    if silent < -CLOCKS_DIFFER.total_seconds():
        yield Finding(
            "cron", Severity.FAIL, f"{who}'s last sign of life is dated ahead of now.", fix
        )
    elif silent > CRON_SILENT:
        yield Finding("cron", Severity.FAIL, f"{who} is silent for {silent / 60:.0f} minutes.", fix)
    else:
        yield Finding("cron", Severity.OK, f"{who} ran {silent / 60:.0f} minutes ago.")


def reminders(app: Flask, folder: Path = SYSTEMD) -> Findings:
    """Look whether somebody reminds the athletes who want it; where nobody does, nothing is missing."""
    try:
        with expecting(writes=False):
            wanted = anybody()
            db.session.rollback()
    except SQLAlchemyError:
        db.session.rollback()
        return  # `database` has said it
    if not wanted:
        return
    stamp = Path(app.instance_path) / REMIND_STAMP
    fix = f"Add this cron job: */15 * * * * {command_line('remind')} >/dev/null"
    if REMIND_TIMER in installed_units(folder):
        fix = f"As root: systemctl enable --now {REMIND_TIMER}"
    silent = time.time() - stamp.stat().st_mtime if stamp.exists() else None
    if silent is None:
        text_ = "Athletes want to be reminded, but `flask remind` has not run yet."
        yield Finding("reminders", Severity.WARN, text_, fix)
    elif not -CLOCKS_DIFFER.total_seconds() <= silent <= CRON_SILENT:
        text_ = "Athletes want to be reminded, but `flask remind` is silent for over an hour."
        yield Finding("reminders", Severity.FAIL, text_, fix)
    else:
        text_ = f"`flask remind` ran {silent / 60:.0f} minutes ago."
        yield Finding("reminders", Severity.OK, text_)


def rate_limits(config: Config) -> Findings:
    uri: str = config["RATELIMIT_STORAGE_URI"]
    if uri.startswith("memory"):
        fix = "Remove RATELIMIT_STORAGE_URI; the default counts in the database."
        yield Finding("limit-storage", Severity.WARN, "Each process counts for itself.", fix)
    elif uri.startswith("redis"):
        error = _redis_error(uri)
        if error:
            fix = "Start Redis, or correct RATELIMIT_STORAGE_URI. Till then each process counts alone."
            yield Finding("limit-storage", Severity.FAIL, f"Redis does not answer: {error}", fix)
        else:
            yield Finding("limit-storage", Severity.OK, "Redis answers.")


def _redis_error(uri: str) -> str:
    """Return what is wrong with this Redis, also with its password; empty when it answers."""
    from redis import Redis, RedisError  # noqa: PLC0415  few sites use it
    from redis.backoff import NoBackoff  # noqa: PLC0415  as above
    from redis.retry import Retry  # noqa: PLC0415  as above

    address = uri.replace("redis+unix:", "unix:", 1)
    try:
        with Redis.from_url(
            address, socket_timeout=REDIS_WITHIN, retry=Retry(NoBackoff(), 0)
        ) as one:
            one.ping()
    except (RedisError, OSError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def bucket(config: Config) -> Findings:
    """Keep, read, find and forget a file as the app does with pictures."""
    address = bucket_address(config)
    if address is None:
        return
    error = _bucket_error(address)
    if error:
        other = "Check UPLOAD_BUCKET, UPLOAD_ENDPOINT, UPLOAD_REGION and both keys."
        text_ = f"{address.bucket} at {address.url}: {error}."
        yield Finding("bucket", Severity.FAIL, text_, BUCKET_FIXES.get(error.reason, other))
    elif address.url.startswith("http://") and host_of(address.url) not in LOCAL_HOSTS:
        text_ = f"Pictures travel unencrypted to {address.url}."
        yield Finding("bucket", Severity.WARN, text_, "Write UPLOAD_ENDPOINT with https://.")
    else:
        yield Finding("bucket", Severity.OK, f"{address.bucket} keeps and gives pictures.")


def _bucket_error(address: BucketAddress) -> BucketError | None:
    store = PictureBucket(address)
    name = f"{PART}{secrets.token_hex(8)}"  # a probe that stays is swept up
    try:
        store.put(name, b".")
        kept = store.get(name) == b"." and next(store.stored(), None) is not None
        store.remove(name)
    except BucketError as error:
        with suppress(BucketError):
            store.remove(name)
        return error
    return None if kept else BucketError("what was put is not there")


def maintenance(app: Flask) -> Findings:
    if switch_of(app).exists():
        fix = command_line("maintenance off")
        yield Finding("maintenance", Severity.WARN, "The site is closed to everybody.", fix)


def site(config: Config) -> Findings:
    """Ask the site for its own pulse, the way visitors come, and for what nobody may get."""
    base = config["APP_BASE_URL"]
    if not config["SETTINGS"].text("APP_BASE_URL"):
        return  # `addresses` has said it
    status, body = _fetch(f"{base}/healthz")
    if status is None:
        fix = "Check APP_BASE_URL and that the app runs. Some hosts cannot call themselves."
        yield Finding("site", Severity.WARN, f"{base} cannot be reached from here: {body}", fix)
        return
    if status == 503 and "is not running" in body:  # noqa: PLR2004  Service Unavailable
        yield Finding("site", Severity.FAIL, f"{base} says: {body.strip()}", "Mend that, restart.")
    elif not _is_pulse(body):
        fix = "Correct APP_BASE_URL, or the address the app is mounted at in the panel."
        yield Finding("site", Severity.FAIL, f"{base} is answered by something else.", fix)
    else:
        yield Finding("site", Severity.OK, f"{base} is answered by the app.")
    for name in ("/.env", "/instance/calisthenics.sqlite"):
        if _fetch(base + name)[0] == 200:  # noqa: PLR2004  OK
            fix = "Move the app's folder out of the document root."
            yield Finding("exposed", Severity.FAIL, f"Everybody can read {base}{name}.", fix)


def _is_pulse(body: str) -> bool:
    try:
        return bool(json.loads(body) == {"status": "ok"})
    except ValueError:
        return False


def _fetch(url: str) -> tuple[int | None, str]:
    """Return the answer's status and the beginning of its body, or None and why there is none."""
    try:
        with urllib.request.urlopen(url, timeout=ANSWERS_WITHIN) as answer:  # noqa: S310  http(s), checked at the start
            return answer.status, answer.read(2000).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(2000).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        return None, str(getattr(error, "reason", error))


def mail_sender(config: Config) -> Findings:
    sender = parseaddr(str(config["MAIL_DEFAULT_SENDER"]))[1]
    if "@" not in sender or sender.rpartition("@")[2] in LOCAL_HOSTS:
        fix = "Set MAIL_DEFAULT_SENDER to an address of your own domain."
        yield Finding("mail-sender", Severity.WARN, f"Mails come from {sender or 'nobody'}.", fix)


def mail_server(app: Flask) -> Findings:
    """Say hello and sign in as the sender of mails does, without sending one."""
    server = app.config["MAIL_SERVER"]
    if not server:
        host = host_of(app.config["APP_BASE_URL"]) or "your domain"
        fix = f"Set MAIL_SERVER (on cPanel often mail.{host}), user name and password."
        yield Finding("mail-server", Severity.FAIL, "No mail server is set; mails wait.", fix)
        return
    try:
        with TimedConnection(app):
            pass
    except smtplib.SMTPAuthenticationError as error:
        fix = "Check MAIL_USERNAME (often the whole address) and MAIL_PASSWORD."
        yield Finding("mail-server", Severity.FAIL, f"{server} refuses: {error}", fix)
    except (OSError, smtplib.SMTPException) as error:
        fix = "Check MAIL_SERVER, MAIL_PORT, MAIL_USE_TLS and MAIL_USE_SSL."
        yield Finding("mail-server", Severity.FAIL, f"{server} refuses: {error}", fix)
    else:
        yield Finding("mail-server", Severity.OK, f"{server} lets us in.")
