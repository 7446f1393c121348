"""The life of an account: registration, confirmation, passwords, a new address.

A password's hash takes about half a second, so callers hash before they begin to write.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from project.enums import Visibility
from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.models import User, fold, utc_now
from project.models.account.user import check_hash, dummy_hash, hash_password
from project.queries.account import accounts as queries
from project.services.account import devices
from project.services.account.credentials import normal_login
from project.services.account.names import check_name_is_free

# The address of an account whose own address is somebody else's; nobody can have it.
UNOWNED: Final = "@unowned.invalid"


@dataclass(frozen=True)
class Verified:
    """An account whose password was checked; ``new_hash`` is set when the old one is outdated."""

    user_id: int
    password_hash: str
    new_hash: str | None = None


def verify_login(login: str, password: str) -> Verified | None:
    """Check a name or address with a password; takes as long when there is no such account."""
    user = queries.for_sign_in(normal_login(login))
    if not check_hash(user.password_hash if user else dummy_hash(), password) or not user:
        return None
    new_hash = hash_password(password) if user.needs_rehash() else None
    return Verified(user.id, user.password_hash, new_hash)


def verify_password(user: User, password: str) -> Verified | None:
    """Check the password of an athlete who is signed in and wants something grave."""
    return Verified(user.id, user.password_hash) if user.check_password(password) else None


def signed_in_account(verified: Verified) -> User | None:
    """Return the athlete to sign in, with a renewed hash; None when the password just changed.

    Who knows the password needs no reset link: one that was asked for is void. That is written also
    when there is none, so that nobody learns from it whose address they had one sent to.
    """
    user = queries.as_verified(verified.user_id, verified.password_hash)
    if user is not None:
        user.password_hash = verified.new_hash or user.password_hash
        _keep_reset_key(user.id, None)
        set_committed_value(user, "reset_key", None)
    return user


def begin_reset(user: User | None) -> str:
    """Make a key for one reset link and void the one before; costs the same without an account."""
    key = secrets.token_hex(16)
    _keep_reset_key(user.id if user else 0, key)
    if user is not None:
        set_committed_value(user, "reset_key", key)
    return key


def _keep_reset_key(user_id: int, key: str | None) -> None:
    db.session.execute(
        update(User).where(User.id == user_id).values(reset_key=key),
        execution_options={"synchronize_session": False},
    )


def register(
    *,
    username: str,
    email: str,
    password_hash: str,
    visibility: Visibility,
    confirmed: bool = False,
    language: str | None = None,
) -> User:
    """Open an account; raises `FieldError` for a name that is taken.

    When the address is somebody's, the account is opened without one of its own: it looks the
    same to whoever registers, waits for the address as ``pending_email`` and can never confirm
    it. So nobody learns which addresses have an account; both ways send the same statements.
    """

    def opened(*, is_free: bool) -> User:
        return User(
            username=username,
            email=email if is_free else _unowned_address(),
            pending_email=None if is_free else email,
            password_hash=password_hash,
            default_visibility=visibility.value,
            language=language,
            confirmed=confirmed and is_free,
            confirmed_on=utc_now() if confirmed and is_free else None,
        )

    check_name_is_free(username)
    user = opened(is_free=queries.by_email(email) is None)
    if not _insert(user):
        # Two registrations at once: the name decides which of the two was taken.
        check_name_is_free(username)
        user = opened(is_free=False)
        if not _insert(user):
            check_name_is_free(username)
    return user


def _insert(user: User) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        return False
    return True


def confirm(user: User) -> None:
    """Note that the address is the athlete's own."""
    if not user.confirmed:
        user.confirmed = True
        user.confirmed_on = utc_now()


def change_password(verified: Verified, new_hash: str) -> User | None:
    """Store a new password and sign every device out; None when it changed in the meantime.

    The condition on the old hash makes a reset link, or a form sent twice, work once.
    """
    changed = db.session.connection().execute(
        update(User)
        .where(User.id == verified.user_id, User.password_hash == verified.password_hash)
        .values(password_hash=new_hash, reset_key=None)
    )
    if changed.rowcount != 1:
        return None
    devices.sign_out_everywhere(verified.user_id)
    return queries.as_verified(verified.user_id, new_hash)


def wanted_address(user: User) -> str:
    """Return the address the athlete has to confirm next."""
    return user.pending_email or user.email


def owner_of(address: str, user: User) -> User | None:
    """Return who else has confirmed this address; an unconfirmed account owns none."""
    other = queries.by_email(address)
    return other if other is not None and other.confirmed and other.id != user.id else None


def request_new_address(user: User, email: str) -> None:
    """Note the address the athlete wants; the old one stays in force until it is confirmed.

    Who is not confirmed has the address they typed last, whether it is somebody's or not.
    """
    present = user.email if user.confirmed else wanted_address(user)
    if fold(email) == fold(present):
        raise FieldError("email", gettext("Das ist schon deine Adresse."))
    user.pending_email = email


def take_new_address(user: User, email: str) -> bool:
    """Make the confirmed address the account's; false when it is somebody else's by now.

    Signs every device out, as whoever had the old mailbox should be out. An account that claimed the
    address but never confirmed it gives it up.
    """
    holder = queries.by_email(email)
    if holder is not None and holder.id != user.id:
        if holder.confirmed:
            return False
        holder.email, holder.pending_email = _unowned_address(), email
        db.session.flush()  # before the address is taken below; it is unique
    try:
        with db.session.begin_nested():
            user.email, user.pending_email = email, None
            user.confirmed, user.confirmed_on = True, user.confirmed_on or utc_now()
    except IntegrityError:
        return False
    devices.sign_out_everywhere(user.id)
    return True


def _unowned_address() -> str:
    return secrets.token_hex(16) + UNOWNED
