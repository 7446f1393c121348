"""Links from mails: whom they are good for, and what to say when they are not."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from project.enums import Purpose
from project.extensions import db
from project.models import User
from project.token import fits, read_user_token


def athlete_of(purpose: Purpose, token: str) -> tuple[User, str] | tuple[None, str]:
    """Return the athlete a token is good for and the address it carries; else None."""
    found = read_user_token(purpose, token, current_app.config["TOKEN_MAX_AGE"])
    athlete = db.session.get(User, found.user_id) if found else None
    if found is None or athlete is None or not fits(found, athlete):
        return None, ""
    return athlete, found.email


def expired_link() -> ResponseReturnValue:
    """Say that a link is used, too old or damaged, and what to do about it."""
    return render_template("auth/expired_link.html"), 404


def start_page() -> str:
    """Return where somebody goes on who came by a link."""
    return "main.index" if current_user.is_authenticated else "auth.login"
