"""``flask pictures``: profile pictures that nobody uses any more."""

import click
from flask import Flask
from flask.cli import AppGroup

from project.queries import people
from project.services import pictures
from project.web.pictures import picture_store

group = AppGroup("pictures", help="Look after profile pictures.")


def register(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(group)


@group.command("sweep")
def sweep() -> None:
    """Remove pictures that belong to nobody, a day after they were stored; for cron, daily."""
    removed = pictures.sweep(picture_store(), people.used_pictures())
    click.echo(f"{removed} files removed")
