"""Error pages, in the site's look or as JSON."""

from flask import Blueprint

bp = Blueprint("errors", __name__)

from project.errors import handlers  # noqa: E402, F401  registers the handlers on bp
