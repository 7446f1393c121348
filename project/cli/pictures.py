"""``flask pictures``: profile pictures that nobody uses any more, and moving all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from project.queries.people import people
from project.services.account import pictures
from project.services.account.picture_store import PictureFolder, copy
from project.web.pictures import picture_store

group = AppGroup("pictures", help="Look after profile pictures.")
FOLDER = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@group.command("sweep")
def sweep() -> None:
    """Remove pictures that belong to nobody, a day after they were stored; for cron, daily."""
    with _told():
        removed = pictures.sweep(picture_store(), people.used_pictures())
    click.echo(f"{removed} files removed")


@group.command("import")
@FOLDER
def import_pictures(folder: Path) -> None:
    """Copy the pictures in FOLDER to where the settings keep them; what is there stays."""
    if not folder.is_dir():
        raise click.ClickException(f"{folder} is no folder.")
    with _told():
        copied = copy(PictureFolder(folder), picture_store())
    click.echo(f"{copied} files copied")


@group.command("export")
@FOLDER
def export_pictures(folder: Path) -> None:
    """Copy all pictures from where the settings keep them into FOLDER."""
    with _told():
        copied = copy(picture_store(), PictureFolder(folder))
    click.echo(f"{copied} files copied")


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what a folder or a bucket did not do; the command may be run again."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"{error.strerror or error}. Then repeat the command."
        ) from error
