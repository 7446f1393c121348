"""Training, library and people."""

from flask import Blueprint

bp = Blueprint("main", __name__)

from project.main import routes  # noqa: E402, F401  registers the routes on bp
