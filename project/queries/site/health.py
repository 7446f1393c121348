"""What tells whether the app can work."""

from datetime import datetime

from sqlalchemy import column, exists, false, select, table
from sqlalchemy.orm import Session

from project.models import Base, OutboxEmail

_bookkeeping = table("alembic_version", column("version_num"))


def revision(session: Session) -> str:
    """Return the schema's revision; raises when the database does not answer or was never made."""
    return session.scalar(select(_bookkeeping.c.version_num)) or ""


def look_everywhere(session: Session) -> None:
    """Raise when a table or a column of the models is missing or may not be read; one statement."""
    tables = Base.metadata.sorted_tables
    session.execute(select(*(exists(select(table).where(false())) for table in tables))).one()


def has_mail_older_than(session: Session, moment: datetime) -> bool:
    """Return whether a mail that was not given up waits since before ``moment``."""
    waits = select(OutboxEmail.id).where(
        OutboxEmail.sent_at.is_(None),
        OutboxEmail.failed.is_(False),
        OutboxEmail.created_at < moment,
    )
    return bool(session.scalar(select(exists(waits))))
