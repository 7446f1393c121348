"""How often something may happen: Flask-Limiter, counting in a table all processes share.

Where a page's transaction writes already, what is counted is part of it: on SQLite another one would
wait for it for ever. Elsewhere it is a short transaction of its own, so that what fails counts, too.

Keys are made of what was looked up: of the account as it is found, and of the athlete whose
device is signed in. A decorator about an athlete stands on a page that is not public: the guard of its
blueprint has looked the device up, so that a cookie whose row is gone neither counts nor spends.
"""

import hashlib
import hmac
import ipaddress
import secrets
import time
from typing import Final

from flask import Flask, Response, current_app, g, request, session
from flask_login import current_user
from limits import RateLimitItemPerHour
from limits.storage import Storage
from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from project.database import expecting, is_conflict, writes_expected
from project.extensions import db, limiter
from project.models import RateLimit
from project.queries.account.accounts import key_of, names_of
from project.rules.limits import ADDRESS_LENGTH
from project.services.account.credentials import normal_login
from project.services.site.counters import LONGEST_WINDOW, WindowCount, count, forget_expired
from project.web.forms import typed_line

# What a browser's cookie remembers of the athlete who signed out there.
KNOWN: Final = "known"
Mark = tuple[int, str, str]
POST: Final = ["POST"]
TRIES: Final = 5
_MAKES_WAIT: Final = {429, 503}
SWEEP_ONE_IN: Final = 200
MESSAGE_MAILS: Final = RateLimitItemPerHour(10)
# Seconds till a page takes Redis for dead, and counts by itself.
REDIS_ANSWERS_WITHIN: Final = 1.0


class DatabaseStorage(Storage):
    """Counters in the table ``rate_limit``, under keyed hashes; exact with any number of processes."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012  read by the base class's registry

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        return DBAPIError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return the number within the window; also remembers it for the headers."""
        name = _hashed(key)
        if db.session.registry.has() and db.session().in_transaction() and writes_expected():
            page = db.session.connection()
            counted = count(page, name, amount=amount, window=expiry, now=time.time())
        else:
            counted = self._count(name, expiry, amount)
        g.setdefault("rate_counts", {})[key] = counted
        return counted.hits

    @staticmethod
    def _count(name: str, expiry: int, amount: int) -> WindowCount:
        now = time.time()
        for left in reversed(range(TRIES)):
            try:
                with expecting(writes=True), db.engine.begin() as connection:
                    counted = count(connection, name, amount=amount, window=expiry, now=now)
                    if counted.hits == amount and secrets.randbelow(SWEEP_ONE_IN) == 0:
                        forget_expired(connection, now)
            except DBAPIError as error:
                if not left or not is_conflict(error):
                    raise
            else:
                return counted
        raise AssertionError  # the last try returns or raises

    def get(self, key: str) -> int:
        return self._read(key).hits

    def get_expiry(self, key: str) -> float:
        return self._read(key).expires_at

    @staticmethod
    def _read(key: str) -> WindowCount:
        counted: WindowCount | None = g.get("rate_counts", {}).get(key)
        if counted is not None:
            return counted
        now = time.time()
        with expecting(writes=False), db.engine.begin() as connection:
            row = connection.execute(
                select(RateLimit.hits, RateLimit.expires_at).where(
                    RateLimit.key == _hashed(key),
                    RateLimit.expires_at.between(now, now + LONGEST_WINDOW),
                )
            ).one_or_none()
        return WindowCount(0, now) if row is None else WindowCount(*row)

    def check(self) -> bool:
        """Return whether the database answers."""
        try:
            with expecting(writes=False), db.engine.begin() as connection:
                connection.execute(select(func.count()).where(RateLimit.key == ""))
        except DBAPIError:
            return False
        return True

    def reset(self) -> int | None:
        with expecting(writes=True), db.engine.begin() as connection:
            return connection.execute(delete(RateLimit)).rowcount

    def clear(self, key: str) -> None:
        with expecting(writes=True), db.engine.begin() as connection:
            connection.execute(delete(RateLimit).where(RateLimit.key == _hashed(key)))


def init_rate_limits(app: Flask) -> None:
    """Bind the limits to ``app``; while Redis is away they are counted in this process.

    So a site whose Redis fails stays open, and still slows down who guesses passwords.
    """
    uri: str = app.config["RATELIMIT_STORAGE_URI"]
    app.config.setdefault("RATELIMIT_IN_MEMORY_FALLBACK_ENABLED", not uri.startswith("database:"))
    if uri.startswith("redis"):
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", _redis_options())
    # Called after the limiter's, which says to everybody when the window ends.
    app.after_request(_only_who_was_refused_waits)
    limiter.init_app(app)


def _only_who_was_refused_waits(response: Response) -> Response:
    if response.status_code not in _MAKES_WAIT:
        response.headers.pop("Retry-After", None)
    return response


def _redis_options() -> dict[str, object]:
    """Return how long a page waits for Redis: a moment, twice."""
    from redis.backoff import NoBackoff  # noqa: PLC0415  few sites use Redis
    from redis.retry import Retry  # noqa: PLC0415  as above

    return {
        "socket_connect_timeout": REDIS_ANSWERS_WITHIN,
        "socket_timeout": REDIS_ANSWERS_WITHIN,
        "retry": Retry(NoBackoff(), 1),
    }


@limiter.request_filter
def _switched_off() -> bool:
    return not current_app.config["RATELIMIT_ENABLED"]


