"""Security headers of every answer, and the cookie that knows where the app is mounted."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface

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
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
    if "Cache-Control" not in response.headers:
        # Passenger's built-in cache would otherwise serve one athlete's page to another.
        response.headers["Cache-Control"] = "private, no-store"
    return response


class MountedSessionInterface(SecureCookieSessionInterface):
    """The cookie's path is the folder the app is mounted at, also below a sub-path."""

    def get_cookie_path(self, app: Flask) -> str:
        name: str = app.config["SESSION_COOKIE_NAME"]
        return "/" if name.startswith("__Host-") else request.script_root or "/"
