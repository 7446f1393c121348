"""The short messages that the next page shows; they travel in the session's cookie."""

from typing import Final

import flask
from flask import session

from project.enums import FlashLevel

# A cookie holds 4 KB, and so many of the longest names fit.
MOST: Final = 4
_PLACE: Final = "_flashes"  # where Flask keeps them


def flash(message: str, level: FlashLevel = FlashLevel.SUCCESS) -> None:
    """Show ``message`` on the next page: once, and the newest few where none was opened yet."""
    if (level, message) in [tuple(each) for each in session.get(_PLACE, ())]:
        return
    flask.flash(message, level)
    session[_PLACE] = session[_PLACE][-MOST:]
