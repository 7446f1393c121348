"""The signed-in athlete of the request, and what the frame of every page shows about them."""

from dataclasses import dataclass, replace
from typing import Final, cast

from flask import g
from flask_login import current_user

from project.enums import NotificationName
from project.models import User
from project.queries.account.badge import BadgeEntry
from project.queries.account.signed_in import Account, athlete_of

# What the page of notifications tells; messages have a place of their own.
_NEWS: Final = (
    NotificationName.NEW_FOLLOWERS,
    NotificationName.FOLLOW_REQUESTS,
    NotificationName.FOLLOW_ACCEPTED,
)


@dataclass(frozen=True)
class SignedIn:
    """What one statement reads with the device's row.

    ``told`` is the newest word on each subject; of it, ``unread`` messages and ``news`` about
    people are counts. ``running_workout_id`` is the open workout; ``follows_program`` says whether
    any program of theirs runs.
    """

    device_id: int
    told: list[BadgeEntry]
    unread: int
    news: int
    running_workout_id: int | None
    follows_program: bool


NOBODY = SignedIn(
    device_id=0, told=[], unread=0, news=0, running_workout_id=None, follows_program=False
)


def reader() -> Account | User:
    """Return who is signed in, for pages that only read; not for pages that are public.

    It is the athlete's object only where somebody has just signed in.
    """
    return cast("Account | User", current_user._get_current_object())  # noqa: SLF001  the documented way past the proxy


def current_athlete() -> User:
    """Return the signed-in athlete's object; not for pages that are public."""
    who = reader()
    return who if isinstance(who, User) else athlete_of(who)


def signed_in() -> SignedIn:
    """Return what was read with the device's row; `NOBODY` for visitors."""
    return cast("SignedIn", g.get("signed_in", NOBODY))


def remember_signed_in(
    device_id: int, told: list[BadgeEntry], *, running: int | None, follows: bool
) -> None:
    """Keep what was read with the device's row for this request."""
    counts = {name: data for name, data, _ in told if isinstance(data, int)}
    unread = counts.get(NotificationName.UNREAD_MESSAGES, 0)
    news = sum(counts.get(name, 0) for name in _NEWS)
    g.signed_in = SignedIn(device_id, told, unread, news, running, follows)


def forget_unread() -> None:
    """Show no unread messages on this page: it has just shown them."""
    g.signed_in = replace(signed_in(), unread=0)
