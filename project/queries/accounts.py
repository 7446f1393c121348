"""Finding accounts; one statement each."""

from sqlalchemy import select

from project.extensions import db
from project.models import User, fold

_LONGEST_KEY = 240


def by_email(address: str) -> User | None:
    """Return the account with this address, ignoring case, confirmed or not."""
    return db.session.scalar(select(User).where(User.email_key == fold(address)[:_LONGEST_KEY]))


def by_name(name: str) -> User | None:
    """Return the account with this user name, ignoring case, confirmed or not."""
    return db.session.scalar(select(User).where(User.username_key == fold(name)[:_LONGEST_KEY]))


def for_sign_in(login: str) -> User | None:
    """Return the account that signs in with this name or address.

    An address signs in only once it is confirmed: an unconfirmed one may be anybody's, and the
    difference would tell whose addresses have an account.
    """
    if "@" not in login:
        return by_name(login)
    user = by_email(login)
    return user if user is not None and user.confirmed else None


def as_verified(user_id: int, password_hash: str) -> User | None:
    """Return the account, read anew, while its password is the one that was checked."""
    return db.session.scalar(
        select(User)
        .where(User.id == user_id, User.password_hash == password_hash)
        .execution_options(populate_existing=True)
    )
