"""Runs migrations with the app's own engine and the models' metadata."""

from alembic import context
from sqlalchemy import DateTime
from sqlalchemy.dialects import mysql

from project.extensions import db
from project.models import Base, UtcDateTime


def render_item(kind, item, autogen_context):
    """Write our own column type as plain SQL types, so that migrations import nothing of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen_context.imports.add("from sqlalchemy.dialects import mysql")
        return 'sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")'
    return False


def compare_type(ctx, inspected_column, metadata_column, inspected_type, metadata_type):
    """Our UTC type is a plain date and time to the database."""
    if isinstance(metadata_type, UtcDateTime):
        return not isinstance(inspected_type, DateTime | mysql.DATETIME)
    return None


def run() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
