"""Following: at once, or after the other athlete's yes."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, false, update

from project.exceptions import RefusedError, UnknownAthleteError
from project.extensions import db
from project.i18n import gettext
from project.models import Follower, utc_now
from project.queries.people import notifications, people
from project.services.account import caps
from project.services.account.locking import lock_athletes
from project.services.people.notifications import (
    is_news_to,
    tell_accepted,
    tell_followers,
    tell_requests,
)


def follow(athlete_id: int, other_id: int) -> bool:
    """Follow the other, or ask to when they approve first; return whether they are followed now.

    Twice is once. Refuses oneself; the other is unknown when one of the two blocks the other.
    """
    if athlete_id == other_id:
        raise RefusedError(gettext("Dir selbst kannst du nicht folgen."))
    athlete, other = lock_athletes(athlete_id, other_id)
    if people.is_blocked(athlete_id, other_id):
        raise UnknownAthleteError
    if db.session.get(Follower, (athlete_id, other_id)) is None:
        caps.check_followed(athlete_id)
    is_news_to(other, utc_now())
    if athlete.follow(other):
        if other.approves_followers:
            tell_requests(other)
        else:
            tell_followers(other)
    return athlete.is_following(other)


def unfollow(athlete_id: int, other_id: int) -> None:
    """Follow no more, or take the request back; nothing happens when there is neither."""
    if athlete_id == other_id:
        return
    athlete, other = lock_athletes(athlete_id, other_id)
    if athlete.unfollow(other):
        tell_followers(other)
        tell_requests(other)
        tell_accepted(athlete)


def accept(athlete_id: int, follower_id: int) -> bool:
    """Say yes to a request; return whether there was one."""
    athlete, follower = lock_athletes(athlete_id, follower_id)
    is_news_to(follower, utc_now())
    if not _accept(athlete_id, [follower_id]):
        return False
    tell_requests(athlete)
    tell_accepted(follower)
    return True


def accept_waiting(athlete_id: int) -> None:
    """Say yes to all who wait: the athlete no longer decides, and whoever asks anew is let in."""
    ids = notifications.waiting_ids(athlete_id)
    if not ids:
        return
    athlete, *followers = lock_athletes(athlete_id, *ids)
    for follower in followers:
        is_news_to(follower, utc_now())
    _accept(athlete_id, ids)
    tell_requests(athlete)
    for follower in followers:
        tell_accepted(follower)


def _accept(athlete_id: int, follower_ids: Sequence[int]) -> int:
    """Accept those of these who wait; return how many."""
    changed = db.session.execute(
        update(Follower)
        .where(
            Follower.follower_id.in_(follower_ids),
            Follower.followed_id == athlete_id,
            Follower.accepted == false(),
        )
        .values(accepted=True, accepted_at=utc_now())
    )
    return cast("CursorResult[Any]", changed).rowcount


def remove_follower(athlete_id: int, follower_id: int) -> bool:
    """Decline a request or end that somebody follows me; return whether there was either.

    They are not told.
    """
    athlete, follower = lock_athletes(athlete_id, follower_id)
    if not follower.unfollow(athlete):
        return False
    tell_requests(athlete)
    tell_followers(athlete)
    tell_accepted(follower)
    return True
