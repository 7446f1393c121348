"""Whether the app can do its work: what a monitor asks every minute."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from project.extensions import db
from project.models import utc_now
from project.queries.site import health
from project.services.site import health as service
from project.settings import ROOT
from project.web.requests import begin_writing

MAIL_WAITS: Final = timedelta(hours=1)


def problems(app: Flask) -> list[str]:
    """Return what is wrong, in words that give nothing away; four statements, a file per folder."""
    return [*_database(), *_folders(app)]


def _database() -> Iterator[str]:
    session = db.session()
    trouble = "The database does not answer, or was never migrated."
    try:
        current = health.revision(session)
        if current != head():
            yield f"The database is at revision {current or 'none'}, the code wants {head()}."
            return
        trouble = "A table or a column is missing, or may not be read."
        health.look_everywhere(session)
        if health.has_mail_older_than(session, utc_now() - MAIL_WAITS):
            yield "A mail has been waiting for more than an hour."
        trouble = "The database cannot be written to."
        begin_writing()
        service.write(session)
    except SQLAlchemyError:
        yield trouble
    finally:
        session.rollback()


@cache
def head() -> str:
    """Return the newest revision the code knows, without loading the tools that migrate."""
    versions = ROOT / "migrations" / "versions"
    return max(path.name[:4] for path in versions.glob("[0-9][0-9][0-9][0-9]_*.py"))


def _folders(app: Flask) -> Iterator[str]:
    folders = {"instance": app.instance_path}
    if not app.config["UPLOAD_BUCKET"]:  # without its bucket a site still does all else
        folders["uploads"] = app.config["UPLOAD_FOLDER"]
    if not app.config["LOG_TO_STDOUT"]:
        folders["logs"] = app.config["LOG_FOLDER"]
    for name, folder in folders.items():
        try:
            Path(folder).mkdir(parents=True, exist_ok=True)
            # Written to, not looked at: permission bits lie on network folders and to root.
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(b".")
        except OSError:
            yield f"The folder for {name} is not writable."
