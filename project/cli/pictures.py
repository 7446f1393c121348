"""``flask pictures``: profile pictures that nobody uses any more."""

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from project.queries import people
from project.services import pictures

group = AppGroup("pictures", help="Look after profile pictures.")


def register(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(group)


@group.command("sweep")
def sweep() -> None:
    """Remove pictures that belong to nobody, a day after they were stored; for cron, daily."""
    folder = Path(current_app.config["UPLOAD_FOLDER"])
    removed = pictures.sweep(folder, people.used_pictures())
    click.echo(f"{removed} files removed")
