"""``flask upgrade``, ``maintenance`` and ``static publish``: safely to a new version."""

import shutil
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from project.cli import backup, revisions
from project.services.backup import read_manifest
from project.settings import ROOT
from project.web.assets import forget_old_trees, publish
from project.web.maintenance import switch_of

maintenance_group = AppGroup("maintenance", help="Answer 503 to everybody, or work again.")
static_group = AppGroup("static", help="Style sheets, scripts and pictures of the site.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(upgrade_command)
    app.cli.add_command(maintenance_group)
    app.cli.add_command(static_group)


@maintenance_group.command("on")
def maintenance_on() -> None:
    """Answer 503 to everybody from the next request on."""
    switch = _switch()
    switch.parent.mkdir(parents=True, exist_ok=True)
    switch.touch()
    click.echo("Maintenance is on.")


@maintenance_group.command("off")
def maintenance_off() -> None:
    """Work again."""
    _switch().unlink(missing_ok=True)
    click.echo("Maintenance is off.")


def _switch() -> Path:
    return switch_of(_app())


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    return app


@click.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Save everything, migrate to this version's tables, ask the server to restart.

    When the migration fails, what was there is brought back and the exit status is 1.
    """
    before, head = revisions.current(), revisions.head()
    if before == head:
        click.echo(f"The tables are at revision {head} already.")
        _restart()
        return
    if before and not revisions.is_known(before):
        raise click.ClickException(
            f"The tables are at {before}, which this version does not know: the code is older"
            " than the database. Put the newer code back."
        )
    was_on = _switch().exists()
    _switch().parent.mkdir(parents=True, exist_ok=True)
    _switch().touch()
    try:
        _migrate()
    finally:
        if not was_on:
            _switch().unlink(missing_ok=True)
    click.echo(f"Migrated from {before or 'nothing'} to {head}.")
    _restart()


def _migrate() -> None:
    safety = backup.save_first("upgrade")
    if safety:
        click.echo(f"Saved everything in {safety}.")
    try:
        revisions.move_to("head")
    except Exception:
        if safety:
            click.echo("The migration failed; bringing back what was there.", err=True)
            backup.load_archive(safety, read_manifest(safety).revision, stay=True)
        raise


def _restart() -> None:
    """Passenger and LiteSpeed look at this file; others are told."""
    file = ROOT / "tmp" / "restart.txt"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    click.echo("Restart: Passenger does so by itself (tmp/restart.txt is touched);")
    click.echo("         gunicorn: systemctl reload calisthenics, or kill -HUP its master.")


@static_group.command("publish")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True)
def publish_command(to: Path) -> None:
    """Copy the assets into a folder the web server serves as /static (e.g. public_html/static)."""
    root = Path(current_app.static_folder or "")
    fingerprint = publish(root)
    target = to / fingerprint
    try:
        if not target.is_dir():
            part = to / f".build-{fingerprint}"
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(root / fingerprint, part)
            part.rename(target)
            forget_old_trees(to, fingerprint)
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written: {error.strerror}.") from error
    click.echo(f"{target}: {sum(1 for path in target.rglob('*') if path.is_file())} files")
