"""``flask setup``: from uploaded files to a site somebody can sign in to."""

import os
import secrets
import subprocess
from functools import partial
from pathlib import Path

import click

from project.cli.programs import command_line, python_program
from project.settings import PREFIX, ROOT, Settings, database_url, read_settings
from project.startup import address_problems, database_problems, mail_problems

KEYS = ("SECRET_KEY", "SECURITY_PASSWORD_SALT")
ENCRYPTED_FROM_THE_START, ENCRYPTED_LATER = "465", "587"
QUESTIONS = {
    "APP_BASE_URL": "The site's address, e.g. https://training.example.org",
    "DB_NAME": "Name of the MySQL or MariaDB database (empty: SQLite, a file)",
    "DB_USER": "Its user",
    "DB_PASSWORD": "The user's password",
    "DB_HOST": "Its host",
    "MAIL_SERVER": "Host that takes our mails, on cPanel often mail.<your domain>",
    "MAIL_USERNAME": "User name there, often the whole address (empty: none)",
    "MAIL_PASSWORD": "Password there",
    "MAIL_PORT": "Port there",
    "MAIL_DEFAULT_SENDER": "Sender of our mails",
    "ADMINS": "Who gets a mail about errors (empty: nobody)",
}


@click.command("setup")
@click.option("--base-url", "APP_BASE_URL", help=f"{QUESTIONS['APP_BASE_URL']}.")
@click.option("--database-url", "DATABASE_URL", help="The database as one address.")
@click.option("--database-name", "DB_NAME", help=f"{QUESTIONS['DB_NAME']}.")
@click.option("--database-user", "DB_USER")
@click.option("--database-password", "DB_PASSWORD")
@click.option("--database-host", "DB_HOST", help="localhost by default.")
@click.option("--mail-server", "MAIL_SERVER", help=f"{QUESTIONS['MAIL_SERVER']}.")
@click.option("--mail-username", "MAIL_USERNAME")
@click.option("--mail-password", "MAIL_PASSWORD")
@click.option("--mail-port", "MAIL_PORT", help="465 by default when there is a user name, else 25.")
@click.option("--mail-sender", "MAIL_DEFAULT_SENDER", help=f"{QUESTIONS['MAIL_DEFAULT_SENDER']}.")
@click.option("--errors-to", "ADMINS", help=f"{QUESTIONS['ADMINS']}.")
@click.option("--admin", help="User name of the first admin.")
@click.option("--admin-email", help="The admin's e-mail address.")
@click.option("--yes", is_flag=True, help="Ask nothing; what is not given is left out.")
def setup_command(
    *, yes: bool, admin: str | None, admin_email: str | None, **given: str | None
) -> None:
    """Write .env with fresh keys, make the tables and the first admin. Safe to repeat.

    What is set already, in the environment or in .env, stays as it is.
    """
    file = ROOT / ".env"
    settings = read_settings(env_file=file)
    lines = {name: value for name, value in given.items() if value and not settings.text(name)}
    for name, value in lines.items():
        if reason := problem(name, value):
            raise click.ClickException(reason)
    if not yes:
        ask_for_missing(settings, lines)
    complete_mail(lines)
    for name in KEYS:
        if not settings.text(name):
            lines[name] = secrets.token_hex(32)
    append(file, {PREFIX + name: value for name, value in lines.items()})
    click.echo(f"{file}: added {', '.join(lines) or 'nothing'}")
    keep_private(ROOT / "instance")
    _flask("upgrade")
    if not (yes or admin):
        admin = click.prompt("User name of the first admin (empty: none)", default="") or None
    if admin:
        make_admin(admin, admin_email, ask=not yes)
    _say_what_is_left()


