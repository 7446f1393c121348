"""The secret address of a program: whoever knows it may read its days; the caller commits."""

from sqlalchemy import update

from project.extensions import db
from project.models import Program
from project.services.account.secret_addresses import new_secret

_PROGRAMS = Program.__table__


def share(program_id: int) -> None:
    """Give the program an address, which it keeps when it has one."""
    _set(program_id, new_secret(), only_if_none=True)


def revoke(program_id: int) -> None:
    """Let its address lead nowhere; who took the program keeps their copy."""
    _set(program_id, None)


def _set(program_id: int, token: str | None, *, only_if_none: bool = False) -> None:
    # Past the mapper: who edits the program meanwhile has changed nothing of this.
    statement = update(_PROGRAMS).where(_PROGRAMS.c.id == program_id)
    if only_if_none:
        statement = statement.where(_PROGRAMS.c.share_token.is_(None))
    db.session.execute(
        statement.values(share_token=token, updated_at=_PROGRAMS.c.updated_at),
        execution_options={"synchronize_session": False},
    )
