"""Signed, mailed tokens: one salt per purpose, so that none opens another page than its own.

A token that changes an account carries a fingerprint of the password's hash, the address and the
session epoch; each of the three changes when the token has done its work, so it works once. That
of a reset also holds the account's `reset_key`: a newer link or a sign-in makes it void.
"""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from project.enums import Purpose
from project.models import CLOCKS_DIFFER, User

INVITATION_MAX_AGE: Final = 14 * 24 * 3600
STOP_MAX_AGE: Final = 3 * 365 * 24 * 3600
_LONGEST: Final = 2000


@dataclass(frozen=True)
class UserToken:
    """What a token says about an athlete; ``email`` is the address it proves, if any."""

    purpose: Purpose
    user_id: int
    fingerprint: str
    email: str


def generate_confirmation_token(email: str) -> str:
    return _sign(Purpose.CONFIRM, email)


def confirm_token(token: str, expiration: int = 3600) -> str | bool:
    """Return the address a token confirms, or False; valid for ``expiration`` seconds."""
    email = _read(Purpose.CONFIRM, token, expiration)
    return email if isinstance(email, str) and email else False


def generate_user_token(purpose: Purpose, user: User, email: str = "") -> str:
    """Return a token for ``user`` that is void once password, address or epoch changed."""
    return _sign(purpose, [user.id, fingerprint(user, purpose), email])


def read_user_token(purpose: Purpose, token: str, expiration: int) -> UserToken | None:
    """Return what the token says, or None; the caller compares the fingerprint."""
    match _read(purpose, token, expiration):
        case [int(user_id), str(found), str(email)]:
            return UserToken(purpose, user_id, found, email)
    return None


def generate_invitation(inviter_id: int) -> str:
    """Return an invitation by an athlete, or by the operator (0)."""
    return _sign(Purpose.INVITE, inviter_id)


def read_invitation(token: str) -> int | None:
    """Return who invited, or None."""
    inviter = _read(Purpose.INVITE, token, INVITATION_MAX_AGE)
    return inviter if isinstance(inviter, int) else None


def generate_stop_token(user_id: int) -> str:
    """Return what stops an athlete's reminders, and nothing else; good for years, however often."""
    return _sign(Purpose.STOP_REMINDERS, user_id)


def read_stop_token(token: str) -> int | None:
    """Return whose reminders it stops, or None."""
    user_id = _read(Purpose.STOP_REMINDERS, token, STOP_MAX_AGE)
    return user_id if isinstance(user_id, int) else None


def fingerprint(user: User, purpose: Purpose) -> str:
    """Return what a token must carry to be good for ``user`` as the account is now."""
    state = f"{user.password_hash} {user.email_key} {user.session_epoch}"
    if purpose is Purpose.RESET:
        state += f" {user.reset_key}"
    return hashlib.sha256(state.encode()).hexdigest()[:32]


def fits(token: UserToken, user: User) -> bool:
    """Return whether nothing the token depends on has changed."""
    wanted = fingerprint(user, token.purpose)
    return token.user_id == user.id and hmac.compare_digest(token.fingerprint, wanted)


def _sign(purpose: Purpose, payload: Any) -> str:  # noqa: ANN401  any JSON
    token = _serializer(purpose).dumps(payload)
    return token if isinstance(token, str) else token.decode()


def _read(purpose: Purpose, token: str, expiration: int) -> Any:  # noqa: ANN401  any JSON
    if len(token) > _LONGEST or not token.isascii():
        return None
    try:
        return _serializer(purpose).loads(token, max_age=expiration)
    except BadData:
        return None


class PatientSerializer(URLSafeTimedSerializer):
    """Takes what a clock has signed that is up to two minutes ahead; itsdangerous takes none.

    Of a farther future nothing is taken: it would live longer than it may.
    """

    def loads(  # type: ignore[override]  # as in the class it refines
        self,
        s: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
        salt: str | bytes | None = None,
    ) -> Any:  # noqa: ANN401  whatever was signed
        payload, signed_at = super().loads(s, return_timestamp=True, salt=salt)
        age = int(time.time()) - signed_at.timestamp()
        if max_age is not None and not -CLOCKS_DIFFER.total_seconds() <= age <= max_age:
            raise SignatureExpired("too old, or of the future", payload, signed_at)
        return (payload, signed_at) if return_timestamp else payload


def _serializer(purpose: Purpose) -> URLSafeTimedSerializer:
    config = current_app.config
    # The last key signs; the ones before it still open what they signed.
    keys = [*config["SECRET_KEY_FALLBACKS"], config["SECRET_KEY"]]
    salt = f"{config['SECURITY_PASSWORD_SALT']}:{purpose.value}"
    return PatientSerializer(
        keys, salt=salt, signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )
