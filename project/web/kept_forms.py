"""What somebody typed survives being signed out elsewhere: it waits, sealed, in the sign-in page.

Nothing is stored on the server. A form belongs to the athlete whose page it was on: their number
is part of the token that each page of their session carries. Passwords are never kept.
"""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, g, render_template, request, session
from flask_login import current_user
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from project.models import User
from project.web.current import reader

TOKEN: Final = "csrf_token"  # noqa: S105  a field's name
FIELD: Final = "kept"
LONGEST: Final = 1_500_000  # a form takes 2 MB of text
# Where Flask-WTF's tokens are signed; what is in them is the session's.
_TOKEN_SALT: Final = "wtf-csrf-token"  # noqa: S105  as above
_SALT: Final = "kept form"


@dataclass(frozen=True)
class KeptForm:
    """A form that could not be taken; ``owner`` is an athlete's id, None when it was nobody's."""

    owner: int | None
    target: str
    fields: list[tuple[str, str]]

    def sealed(self) -> str:
        """Return it as a text that nobody can change."""
        return str(_sealer().dumps([self.owner, self.target, self.fields]))

    @property
    def is_the_readers(self) -> bool:
        """Whether who is signed in may go on with it."""
        return current_user.is_authenticated and self.owner in {None, reader().id}


def mark_session(athlete: User) -> None:
    """Let every page of the session that begins say whose it is; after the old one's is forgotten."""
    session[TOKEN] = f"{secrets.token_hex(20)}.{athlete.id}"
    g.pop(TOKEN, None)


def sent_form() -> KeptForm:
    """Return the form that was sent, as far as it may be kept."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {TOKEN, FIELD} and "password" not in name
    ]
    target = request.script_root + request.full_path.removesuffix("?")
    return KeptForm(_owner(), target, fields)


def unsealed(text: str | None) -> KeptForm | None:
    """Return the form that was sealed; None when there is none."""
    try:
        owner, target, fields = _sealer().loads(text or "")
    except BadData:
        return None
    return KeptForm(owner, target, [(name, value) for name, value in fields])


def kept_page(kept: KeptForm, text: str) -> str:
    """Render what is kept with a button that sends it once more."""
    return render_template("errors/resend.html", target=kept.target, fields=kept.fields, text=text)


def _owner() -> int | None:
    """Return whose page the form was on: by its token, else by the session that may have ended."""
    try:
        known: Any = _tokens().loads(request.form.get(TOKEN, ""))
    except BadData:
        return None
    _, _, athlete = str(known).partition(".")
    if not athlete and known == session.get(TOKEN):
        athlete, _, _ = str(session.get("_user_id", "")).partition(".")
    return int(athlete) if athlete.isascii() and athlete.isdigit() else None


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=_TOKEN_SALT)


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
