"""The session's cookie: signed, and scoped to the folder the app is mounted at."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

REMEMBERED: Final = 1024


class MountedSessionInterface(SecureCookieSessionInterface):
    """Flask's cookie, below a sub-path too; one that was read before is not verified again.

    A browser sends the same cookie with every request, and the same bytes are as good as before
    under the same keys. What changes is its age, which is looked at each time.
    """

    def __init__(self) -> None:
        self._keys: tuple[Any, ...] = ()
        self._signer: URLSafeTimedSerializer | None = None
        self._read: Callable[[str], tuple[str, float]]

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs the cookie, made once for the same keys and not for each request."""
        keys = (app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))
        if self._keys != keys:
            self._signer = super().get_signing_serializer(app)
            self._read = _reader(super().get_signing_serializer(app))
            self._keys = keys
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie holds: nothing when it is not ours, or too old."""
        if self.get_signing_serializer(app) is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        try:
            text, signed_at = self._read(cookie)
        except BadSignature:
            return self.session_class()
        # One of the future comes from a clock that was wrong, and would never be too old.
        if not 0 <= int(time.time()) - signed_at <= app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        return self.session_class(self.serializer.loads(text))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie where it changed; Flask looks up all about it before it asks that."""
        if session.modified or self.should_set_cookie(app, session):
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")

    def get_cookie_path(self, app: Flask) -> str:
        name: str = app.config["SESSION_COOKIE_NAME"]
        return "/" if name.startswith("__Host-") else request.script_root or "/"


class _AsText:
    """Leaves a cookie's text as it is: each request makes a session of its own of it."""

    @staticmethod
    def loads(text: str) -> str:
        return text


def _reader(signer: URLSafeTimedSerializer | None) -> Callable[[str], tuple[str, float]]:
    """Return what verifies a cookie and tells its text, and when it was signed (epoch seconds)."""

    @lru_cache(maxsize=REMEMBERED)
    def read(cookie: str) -> tuple[str, float]:
        if signer is None:
            raise BadSignature("there is no key")
        text, signed_at = signer.loads(cookie, return_timestamp=True)
        return text, signed_at.timestamp()

    if signer is not None:
        signer.serializer = _AsText  # type: ignore[assignment]  # this one never writes
    return read
