"""Security headers of every answer, and what the session's cookie is called."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface

from project.token import PatientSerializer

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    # Bootstrap draws its small form icons as data addresses.
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "object-src 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONE_YEAR: Final = 31_536_000
_PLAIN: Final = (
    *HEADERS.items(),
    # Passenger's built-in cache would otherwise serve one athlete's page to another.
    ("Cache-Control", "private, no-store"),
)
_SECURE: Final = (*_PLAIN, ("Strict-Transport-Security", f"max-age={ONE_YEAR}"))


class MountedSessionInterface(SecureCookieSessionInterface):
    """Flask's signed cookie, scoped to the folder the app is mounted at; clocks may differ a little."""

    def get_cookie_path(self, app: Flask) -> str:
        name: str = app.config["SESSION_COOKIE_NAME"]
        return "/" if name.startswith("__Host-") else request.script_root or "/"

    def get_signing_serializer(self, app: Flask) -> PatientSerializer | None:
        plain = super().get_signing_serializer(app)
        if plain is None:
            return None
        return PatientSerializer(
            plain.secret_keys,
            salt=plain.salt,
            serializer=plain.serializer,
            signer_kwargs=plain.signer_kwargs,
        )


def init_headers(app: Flask) -> None:
    """Add the headers to every answer of ``app`` and set how its cookie is named and scoped."""
    app.session_interface = MountedSessionInterface()
    mounted = bool(urlsplit(app.config["APP_BASE_URL"]).path)
    if app.config["SESSION_COOKIE_SECURE"]:
        # Browsers accept __Host- only for the path /, so an app below a sub-path cannot use it.
        prefix = "__Secure-" if mounted else "__Host-"
        app.config["SESSION_COOKIE_NAME"] = f"{prefix}session"
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add security headers; pages are never kept by a cache, public or private."""
    if "token" in (request.view_args or ()) or b"invite=" in request.query_string:
        # The address lets its reader in; no log of a web server shall learn it from what comes next.
        response.headers["Referrer-Policy"] = "strict-origin"
    there = {name.lower() for name, _ in response.headers}
    for name, value in _SECURE if request.is_secure else _PLAIN:
        if name.lower() not in there:
            response.headers.add(name, value)
    return response