def ask_for_missing(settings: Settings, lines: dict[str, str]) -> None:
    """Ask for what is neither set nor given; what belongs to a no is not asked."""
    done = {"DB_"} if settings.text("DATABASE_URL") or "DATABASE_URL" in lines else set()
    done |= {"MAIL_"} if settings.text("APP_MAIL_SERVER") else set()
    for name in [each for each in QUESTIONS if not each.startswith(tuple(done))]:
        group = {"DB": "DB_NAME", "MAIL": "MAIL_SERVER"}.get(name.partition("_")[0], name)
        if name == "MAIL_PASSWORD":
            group = "MAIL_USERNAME"
        if settings.text(name) or name in lines:
            continue
        if group != name and not (settings.text(group) or group in lines):
            continue
        default = {
            "DB_HOST": "localhost",
            "MAIL_PORT": ENCRYPTED_FROM_THE_START if "MAIL_USERNAME" in lines else "25",
            "MAIL_DEFAULT_SENDER": lines.get("MAIL_USERNAME", ""),
        }.get(name, "")
        hidden = name.endswith("PASSWORD")
        answer = click.prompt(
            QUESTIONS[name],
            default,
            hide_input=hidden,
            show_default=bool(default),
            value_proc=partial(checked, name),
        )
        if answer:
            lines[name] = answer


def problem(name: str, value: str) -> str:
    """Return why the app would not start with this value, or nothing."""
    if name == "APP_BASE_URL":
        found = address_problems(value)
    elif name == "DATABASE_URL":
        found = database_problems(database_url(value, ROOT))
    else:
        settings = Settings({name: value}, {}, [])
        found = [*mail_problems(settings), *settings.problems]
    return " ".join(found)


def checked(name: str, answer: str) -> str:
    """Return an answer that can be used; else the question is asked again."""
    if answer and (reason := problem(name, answer)):
        raise click.UsageError(reason)
    return answer


def complete_mail(lines: dict[str, str]) -> None:
    """Say how the mail server's port is encrypted; who signs in does so encrypted."""
    if "MAIL_USERNAME" in lines:
        lines.setdefault("MAIL_PORT", ENCRYPTED_FROM_THE_START)
    if lines.get("MAIL_PORT") == ENCRYPTED_FROM_THE_START:
        lines["MAIL_USE_SSL"] = "1"
    elif lines.get("MAIL_PORT") == ENCRYPTED_LATER:
        lines["MAIL_USE_TLS"] = "1"


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


def keep_private(folder: Path) -> None:
    """Keep the other customers of a shared host out of database, pictures and backups."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def make_admin(name: str, email: str | None, *, ask: bool) -> None:
    """Open the first admin's account, unless there is an admin; without asking, show a password."""
    if not ask and not email:
        raise click.ClickException("--admin needs --admin-email.")
    address = email or click.prompt("The admin's e-mail address")
    password = (
        click.prompt("The admin's password", hide_input=True, confirmation_prompt=True)
        if ask
        else secrets.token_urlsafe(12)
    )
    # By the environment: everybody on this machine can read the arguments of a program.
    printed = _flask(
        "user", "create", name, address, "--admin", "--first", FLASK_USER_CREATE_PASSWORD=password
    )
    if not ask and "can sign in" in printed:
        click.echo(f"The password of {name} is {password}")


def _flask(*arguments: str, **environment: str) -> str:
    """Run another command in a process that reads the new settings; return what it printed."""
    command = [python_program(), "-m", "flask", "--app", "calisthenics_progression", *arguments]
    done = subprocess.run(  # noqa: S603  our own commands
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    click.echo(done.stdout, nl=False)
    if done.returncode:
        raise click.ClickException(f"`flask {' '.join(arguments[:2])}` failed; see above.")
    return done.stdout


def _say_what_is_left() -> None:
    click.echo("\nNow")
    click.echo("  let mails leave:   with the timers in deploy/, where there is systemd;")
    click.echo(f"        or by cron:  */5 * * * * {command_line('mail send')} >/dev/null")
    click.echo("  restart the app:   touch tmp/restart.txt (Passenger), or restart the service")
    click.echo(f"  check everything:  {command_line('doctor')}")
    base = read_settings().text("APP_BASE_URL")
    if base:
        click.echo(f"  and open           {base}")
