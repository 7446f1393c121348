"""Logging: one line per record with the request's id, to a rotating file or to stdout.

What the app itself has to say goes there from INFO on, libraries from WARNING on. Secrets of the
configuration and the tokens in addresses are cut out of every line, traces too.
"""

import fcntl
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

from flask import Flask, g, has_request_context
from flask.logging import default_handler
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

NAME: Final = "calisthenics-progression.log"
KEPT_FILES: Final = 10
LINE: Final = "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"
SECRETS: Final = ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "MAIL_PASSWORD")
SHORTEST_SECRET: Final = 6
# A token behind a mail's link lets its reader in, as a shared program's or a calendar's does.
LINK_TOKEN: Final = re.compile(
    r"(/auth/(?:confirm|confirm_new|forgot/new)/|/(?:p|calendar|stop_reminders)/|[?&]invite=)[\w.~%-]+"
)
CUT: Final = "[…]"


class OneLineFormatter(logging.Formatter):
    """Puts a record, its trace too, on one line without secrets and control characters."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__(LINE)
        self._secrets = re.compile("|".join(map(re.escape, secrets))) if secrets else None

    def format(self, record: logging.LogRecord) -> str:
        return escaped(self.text(record))

    def text(self, record: logging.LogRecord) -> str:
        """Return the record with its trace as it is for people: on several lines."""
        record.request_id = g.get("request_id", "-") if has_request_context() else "-"
        return self.cut(super().format(record))

    def cut(self, text: str) -> str:
        """Return ``text`` without secrets and without the tokens in addresses."""
        text = LINK_TOKEN.sub(rf"\1{CUT}", text)
        return self._secrets.sub(CUT, text) if self._secrets else text


def escaped(text: str) -> str:
    """Return ``text`` on one line: what cannot be printed as its escape sequence."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "replace").decode()
        for char in text.replace("\\", "\\\\")
    )


def secrets_of(config: dict[str, Any]) -> list[str]:
    """Return what must not appear in a log; too short ones would cut common words."""
    found = {config.get(name) for name in SECRETS} | {*config.get("SECRET_KEY_FALLBACKS", ())}
    for name in ("SQLALCHEMY_DATABASE_URI", "RATELIMIT_STORAGE_URI"):
        try:
            found.add(make_url(config[name]).password)
        except ArgumentError:
            continue
    return sorted(str(each) for each in found if each and len(each) >= SHORTEST_SECRET)


class SharedLogHandler(RotatingFileHandler):
    """A rotating file that several processes write: one of them turns it over, the others follow."""

    def __init__(self, file: Path, **options: Any) -> None:  # noqa: ANN401  the handler's own
        _make_private(file)
        super().__init__(file, **options)
        self.rotator = _turn_over

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._follow()
        except OSError:
            self.handleError(record)
        else:
            super().emit(record)

    def doRollover(self) -> None:  # noqa: N802  the handler's own name
        with self._alone():
            # Somebody else may have done it while we waited.
            if self._is_current():
                super().doRollover()
            self._follow()

    def _follow(self) -> None:
        if self.stream and not self._is_current():
            _make_private(Path(self.baseFilename))
            self.stream.close()
            self.stream = None  # the handler opens one where there is none

    def _is_current(self) -> bool:
        """Return whether the open file is still the one that bears the name."""
        try:
            named = Path(self.baseFilename).stat()
        except FileNotFoundError:
            return False
        if self.stream is None:
            return False
        ours = os.fstat(self.stream.fileno())
        return (named.st_dev, named.st_ino) == (ours.st_dev, ours.st_ino)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(f"{self.baseFilename}.lock", os.O_CREAT | os.O_RDWR, 0o640)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _make_private(file: Path) -> None:
    """Make the file, if there is none, for the owner and the group only: lines name athletes."""
    os.close(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o640))


def _turn_over(full: str, kept: str) -> None:
    Path(full).rename(kept)
    _make_private(Path(full))


def init_logging(app: Flask) -> None:
    """Log to file or stdout unless debugging or testing."""
    if app.debug or app.testing:
        return
    handler = _handler(app)
    handler.setFormatter(OneLineFormatter(secrets_of(app.config)))
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False
    app.logger.removeHandler(default_handler)
    for logger in (app.logger, logging.getLogger()):
        for old in [each for each in logger.handlers if each.name == NAME]:
            logger.removeHandler(old)
            old.close()
        logger.addHandler(handler)


def _handler(app: Flask) -> logging.Handler:
    handler: logging.Handler = logging.StreamHandler(sys.stdout)
    if not app.config["LOG_TO_STDOUT"]:
        folder = Path(app.config["LOG_FOLDER"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = SharedLogHandler(
                folder / NAME,
                maxBytes=app.config["LOG_BYTES"],
                backupCount=KEPT_FILES,
                encoding="utf-8",
                errors="backslashreplace",
            )
        except OSError:  # a full or read-only disk must not stop the site
            handler = logging.StreamHandler(sys.stderr)
    handler.name = NAME
    return handler
