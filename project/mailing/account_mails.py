"""Mails about an account; each becomes a row of the caller's transaction."""

from datetime import timedelta
from typing import Final

from flask import current_app

from project.enums import Purpose
from project.extensions import db
from project.i18n import site_language, speaking
from project.mailing.links import site_url
from project.mailing.outbox import send_email
from project.models import OutboxEmail, User, utc_now
from project.models.account.user import dummy_hash
from project.services.account import accounts
from project.services.account.accounts import UNOWNED
from project.token import generate_confirmation_token, generate_user_token

# Somebody waits for these; the second must look like the first to who waits.
URGENT: Final = frozenset({"confirm_email", "address_taken", "confirm_new_email", "reset_password"})
# A link that arrives with less than a tenth of its time left is as good as dead.
USEFUL_PART: Final = 0.9


def confirmation(user: User) -> None:
    """Mail the address the athlete has to confirm; its owner, when it is somebody else's.

    Both cases cost the same, so that nobody learns which addresses have an account.
    """
    address = accounts.wanted_address(user)
    owner = accounts.owner_of(address, user)
    if owner is not None:
        _mail(owner.email, "address_taken", owner, language=owner.language or site_language())
    elif user.pending_email:
        token = generate_user_token(Purpose.CHANGE_EMAIL, user, address)
        link = site_url("auth.confirm_new_email", token=token)
        name = "confirm_new_email" if user.confirmed else "confirm_email"
        _mail(address, name, user, link=link)
    else:
        link = site_url("auth.confirm_email", token=generate_confirmation_token(address))
        _mail(address, "confirm_email", user, link=link)


def reset(user: User | None) -> None:
    """Mail a link that opens the account without the password, once; older ones are void.

    For an address without an account the mail is written and deleted again: the time of the
    answer tells nobody which addresses have one.
    """
    someone = user or User(id=0, username="-", email=f"-{UNOWNED}", password_hash=dummy_hash())
    someone.reset_key = accounts.begin_reset(user)
    token = generate_user_token(Purpose.RESET, someone, someone.email)
    link = site_url("auth.forgot_new", token=token)
    mail = _mail(someone.email, "reset_password", someone, link=link)
    if user is None:
        db.session.flush()
        db.session.delete(mail)


def password_changed(user: User) -> None:
    """Tell the owner, who may not have been the one."""
    if user.confirmed:
        _mail(user.email, "password_changed", user)


def email_change_requested(user: User) -> None:
    """Tell the address still in force that another one is wanted."""
    if user.confirmed:
        _mail(user.email, "email_change_requested", user, address=user.pending_email)


def email_changed(user: User, old_address: str) -> None:
    """Tell the old address that it is no longer the account's."""
    _mail(old_address, "email_changed", user)


def account_deleted(user: User) -> None:
    """Tell the owner that nothing is left."""
    if user.confirmed:
        _mail(user.email, "account_deleted", user)


def _mail(
    to: str,
    name: str,
    user: User,
    *,
    link: str | None = None,
    language: str | None = None,
    **context: str | None,
) -> OutboxEmail:
    """Write to the athlete in their language; who chose none has asked for this mail just now."""
    minutes = current_app.config["TOKEN_MAX_AGE"] // 60
    with speaking(language or user.language):
        mail = send_email(
            to,
            None,
            name,
            username=user.username,
            minutes=minutes,
            forgot_url=site_url("auth.forgot"),
            link=link,
            **context,
        )
    mail.about_id = user.id or None
    mail.urgent = name in URGENT
    if link is not None:
        mail.useful_until = utc_now() + USEFUL_PART * timedelta(
            seconds=current_app.config["TOKEN_MAX_AGE"]
        )
    return mail
