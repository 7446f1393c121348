"""The schema's revision: what the database has, what the code wants, moving between them."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import MetaData

from project.database import expecting
from project.extensions import db
from project.services.site.backup import is_ours
from project.settings import ROOT

MIGRATIONS = ROOT / "migrations"
# What Alembic itself makes: its note of the revision, and copies of tables on SQLite.
OWN_TABLES = ("alembic_version", "_alembic_tmp_")


def _config() -> Config:
    config = Config()
    # A percent sign in the path would be read as a placeholder.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def head() -> str:
    """Return the newest revision the code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current() -> str:
    """Return the database's revision, empty when it has no tables of ours."""
    with expecting(writes=False), db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def is_known(revision: str) -> bool:
    """Return whether the code has a migration with this name."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(revision) is not None
    except CommandError:
        return False


def move_to(revision: str) -> None:
    """Migrate the database up to ``revision``."""
    db.session.remove()
    command.upgrade(_config(), revision)


def clear() -> None:
    """Drop every table of ours, also those a failed migration left half changed."""
    db.session.remove()
    found = MetaData()
    found.reflect(db.engine, only=lambda name, _: is_ours(name) or name.startswith(OWN_TABLES))
    found.drop_all(db.engine)
