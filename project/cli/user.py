"""``flask user``: accounts from the command line."""

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup

from project.auth.forms import path_segments
from project.auth.invitations import OPERATOR, invitation_link
from project.enums import Purpose, Visibility
from project.exceptions import DomainError
from project.extensions import db
from project.i18n import commands_speak
from project.mailing.links import site_url
from project.models import User
from project.models.account.user import hash_password
from project.queries.account import accounts as queries
from project.services.account import accounts
from project.services.account.credentials import normal_address, password_problem, username_problem
from project.token import generate_user_token

group = AppGroup("user", help="Create accounts, confirm them, make admins, invite.")


@group.command("create")
@click.argument("username")
@click.argument("email")
@click.password_option(help="Asked for when it is not given; at least 10 characters.")
@click.option("--admin", is_flag=True, help="Make the new athlete an admin.")
@click.option("--first", is_flag=True, help="Do nothing when there is an admin already.")
def create(username: str, email: str, password: str, *, admin: bool, first: bool) -> None:
    """Open a confirmed account."""
    if first and queries.has_admin():
        click.echo("There is an admin already.")
        return
    with commands_speak():
        user = _opened(username, email, password)
    user.admin = admin
    db.session.commit()
    click.echo(f"{user.username} can sign in.")


@group.command("confirm")
@click.argument("login")
def confirm(login: str) -> None:
    """Confirm the address of LOGIN, a user name or an address."""
    user = _find(login)
    accounts.confirm(user)
    db.session.commit()
    click.echo(f"{user.username} is confirmed.")


@group.command("make-admin")
@click.argument("login")
@click.option("--revoke", is_flag=True, help="Take it back.")
def make_admin(login: str, *, revoke: bool) -> None:
    """Make LOGIN an admin, who may rename and delete shared categories."""
    user = _find(login)
    user.admin = not revoke
    db.session.commit()
    click.echo(f"{user.username} is {'no longer' if revoke else 'now'} an admin.")
    if not queries.has_admin():
        click.echo("The site has no admin now.")


@group.command("reset-password")
@click.argument("login")
def reset_password(login: str) -> None:
    """Print a link with which LOGIN sets a new password, once and soon."""
    user = _find(login)
    accounts.begin_reset(user)
    token = generate_user_token(Purpose.RESET, user)
    db.session.commit()
    click.echo(site_url("auth.forgot_new", token=token))


@group.command("invite")
def invite() -> None:
    """Print a link with which people register for two weeks, where that needs an invitation."""
    click.echo(invitation_link(OPERATOR))


def _opened(username: str, email: str, password: str) -> User:
    address = normal_address(email)
    problem = (
        username_problem(username, path_segments())
        or ("" if address else "This is not a valid e-mail address.")
        or password_problem(password, username, email)
    )
    if problem or address is None:
        _refuse(problem)
    if queries.by_email(address) is not None:
        _refuse("This address has an account already.")
    try:
        return accounts.register(
            username=username,
            email=address,
            password_hash=hash_password(password),
            visibility=Visibility.FOLLOWERS,
            confirmed=True,
        )
    except DomainError as error:
        _refuse(error.message)


def _find(login: str) -> User:
    user = queries.by_email(login) if "@" in login else queries.by_name(login)
    if user is None:
        _refuse(f"There is no account {login!r}.")
    return user


def _refuse(problem: str) -> NoReturn:
    click.echo(problem, err=True)
    sys.exit(1)
