"""Logging: one line per record with the request's id, to a rotating file or to stdout."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flask import Flask, g, has_request_context

NAME = "calisthenics-progression.log"
KEPT_FILES = 10


class OneLineFormatter(logging.Formatter):
    """Puts a record, its trace too, on one line, and no control character gets through."""

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = g.get("request_id", "-") if has_request_context() else "-"
        text = super().format(record).replace("\\", "\\\\")
        return text.encode("unicode_escape", "replace").decode() if not _plain(text) else text


def _plain(text: str) -> bool:
    return text.isprintable()


def init_logging(app: Flask) -> None:
    """Log to file or stdout unless debugging or testing."""
    if app.debug or app.testing:
        return
    handler: logging.Handler
    if app.config["LOG_TO_STDOUT"]:
        handler = logging.StreamHandler(sys.stdout)
    else:
        folder = Path(app.config["LOG_FOLDER"])
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                folder / NAME,
                maxBytes=app.config["LOG_BYTES"],
                backupCount=KEPT_FILES,
                encoding="utf-8",
                delay=True,
            )
        except OSError:  # a full or read-only disk must not stop the site
            handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        OneLineFormatter("%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s")
    )
    app.logger.addHandler(handler)
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False
