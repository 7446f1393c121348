"""``flask setup``: from uploaded files to a site somebody can sign in to."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask

from project.settings import PREFIX, ROOT, read_settings

KEYS = ("SECRET_KEY", "SECURITY_PASSWORD_SALT")


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(setup_command)


@click.command("setup")
@click.option("--base-url", help="The site's address, e.g. https://training.example.org.")
@click.option("--database-url", help="Empty: SQLite in the instance folder.")
@click.option("--mail-server", help="The host that takes our mails.")
@click.option("--mail-username")
@click.option("--mail-password")
@click.option("--admin", help="User name of the first admin.")
@click.option("--admin-email")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def setup_command(*, yes: bool, admin: str | None, admin_email: str | None, **given: str) -> None:
    """Write .env with fresh keys, make the tables and the first admin. Safe to repeat.

    What is set already, in the environment or in .env, stays as it is.
    """
    file = ROOT / ".env"
    settings = read_settings(env_file=file)
    lines: dict[str, str] = {}
    for option, value in given.items():
        name = option.upper()
        if not settings.text(name):
            answer = value or ("" if yes else _ask(name))
            if answer:
                lines[PREFIX + name if name != "BASE_URL" else f"{PREFIX}APP_BASE_URL"] = answer
    if settings.text("APP_BASE_URL"):
        lines.pop(f"{PREFIX}APP_BASE_URL", None)
    for name in KEYS:
        if not settings.text(name):
            lines[PREFIX + name] = secrets.token_hex(32)
    append(file, lines)
    click.echo(f"{file}: added {', '.join(lines) or 'nothing'}")
    _flask("db", "upgrade")
    if not yes and not admin:
        admin = click.prompt("User name of the first admin (empty: none)", default="") or None
    if admin:
        mail = admin_email or click.prompt("E-mail address of the admin")
        _flask("user", "create", admin, mail, "--admin")
    _say_what_is_left()


def _ask(name: str) -> str:
    hidden = "PASSWORD" in name
    answer: str = click.prompt(name, default="", show_default=False, hide_input=hidden)
    return answer


def append(file: Path, lines: dict[str, str]) -> None:
    """Add settings to the file, which only its owner may read from the first byte on."""
    text = "".join(f"{name}={quoted(value)}\n" for name, value in lines.items())
    if file.exists() and not (b"\n" + file.read_bytes()).endswith(b"\n"):
        text = "\n" + text  # somebody's editor left the last line open
    descriptor = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        target.write(text)
    file.chmod(0o600)


def quoted(value: str) -> str:
    """Return ``value`` so that reading the file gives it back, whatever it holds."""
    if value.isalnum():
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _flask(*arguments: str) -> None:
    """Run another command in a process that reads the new settings."""
    command = [sys.executable, "-m", "flask", "--app", "calisthenics_progression", *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603  our own commands
    if done.returncode:
        raise click.ClickException(f"`flask {' '.join(arguments[:2])}` failed; see above.")


def _say_what_is_left() -> None:
    base = urlsplit(read_settings().text("APP_BASE_URL"))
    click.echo("\nNow")
    click.echo(f"  add the cron job: */5 * * * * cd {ROOT} && {sys.executable} -m flask mail send")
    click.echo("  restart the app: touch tmp/restart.txt (Passenger), or restart the service")
    click.echo("  check everything: flask doctor")
    if base.hostname:
        click.echo(f"  and open {base.geturl()}")
