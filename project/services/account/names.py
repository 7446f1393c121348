"""A name that was given up stays its athlete's for a while, so that nobody is taken for them."""

from sqlalchemy import delete

from project.exceptions import FieldError
from project.extensions import db
from project.i18n import gettext
from project.models import GivenUpName, User, fold
from project.queries.account import accounts, names
from project.rules.limits import MAX_KEPT_NAMES


def check_name_is_free(username: str, athlete: User | None = None) -> None:
    """Refuse a user name that somebody has, or that is kept for somebody else; names are public.

    Asks who has it first: whoever renames meanwhile has either of the two.
    """
    if accounts.by_name(username) is not None:
        raise FieldError("username", gettext("Diesen Namen hat schon jemand."))
    if names.is_reserved(username, athlete.id if athlete else None):
        raise FieldError(
            "username", gettext("Dieser Name ist nicht zu haben. Nimm bitte einen anderen.")
        )


def change(athlete: User, username: str) -> None:
    """Give the athlete another name, which is free, and keep the one they had for them."""
    db.session.execute(delete(GivenUpName).where(GivenUpName.name_key == fold(username)))
    if names.count_kept(athlete.id) >= MAX_KEPT_NAMES:
        raise FieldError(
            "username",
            gettext(
                "Du hast deinen Namen in 90 Tagen schon %(most)d-mal geändert. Nimm einen davon"
                " oder warte etwas.",
                most=MAX_KEPT_NAMES,
            ),
        )
    _keep(athlete.username, athlete.id)
    athlete.username = username


def keep_after(athlete: User) -> None:
    """Keep the name of an athlete whose account is being deleted.

    Nobody ever saw one that was not confirmed, and accounts cost nothing: keeping those names
    would let anybody take names out of use.
    """
    if athlete.confirmed:
        _keep(athlete.username, None)


def _keep(username: str, athlete_id: int | None) -> None:
    key = fold(username)
    # One that ran out may still lie there.
    db.session.execute(delete(GivenUpName).where(GivenUpName.name_key == key))
    db.session.add(GivenUpName(name_key=key, user_id=athlete_id))
