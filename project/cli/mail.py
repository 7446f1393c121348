"""``flask mail``: send what waits (cron runs this) and see how the outbox stands."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from project.delivery import Transport, send_due, transport
from project.extensions import db
from project.queries import mail as queries
from project.services import housekeeping

group = AppGroup("mail", help="Send mails that wait, and see how the outbox stands.")


def register(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(group)


@group.command("send")
def send() -> None:
    """Send the mails that are due; for cron, every few minutes.

    Also forgets what nobody needs any more. Exit status 1 when mails wait for a server.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    result = send_due(app)
    housekeeping.sweep(db.session())
    db.session.commit()
    state = queries.status(db.session())
    click.echo(
        f"{result.sent} sent, {result.refused} not accepted, {state.waiting} waiting,"
        f" {state.failed} given up"
    )
    if transport(app) is Transport.NONE and state.waiting:
        click.echo("No mail server is configured: set MAIL_SERVER.", err=True)
        sys.exit(1)
    if not result.reachable:
        click.echo("The mail server cannot be used; see `flask mail status`.", err=True)
        sys.exit(1)


@group.command("status")
def status() -> None:
    """Show how many mails wait, and why."""
    state = queries.status(db.session())
    click.echo(
        f"{state.waiting} waiting ({state.due} due), {state.sent_this_hour} sent within the last"
        f" hour (at most {current_app.config['MAIL_PER_HOUR']}), {state.failed} given up"
    )
    if state.oldest_waiting:
        click.echo(f"Oldest waiting: {state.oldest_waiting:%Y-%m-%d %H:%M} UTC")
    if state.last_error:
        click.echo(f"Last error: {state.last_error}")
