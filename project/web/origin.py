"""Whether a change was sent by a page of this site, as far as the browser says so.

Besides the token, which decides; a browser or proxy that says nothing is taken at its token. No
header can raise: what cannot be read is somebody else's.
"""

from enum import Enum, auto
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import BadRequest

from project.web.requests import SAFE_METHODS

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_Origin = tuple[str, str, int]


class Sender(Enum):
    """Whose page sent a request."""

    OURS = auto()
    FOREIGN = auto()
    UNKNOWN = auto()


class ForeignOriginError(BadRequest):
    """Another site's page sent the form."""


def sender_of(incoming: Request) -> Sender:
    """Ask Sec-Fetch-Site, then Origin, then Referer; the first that is there decides."""
    site = incoming.headers.get("Sec-Fetch-Site", "")
    if site:  # "none" is the person, who opens a restored page anew
        return Sender.OURS if site in {"same-origin", "none"} else Sender.FOREIGN
    for name in ("Origin", "Referer"):
        said = incoming.headers.get(name, "")
        if said:
            return Sender.OURS if _origin_of(said) in _our_origins(incoming) else Sender.FOREIGN
    return Sender.UNKNOWN


def init_origin(app: Flask) -> None:
    """Refuse what other sites' pages send."""
    app.before_request(_refuse_foreign)


def _refuse_foreign() -> None:
    changes = request.endpoint and request.method not in SAFE_METHODS
    if changes and sender_of(request) is Sender.FOREIGN:
        raise ForeignOriginError


def _our_origins(incoming: Request) -> set[_Origin]:
    """Return the origins of this site: as it is asked, and as it is configured.

    Behind a proxy that ends TLS and is not counted, a request says http of a page that came by
    https; that way round it is our own.
    """
    schemes = {"https"} if incoming.is_secure else {"http", "https"}
    asked = [_origin_of(f"{scheme}://{incoming.host}") for scheme in schemes]
    configured = _origin_of(current_app.config["APP_BASE_URL"])
    return {each for each in (*asked, configured) if each and each[0] in schemes}


def _origin_of(address: str) -> _Origin | None:
    """Return scheme, host and port of an address; None for what is none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, DEFAULT_PORTS[parts.scheme] if port is None else port
