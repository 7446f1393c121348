"""``flask figures``: look at the pictures of levels."""

from pathlib import Path

import click
from flask.cli import AppGroup

group = AppGroup("figures", help="Look at the pictures of levels.")


@group.command("sheet")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", default="en", show_default=True, help="The language of the names.")
@click.option("--moving", is_flag=True, help="Show them on their way from start to end.")
def write_sheet(file: Path, language: str, moving: bool) -> None:
    """Write all figures into FILE, a page for a browser, in both themes."""
    from project.rules.library.figures.reading import figures  # noqa: PLC0415  workers know commands, too
    from project.rules.library.figures.sheet import sheet  # noqa: PLC0415  and draw no sheet

    try:
        file.write_text(sheet(language, moves=moving), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror or error}") from error
    click.echo(f"{len(figures())} figures in {file}")
