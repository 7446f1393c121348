"""Signing devices in and out: rows of ``user_session`` that make a cookie good while they are there."""

from datetime import datetime

from sqlalchemy import delete, select, update

from project.extensions import db
from project.models import User, UserSession
from project.models.account.user import new_epoch
from project.rules.limits import USER_AGENT_LENGTH


def sign_in_device(user: User, *, token_hash: str, user_agent: str, remember: bool) -> None:
    """Make a cookie with this secret good for ``user``."""
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash,
            user_agent=user_agent[:USER_AGENT_LENGTH],
            remember=remember,
        )
    )


def sign_out_device(user_id: int, device_id: int) -> bool:
    """Sign one device out; return whether it was one of this athlete's."""
    ended = db.session.connection().execute(
        delete(UserSession).where(UserSession.id == device_id, UserSession.user_id == user_id)
    )
    return ended.rowcount == 1


def sign_out_other_devices(user_id: int, device_id: int) -> int:
    """Sign every other device out; return how many."""
    ended = db.session.connection().execute(
        delete(UserSession).where(UserSession.user_id == user_id, UserSession.id != device_id)
    )
    return ended.rowcount


def sign_out_everywhere(user_id: int) -> None:
    """Sign every device out and make every cookie of before worthless."""
    db.session.execute(delete(UserSession).where(UserSession.user_id == user_id))
    db.session.execute(update(User).where(User.id == user_id).values(session_epoch=new_epoch()))


def note_use(device_id: int, now: datetime) -> None:
    """Note that the device was used, and its athlete seen."""
    db.session.execute(
        update(UserSession).where(UserSession.id == device_id).values(last_used_at=now)
    )
    athlete = select(UserSession.user_id).where(UserSession.id == device_id)
    db.session.execute(
        update(User).where(User.id == athlete.scalar_subquery()).values(last_seen=now),
        execution_options={"synchronize_session": False},
    )
