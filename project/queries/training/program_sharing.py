"""Programs that are shared by their address."""

from sqlalchemy import select

from project.extensions import db
from project.models import User
from project.queries.account.blocks import hidden_from
from project.queries.training.programs import ProgramRow, shared


def shared_with(token: str, viewer_id: int | None) -> ProgramRow | None:
    """Return the program with this secret; four statements at most, the first by an index.

    None for a signed-in athlete who is blocked by its owner or has blocked them.
    """
    program = shared(token)
    if program is None or viewer_id is None:
        return program
    owner = select(User.id).where(User.id == program.user_id, User.id.in_(hidden_from(viewer_id)))
    return program if db.session.scalar(owner) is None else None
