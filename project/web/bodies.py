"""What comes with a request is there whole, or the request is refused before anything is read.

A server that ends the body by itself (``wsgi.input_terminated``) hands on one that was cut off as
if it were whole, and Werkzeug believes it.
"""

from io import RawIOBase
from typing import IO, Any

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest, ClientDisconnected
from werkzeug.wsgi import get_content_length


class WholeBody(RawIOBase):
    """The server's stream; raises 400 for an end too soon and for what the server cannot read."""

    def __init__(self, stream: IO[bytes], length: int | None) -> None:
        self._stream = stream
        self._missing = length
        self._fault: BadRequest | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  the base's own type
        if self._fault is None:
            try:
                part = self._stream.read(len(buffer))
            except Exception as error:  # each server has its own for broken chunks
                self._fault = BadRequest()
                raise self._fault from error
            if part or not self._missing:
                if self._missing is not None:
                    self._missing -= len(part)
                buffer[: len(part)] = part
                return len(part)
            self._fault = ClientDisconnected()
        # A server forgets that a body was broken, and would hand on an end next.
        raise self._fault


def brings_files() -> bool:
    """Return whether the request is a form that may hold a file."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.mimetype == "multipart/form-data" and hasattr(view, "takes_files")


def init_bodies(app: Flask) -> None:
    """Watch the bodies of all requests; comes before everything that reads them."""
    inner = app.wsgi_app

    def watched(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401  as WSGI has it
        length = get_content_length(environ)
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], length)
        return inner(environ, start_response)

    app.wsgi_app = watched  # type: ignore[method-assign]  # the documented way to wrap
    app.before_request(_read)


def _read() -> None:
    """Read the body to its end, as a form where it is one; what was read is kept for the route."""
    if brings_files():
        request.max_content_length = current_app.config["MAX_UPLOAD_LENGTH"]
    chunked = "Transfer-Encoding" in request.headers
    if chunked and not request.environ.get("wsgi.input_terminated"):
        raise BadRequest  # this server does not say where it ends
    if chunked or request.content_length:
        request.get_data(parse_form_data=True)
