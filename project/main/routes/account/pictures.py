"""Pictures of athletes, and initials in their stead.

An address always shows the same thing, so browsers keep it for a year.
"""

import re
from errno import EAGAIN
from typing import Final

from flask import Response, abort, current_app, make_response
from flask.typing import ResponseReturnValue

from project.main import bp
from project.services.account import pictures
from project.web.pictures import COLOURS, initials_svg, picture_store

_FOR_EVER: Final = "private, max-age=31536000, immutable"
_SOON: Final = "private, max-age=60"
_NEVER: Final = "no-store"
_AGAIN: Final = "10"  # seconds
_LETTERS: Final = re.compile(r"[A-Z0-9]{1,2}")


@bp.get("/pictures/<name>/<int:size>")
def picture(name: str, size: int) -> ResponseReturnValue:
    file = pictures.file_name(name, size)
    if file is None:
        abort(404)
    try:
        found = picture_store().get(file)
    except OSError as error:
        if error.errno != EAGAIN:  # said once for all pictures of a page
            current_app.logger.warning("A picture could not be read: %s", error)
        return _svg("", 0, _NEVER), 503, {"Retry-After": _AGAIN}
    if found is None:
        return _svg("", 0, _SOON)
    response = make_response(found)
    response.mimetype = "image/webp"
    response.headers["Cache-Control"] = _FOR_EVER
    return response


@bp.get("/pictures/initials/<letters>-<int:colour>.svg")
def initials(letters: str, colour: int) -> ResponseReturnValue:
    if not _LETTERS.fullmatch(letters) or colour >= COLOURS:
        abort(404)
    return _svg(letters, colour, _FOR_EVER)


def _svg(letters: str, colour: int, kept: str) -> Response:
    response = make_response(initials_svg(letters, colour))
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = kept
    return response
