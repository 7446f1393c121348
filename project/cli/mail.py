"""``flask mail``: send what waits (cron runs this) and see how the outbox stands."""

import sys
from contextlib import suppress
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from project.cli import imports
from project.cli.probes import CRON_STAMP
from project.extensions import db
from project.mailing.delivery import Transport, send_due, transport
from project.queries.site import mail as queries
from project.services.site import housekeeping
from project.web.maintenance import switch_of

group = AppGroup("mail", help="Send mails that wait, and see how the outbox stands.")


@group.command("send")
def send() -> None:
    """Send the mails that are due; for cron, every few minutes.

    Also forgets what nobody needs any more, and goes on with imports whose page was left. Exit status 1 when mails wait for a server.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  the documented way past the proxy
    if not sys.stdin.isatty():
        _leave_stamp(app)
    if switch_of(app).exists():  # the tables may be half-way to a new version
        click.echo("The site is closed for maintenance; mails wait.")
        return
    result = send_due(app)
    housekeeping.sweep(db.session())
    db.session.commit()
    imports.go_on()
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


def _leave_stamp(app: Flask) -> None:
    """Let `flask doctor` see that cron is alive."""
    stamp = Path(app.instance_path) / CRON_STAMP
    with suppress(OSError):
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()


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
