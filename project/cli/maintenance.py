"""``flask maintenance``: close the site to everybody while it is being worked on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from flask import current_app
from flask.cli import AppGroup

from project.web.maintenance import switch_of

# What was begun before the site closed may end: pages take a fraction of a second.
GRACE: Final = 1.0

group = AppGroup("maintenance", help="Answer 503 to everybody, or work again.")


@group.command("on")
def maintenance_on() -> None:
    """Answer 503 to everybody from the next request on."""
    _switch_on()
    click.echo("Maintenance is on.")


@group.command("off")
def maintenance_off() -> None:
    """Work again."""
    switch().unlink(missing_ok=True)
    click.echo("Maintenance is off.")


@contextmanager
def closed_site() -> Iterator[None]:
    """Close the site for the block; one that was closed before stays closed."""
    was_on = switch().exists()
    _switch_on()
    try:
        if not (was_on or current_app.testing):
            time.sleep(GRACE)
        yield
    finally:
        if not was_on:
            switch().unlink(missing_ok=True)


def switch() -> Path:
    """Return the file that closes the site by being there."""
    return switch_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy


def _switch_on() -> None:
    switch().parent.mkdir(parents=True, exist_ok=True)
    switch().touch()
