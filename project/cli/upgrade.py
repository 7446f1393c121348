"""``flask upgrade``: safely to a new version's tables."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from project.cli import backup, revisions
from project.cli.checks import Severity, on_this_machine
from project.cli.databases import cause, database, named
from project.cli.doctor import show
from project.cli.maintenance import closed_site
from project.database import expecting
from project.extensions import db
from project.models import Base
from project.services.site.backup import read_manifest
from project.settings import ROOT


@click.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Save everything, migrate to this version's tables, check, ask the server to restart.

    When the migration fails, what was there is brought back and the exit status is 1.
    """
    click.echo(f"The database: {named(current_app.config)}.")
    try:
        before, head = revisions.current(), revisions.head()
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"The database does not answer: {cause(error)}; `flask doctor` helps."
        ) from error
    if before == head:
        click.echo(f"The tables are at revision {head} already.")
    else:
        if before and not revisions.is_known(before):
            raise click.ClickException(
                f"The tables are at {before}, which this version does not know: the code is older"
                " than the database. Put the newer code back."
            )
        with closed_site():
            _migrate(before)
        click.echo(f"Migrated from {before or 'nothing'} to {head}.")
    _check()
    ask_for_restart()


def _migrate(before: str) -> None:
    safety = backup.save("upgrade") if before else None
    if safety:
        click.echo(f"Saved everything in {safety}.")
    try:
        revisions.move_to("head")
        _read_every_table()
    except BaseException as error:
        current_app.logger.exception("The migration from %s failed", before or "nothing")
        click.echo(f"The migration failed: {error}", err=True)
        _bring_back(safety)
        raise SystemExit(1) from None


def _read_every_table() -> None:
    """Ask every table for everything the code knows of; one that lacks something raises."""
    with expecting(writes=False), db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(select(table).limit(1)).all()


def _check() -> None:
    """Say what doctor finds wrong here; the site itself is asked after the restart, by doctor."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    for finding in [*on_this_machine(app, []), *database(app)]:
        if finding.level is not Severity.OK:
            show(finding)


def _bring_back(safety: Path | None) -> None:
    if safety is None:
        revisions.clear()
        return
    try:
        backup.load_archive(safety, read_manifest(safety).revision, stay=True)
    except BaseException:
        click.echo(f"Bringing back failed, too. Everything is in {safety}.", err=True)
        raise
    click.echo("Everything is as it was. Put the previous version of the code back.", err=True)


def ask_for_restart() -> None:
    """Touch the file that Passenger and LiteSpeed look at, and tell the others."""
    file = ROOT / "tmp" / "restart.txt"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    click.echo("Restart: Passenger does so by itself (tmp/restart.txt is touched);")
    click.echo("         gunicorn: systemctl reload calisthenics, or kill -HUP its master.")