def _hashed(text: str) -> str:
    """Return a keyed hash: the table tells nobody who did what from where."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def account_key(login: str) -> str:
    """Return the key of the account with this name or address, known to exist or not.

    It is made of what the account is looked up by, so that no spelling has a counter of its own.
    """
    return _hashed(f"account {key_of(normal_login(login[:ADDRESS_LENGTH]))}")[:32]


def address_key() -> str:
    """Return the visitor's address; of an IPv6 address the part that one line of access has."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.version == 4:  # noqa: PLR2004  IPv4
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def athlete_key() -> str:
    """Return the athlete whose device was looked up; for pages that are not public."""
    return f"athlete {current_user.id}"


def known_mark(athlete_id: int, epoch: str) -> Mark:
    """Return what a browser keeps in which an athlete signs out: there they count apart.

    Nobody else's tries lock them out there. It is void with the epoch, so with a new password; a
    device that was signed out from elsewhere never got one.
    """
    browser = secrets.token_hex(8)
    return athlete_id, browser, _hashed(f"known {athlete_id} {browser} {epoch}")[:32]


def _known_browser(login: str) -> str | None:
    """Return the browser's own name when the account of ``login`` signed out in it."""
    match session.get(KNOWN):
        case [int(athlete_id), str(browser), str(proof)]:
            names = names_of(athlete_id)
        case _:
            return None
    if names is None or key_of(normal_login(login[:ADDRESS_LENGTH])) not in names.keys:
        return None
    wanted = _hashed(f"known {athlete_id} {browser} {names.epoch}")[:32]
    return browser if hmac.compare_digest(wanted, proof) else None


def _login_key() -> str:
    """Return the account somebody tries to sign in to, and from where."""
    login = typed_line("username")
    return f"{account_key(login)} {_known_browser(login) or address_key()}"


def _everywhere_key() -> str:
    return account_key(typed_line("username"))


@limiter.shared_limit("600/hour", scope="writes", key_func=athlete_key)
def count_write() -> None:
    """Count something that the athlete changes, whatever it is."""


def _recipient_key() -> str:
    """Return whom `_count_mail_to` was called about: one mailbox, whatever is added to its name."""
    local, _, domain = key_of(normal_login(g.mail_recipient)).rpartition("@")
    return _hashed(f"mail to {local.partition('+')[0] or local}@{domain}")[:32]


def _is_confirmed() -> bool:
    return bool(current_user.confirmed)


# The innermost is asked first, so that who is slowed down uses up nobody's account. An account
# behind one address has five tries, and a club behind one address does not wait for each other.
sign_in_by_address = limiter.limit("60 per 5 minutes", key_func=address_key, methods=POST)
sign_in_by_account = limiter.limit("5/minute", key_func=_login_key, methods=POST, scope="account")
sign_in_from_everywhere = limiter.limit(
    "20/minute",
    key_func=_everywhere_key,
    methods=POST,
    scope="everywhere",
    exempt_when=lambda: _known_browser(typed_line("username")) is not None,
)
limit_password_checks = limiter.shared_limit(
    "5/minute", scope="password", key_func=athlete_key, methods=POST
)
limit_messages = limiter.limit("30/hour", key_func=athlete_key, methods=POST)
limit_categories = limiter.limit("20/hour", key_func=athlete_key, methods=POST)


def _brings_no_file() -> bool:
    return not any(file.filename for _, file in request.files.items(multi=True))


limit_uploads = limiter.limit(
    "10/hour", key_func=athlete_key, methods=POST, exempt_when=_brings_no_file
)
limit_level_pictures = limiter.limit(
    "30/hour", key_func=athlete_key, methods=POST, exempt_when=_brings_no_file
)


@limiter.shared_limit("60/hour", scope="secret addresses", key_func=address_key)
def count_wrong_secret() -> None:
    """Count an address that nobody has given away: its secret part is not one of ours."""


@limiter.limit("30/hour", key_func=address_key, scope="registered")
def count_registration() -> None:
    """Count an account that is about to be opened; forms with mistakes do not count."""


def count_forgotten(address: str) -> None:
    """Count a mail that a visitor wants to go to ``address``."""
    _count_forgotten()
    count_mail_to(address)


def count_own_mail(address: str | None = None) -> None:
    """Count a mail that the athlete causes, and that goes to ``address`` if it is not their own.

    Who is not confirmed yet causes few, from one address few together: it costs nothing to become
    one of them.
    """
    if _is_confirmed():
        _count_of_athlete()
    else:
        _count_of_unconfirmed()
        _count_of_strangers()
    if address is not None:
        count_mail_to(address)


def count_mail_to(address: str) -> None:
    """Count a mail to a mailbox that anybody may name."""
    g.mail_recipient = address
    _count_recipient()


def may_mail_about_messages() -> bool:
    """Count a mail about a message of the athlete's; false when there were enough this hour."""
    if not current_app.config["RATELIMIT_ENABLED"]:
        return True
    return limiter.limiter.hit(MESSAGE_MAILS, "message mails", athlete_key())


@limiter.limit("10/hour", key_func=address_key, scope="forgotten")
def _count_forgotten() -> None: ...


@limiter.shared_limit("10/hour", scope="own mails", key_func=athlete_key)
def _count_of_athlete() -> None: ...


@limiter.shared_limit("3/hour", scope="unconfirmed", key_func=athlete_key)
def _count_of_unconfirmed() -> None: ...


@limiter.shared_limit("10/hour", scope="strangers' mails", key_func=address_key)
def _count_of_strangers() -> None: ...


@limiter.shared_limit("3/hour", scope="recipient", key_func=_recipient_key)
def _count_recipient() -> None: ...
