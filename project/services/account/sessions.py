"""Where an athlete is signed in: rows that make a cookie good, and end it."""

from sqlalchemy import delete, update

from project.extensions import db
from project.models import User, UserSession
from project.models.account.user import new_epoch

_LONGEST_AGENT = 200


def open_session(user: User, *, token_hash: str, user_agent: str, remember: bool) -> None:
    """Make a cookie with this secret good for ``user``."""
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash,
            user_agent=user_agent[:_LONGEST_AGENT],
            remember=remember,
        )
    )


def end_session(user_id: int, session_id: int) -> bool:
    """Sign one place out; return whether it was one of this athlete's."""
    ended = db.session.connection().execute(
        delete(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id)
    )
    return ended.rowcount == 1


def end_others(user_id: int, session_id: int) -> int:
    """Sign every other place out; return how many."""
    ended = db.session.connection().execute(
        delete(UserSession).where(UserSession.user_id == user_id, UserSession.id != session_id)
    )
    return ended.rowcount


def end_all(user_id: int) -> None:
    """Sign every place out and make every cookie of before worthless."""
    db.session.execute(delete(UserSession).where(UserSession.user_id == user_id))
    db.session.execute(update(User).where(User.id == user_id).values(session_epoch=new_epoch()))
