"""``flask static``: the site's style sheets, scripts and pictures for a web server."""

import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from project.web.assets import forget_old_trees, publish

group = AppGroup("static", help="Style sheets, scripts and pictures of the site.")


@group.command("publish")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), required=True)
def publish_command(to: Path) -> None:
    """Copy the assets into a folder the web server serves as /static (e.g. public_html/static)."""
    root = Path(current_app.static_folder or "")
    fingerprint = publish(root)
    target = to / fingerprint
    try:
        if not to.exists():
            to.mkdir(parents=True)
            to.chmod(0o755)  # for the web server, whatever the umask says
        if not target.is_dir():
            part = to / f".build-{fingerprint}"
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(root / fingerprint, part)
            part.rename(target)
            forget_old_trees(to, fingerprint)
    except OSError as error:
        raise click.ClickException(f"{to} cannot be written: {error.strerror}.") from error
    click.echo(f"{target}: {sum(1 for path in target.rglob('*') if path.is_file())} files")
