"""``flask backup`` and ``flask restore``: everything in one file, for any of the databases."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from project.cli import revisions
from project.cli.databases import cause, named
from project.cli.maintenance import closed_site
from project.database import expecting
from project.exceptions import DomainError
from project.extensions import db
from project.i18n import commands_speak
from project.models import User
from project.services.site import backup
from project.web.pictures import picture_store


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup_command(file: Path) -> None:
    """Write all tables and pictures into FILE, a ZIP that restores into any database."""
    manifest = write_archive(file)
    rows = sum(part.rows for part in manifest.tables)
    click.echo(f"{file}: {rows} rows, {len(manifest.pictures)} pictures, {manifest.revision}")
    click.echo(f"They are those of {named(current_app.config)}.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Replace what is there; it is saved first.")
@with_appcontext
def restore_command(file: Path, *, yes: bool) -> None:
    """Replace everything by what FILE holds, then migrate to this version's schema."""
    try:
        with commands_speak():
            manifest = backup.verify(file)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    if not revisions.is_known(manifest.revision):
        raise click.ClickException(
            f"The archive is from a newer version ({manifest.revision}). Update first."
        )
    click.echo(f"Restoring into {named(current_app.config)}.")
    try:
        there = accounts()
    except SQLAlchemyError as error:
        raise click.ClickException(f"It does not answer: {cause(error)}") from error
    if there and not yes:
        raise click.ClickException(
            f"It is not empty: it holds {there} accounts. Is it the right one? Then repeat with"
            " --yes to replace what is there."
        )
    with closed_site():
        safety = save("restore") if accounts() else None
        _restore_pictures(file)
        try:
            load_archive(file, manifest.revision)
        except BaseException as error:
            current_app.logger.exception("Restoring %s failed", file)
            click.echo(f"Failed: {error}", err=True)
            _bring_back(safety)
            raise SystemExit(1) from None
    click.echo(f"Restored {sum(part.rows for part in manifest.tables)} rows from {file}.")
    if safety:
        click.echo(f"What was there before is in {safety}.")


def _restore_pictures(file: Path) -> None:
    """Bring the pictures first: when they cannot be stored, no row has been touched."""
    try:
        backup.restore_pictures(file, picture_store())
    except OSError as error:
        reason = f"The pictures cannot be stored: {error.strerror or error}. Nothing was changed."
        raise click.ClickException(reason) from error


def _bring_back(safety: Path | None) -> None:
    if safety is None:
        revisions.clear()
        revisions.move_to("head")
        return
    load_archive(safety, backup.read_manifest(safety).revision)
    click.echo("Everything is as it was.", err=True)


def accounts() -> int:
    """Return how many people would lose something."""
    if not inspect(db.engine).has_table("user"):
        return 0
    with expecting(writes=False), db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(User.__table__)) or 0


def save(occasion: str) -> Path:
    """Back up into the instance folder before something dangerous; return the archive."""
    now = datetime.now(UTC)
    folder = Path(current_app.instance_path) / "backups"
    file = folder / f"before-{occasion}-{now:%Y%m%d-%H%M%S-%f}.zip"
    write_archive(file)
    return file


def write_archive(file: Path) -> backup.Manifest:
    """Write ``file`` beside its place and move it there when it is whole; only we may read it."""
    if file.exists():
        raise click.ClickException(f"{file} exists already.")
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        with _snapshot() as connection:
            manifest = backup.write(part, connection, revisions.current(), picture_store())
        part.rename(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Open a transaction that sees one moment, however long it reads."""
    with expecting(writes=False), db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":  # SQLite's read transactions always do
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def load_archive(file: Path, revision: str, *, stay: bool = False) -> None:
    """Build the archive's schema anew, insert its rows in one transaction, migrate to head.

    Pictures are none of it: neither a migration nor restoring removes any.
    With ``stay`` the schema stays at the archive's revision.
    """
    revisions.clear()
    revisions.move_to(revision)
    with expecting(writes=True), db.engine.begin() as connection:
        backup.restore(file, connection)
    if not stay:
        revisions.move_to("head")
