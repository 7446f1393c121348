"""Who may register: everybody, whoever was invited, nobody."""

from flask import current_app

from project.enums import Registration
from project.exceptions import RefusedError
from project.extensions import db
from project.i18n import gettext
from project.mailing.links import site_url
from project.models import User
from project.token import generate_invitation, read_invitation

OPERATOR = 0


def invitation_or_refuse(token: str) -> str:
    """Return the invitation to keep on the form; raises `RefusedError` when nobody may register."""
    kind = current_app.config["REGISTRATION"]
    if kind == Registration.CLOSED:
        raise RefusedError(gettext("Hier werden gerade keine neuen Konten angelegt."))
    if kind == Registration.OPEN:
        return ""
    inviter = read_invitation(token)
    if inviter is None or not (inviter == OPERATOR or _is_member(inviter)):
        raise RefusedError(
            gettext(
                "Ein Konto gibt es hier nur mit einer Einladung. Lass dir von jemandem, der schon"
                " dabei ist, einen neuen Link schicken."
            )
        )
    return token


def invitation_link(inviter_id: int) -> str:
    """Return a link that lets people register for two weeks; without an account it is 0."""
    return site_url("auth.register", invite=generate_invitation(inviter_id))


def _is_member(user_id: int) -> bool:
    user = db.session.get(User, user_id)
    return user is not None and user.confirmed
