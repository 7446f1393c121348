"""Pictures of levels, drawn of data; an address always shows the same thing."""

import base64
import hashlib
import re
from functools import lru_cache
from typing import Final

from flask import abort, make_response
from flask.typing import ResponseReturnValue

from project.main import bp
from project.rules.library.figures.catalogue import figure_keys, figures_mark

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_SOON: Final = "public, max-age=60"
_STYLE: Final = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@bp.get("/figures/<mark>/<any(still, moving):way>/<key>.svg")
def figure(mark: str, way: str, key: str) -> ResponseReturnValue:
    """Show a figure; an address of another release shows today's, and is not kept."""
    if key not in figure_keys():
        abort(404)
    drawn, policy = _picture(way, key)
    response = make_response(drawn)
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = _FOR_EVER if mark == figures_mark() else _SOON
    # The style sheet inside is allowed by what it is, in this document alone.
    response.headers["Content-Security-Policy"] = policy
    return response


@lru_cache(maxsize=512)
def _picture(way: str, key: str) -> tuple[str, str]:
    from project.rules.library.figures import drawing, reading  # noqa: PLC0415  few processes draw

    draw = drawing.moving if way == "moving" else drawing.still
    drawn = draw(reading.figures()[key])
    style = _STYLE.search(drawn)
    digest = hashlib.sha256((style[1] if style else "").encode()).digest()
    hashed = base64.b64encode(digest).decode()
    return drawn, (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; frame-ancestors 'none'"
    )
