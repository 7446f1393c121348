"""Blocking: neither sees anything of the other any more."""

from sqlalchemy import delete

from project.exceptions import RefusedError
from project.extensions import db
from project.i18n import gettext
from project.models import Block, User
from project.services.account.locking import lock_athletes
from project.services.people.notifications import (
    tell_accepted,
    tell_followers,
    tell_requests,
    tell_unread,
)


def block(athlete_id: int, other_id: int) -> None:
    """Block the other: neither follows the other any more, and every count forgets them."""
    if athlete_id == other_id:
        raise RefusedError(gettext("Dich selbst kannst du nicht blockieren."))
    athlete, other = lock_athletes(athlete_id, other_id)
    if db.session.get(Block, (athlete_id, other_id)) is not None:
        return
    db.session.add(Block(blocker_id=athlete_id, blocked_id=other_id))
    athlete.unfollow(other)
    other.unfollow(athlete)
    for each in (athlete, other):
        _count_again(each)


def unblock(athlete_id: int, other_id: int) -> None:
    """Take the block back; follows do not return, messages do. The other's block stays."""
    if athlete_id == other_id:
        return
    athlete, other = lock_athletes(athlete_id, other_id)
    db.session.execute(
        delete(Block).where(Block.blocker_id == athlete_id, Block.blocked_id == other_id)
    )
    tell_unread(athlete)
    tell_unread(other)


def _count_again(athlete: User) -> None:
    for tell in (tell_unread, tell_followers, tell_requests, tell_accepted):
        tell(athlete)
