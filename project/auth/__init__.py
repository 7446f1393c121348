"""Accounts: registration, sign-in, passwords, profile."""

from flask import Blueprint

bp = Blueprint("auth", __name__)

from project.auth import routes, session  # noqa: E402, F401  registers the routes on bp
