"""``flask demo``: sample athletes, exercises and workouts for trying the site out."""

import secrets

import click
from flask import current_app
from flask.cli import with_appcontext
from werkzeug.security import generate_password_hash

from project.extensions import db
from project.i18n import speaking
from project.models import utc_now
from project.models.account.user import PASSWORD_METHOD
from project.services.site import demo

# Everybody may know it: it is used in development only.
KNOWN_PASSWORD = "klimmzug-am-morgen"  # noqa: S105  see above


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Succeed quietly when there are athletes already.")
@click.option("--language", help="What the athletes write in; the site's own by default.")
@with_appcontext
def demo_command(*, if_empty: bool, language: str | None) -> None:
    """Fill an empty site with sample athletes, and print how to sign in as them.

    In development their password is always the same; elsewhere a fresh one is made.
    """
    offered = current_app.config["LANGUAGES"]
    if language not in {None, *offered}:
        raise click.BadParameter(f"Choose of: {', '.join(offered)}", param_hint="--language")
    known = current_app.config["DEVELOPMENT"]
    password = KNOWN_PASSWORD if known else secrets.token_urlsafe(12)
    try:
        with speaking(language):
            people = demo.fill(
                db.session(), generate_password_hash(password, PASSWORD_METHOD), utc_now()
            )
    except demo.NotEmptyError:
        if if_empty:
            return
        raise click.ClickException("There are athletes already; use an empty database.") from None
    names = [person.username + (" (admin)" if person.admin else "") for person in people]
    db.session.commit()
    click.echo(f"Sign in as {', '.join(names)} with the password {password}")
