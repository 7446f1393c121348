"""The declarative base, the column types and the normal forms shared by all tables."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

from sqlalchemy import DateTime, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, registry

from project.rules.account.names import seen

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Binary comparison makes MariaDB agree with SQLite and PostgreSQL about what is equal and in
# which order rows come; ids are never used twice, so an old link never shows a new thing.
TABLE_OPTIONS: Final[dict[str, Any]] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "sqlite_autoincrement": True,
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes with microseconds on every database; naive ones are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401  SQLAlchemy's own signature
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime; use datetime.now(UTC)")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def binary_string(length: int) -> String:
    """Text that every database compares and orders by its code points."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def binary_text() -> Text:
    """Long text that every database compares by its code points."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def long_text() -> Text:
    """Text of any length; a plain one of MariaDB ends at 64 KB."""
    return Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")


class Base(DeclarativeBase):
    """Base of all models. Its registry is explicit because Flask-SQLAlchemy copies the class."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime()},
    )
    __table__: ClassVar[Table]  # narrower than SQLAlchemy says, which knows joins as well
    __table_args__: Any = TABLE_OPTIONS


# As far apart as the clocks of two machines may be. What is dated later comes from a clock that was
# wrong, and counts as over: it would outlive what it is for.
CLOCKS_DIFFER: Final = timedelta(minutes=2)


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def fold(text: str) -> str:
    """Return the form in which two names are equal that differ only in case, or not to the eye."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen(text)).casefold())


# Letters that Unicode does not take apart into a letter and an accent.
_UNACCENTED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)


def search_key(text: str) -> str:
    """Return ``text`` as it is searched: small letters without accents, words split by blanks.

    ``Einarmige Liegestütze`` becomes ``einarmige liegestutze``, ``Fuß-Heber`` ``fuss heber``.
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", seen(text)).casefold())
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", plain.translate(_UNACCENTED))
    return " ".join(words)


LONGEST_SORT_KEY: Final = 482
_HALF: Final = 240


def sort_key(text: str) -> str:
    """Return where ``text`` is sorted: by its letters, and only then by accents and signs.

    ``Ärmel`` stands between ``Arm`` and ``Bauch``, as German, English and most languages with
    Latin letters have it, and the same on every database, which compares code points. Words are
    parted by one blank; two of them, which come before everything, end the first half.
    """
    return f"{search_key(text)[:_HALF]}  {fold(text)[:_HALF]}"
