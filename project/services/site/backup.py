"""A portable archive of everything: one ZIP with a line of JSON per row, and the pictures.

It holds no SQL, so what was saved from one database can be restored into another. The manifest
names the schema's revision, each table's columns with their types, its number of rows and the
SHA-256 of its lines; restoring checks them. Rows stream in both directions: memory does not grow
with the site.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Double,
    Float,
    Integer,
    MetaData,
    Numeric,
    String,
    TypeDecorator,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    select,
    table,
    update,
)
from sqlalchemy.dialects.mysql import TINYINT
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import TypeEngine

from project.exceptions import DomainError
from project.i18n import gettext
from project.models import Base, UtcDateTime
from project.services.account.picture_store import PictureStore

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
PICTURES: Final = "pictures/"
BATCH: Final = 2_000
# Tables that earlier versions had: whoever writes a migration that drops one adds its name, so
# that it is still saved before that migration runs.
FORMER_TABLES: Final[frozenset[str]] = frozenset()

# What the manifest calls a column's type, and the type that binds its values when restoring.
KINDS: Final[dict[str, TypeEngine[Any]]] = {
    "moment": UtcDateTime(),
    "day": Date(),
    "decimal": Numeric(12, 4),
    "boolean": Boolean(),
    "float": Double(),
    "integer": Integer(),
    "text": String(),
}


class ArchiveError(DomainError):
    """The archive is damaged, foreign, or from a newer version."""


@dataclass(frozen=True)
class TablePart:
    """What the manifest says of one table; ``own_references`` point into the same table."""

    name: str
    columns: dict[str, str]
    own_references: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The archive's table of contents, tables in an order their foreign keys allow."""

    revision: str
    created_at: str
    tables: list[TablePart]
    pictures: dict[str, str]


@dataclass(frozen=True)
class _Source:
    """A table as the database has it now, which an older version may have made."""

    rows: TableClause
    kinds: dict[str, str]
    order: list[str]
    own_references: list[str]


def is_ours(name: str) -> bool:
    """Return whether the app made this table: a database may hold those of others, too."""
    return name in Base.metadata.tables or name in FORMER_TABLES


def write(archive: Path, connection: Connection, revision: str, pictures: PictureStore) -> Manifest:
    """Write everything ``connection`` sees into ``archive``, which must not exist.

    The tables may be at an older revision than the code. The caller gives a connection inside a
    transaction that reads one snapshot. Only the owner may read the file, from its first byte on.
    """
    descriptor = os.open(archive, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with (
        os.fdopen(descriptor, "w+b") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        tables = [_write_table(target, connection, each) for each in _sources(connection)]
        files = dict(_write_pictures(target, pictures))
        manifest = Manifest(revision, datetime.now(UTC).isoformat(), tables, files)
        target.writestr(MANIFEST, json.dumps(_as_json(manifest), indent=1))
    return manifest


def _as_json(manifest: Manifest) -> dict[str, Any]:
    parts = [vars(part) for part in manifest.tables]
    return {"format": FORMAT, **vars(manifest), "tables": parts}


def _sources(connection: Connection) -> Iterator[_Source]:
    """Yield our tables, in an order their foreign keys allow."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: is_ours(name))
    for each in found.sorted_tables:
        kinds = {part.name: _kind(each.name, part.name, part.type) for part in each.columns}
        yield _Source(
            table(each.name, *(column(name, KINDS[kind]) for name, kind in kinds.items())),
            kinds,
            [part.name for part in each.primary_key.columns],
            [key.parent.name for key in each.foreign_keys if key.column.table is each],
        )


def _kind(table_name: str, name: str, found: TypeEngine[Any]) -> str:
    """Return a column's kind: what the models say or, for one they no longer have, the database."""
    model = Base.metadata.tables.get(table_name)
    known = model.columns[name].type if model is not None and name in model.columns else found
    known = known.impl_instance if isinstance(known, TypeDecorator) else known
    if isinstance(known, TINYINT) and known.display_width == 1:
        return "boolean"
    for kind, types in (
        ("moment", DateTime),
        ("day", Date),
        ("boolean", Boolean),
        ("float", Float),
        ("decimal", Numeric),
        ("integer", Integer),
    ):
        if isinstance(known, types):
            return kind
    return "text"


def _write_table(target: zipfile.ZipFile, connection: Connection, source: _Source) -> TablePart:
    digest = hashlib.sha256()
    count = 0
    name = source.rows.name
    rows = connection.execution_options(yield_per=BATCH).execute(
        select(source.rows).order_by(*(source.rows.c[part] for part in source.order))
    )
    with target.open(f"tables/{name}.jsonl", "w", force_zip64=True) as file:
        for row in rows:
            line = json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return TablePart(name, source.kinds, source.own_references, count, digest.hexdigest())


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    # Databases differ in how many zeros they give back.
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _write_pictures(target: zipfile.ZipFile, pictures: PictureStore) -> Iterator[tuple[str, str]]:
    """Write each picture; yield its name and SHA-256. One that goes meanwhile is left out."""
    for name in sorted(file.name for file in pictures.stored()):
        content = None if name.startswith(".") else pictures.get(name)
        if content is not None:
            info = zipfile.ZipInfo(PICTURES + name, datetime.now(UTC).timetuple()[:6])
            target.writestr(info, content)
            yield name, hashlib.sha256(content).hexdigest()


def read_manifest(archive: Path) -> Manifest:
    """Return the table of contents; raises `ArchiveError` for anything that is not ours."""
    try:
        with zipfile.ZipFile(archive) as source:
            data = json.loads(source.read(MANIFEST))
        if data.pop("format") != FORMAT:
            raise ArchiveError(gettext("Das Archiv stammt von einer neueren Version."))
        manifest = Manifest(tables=[TablePart(**part) for part in data.pop("tables")], **data)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ArchiveError(gettext("Das ist kein lesbares Archiv.")) from error
    for name in manifest.pictures:  # they become files
        if name != PurePosixPath(name).name or name.startswith("."):
            raise _damaged(name)
    return manifest


def verify(archive: Path) -> Manifest:
    """Read the whole archive and compare every checksum; raises `ArchiveError`."""
    manifest = read_manifest(archive)
    with zipfile.ZipFile(archive) as source:
        for part in manifest.tables:
            with _opened(source, f"tables/{part.name}.jsonl") as file:
                for _ in _lines(file, part):
                    pass
        for name, sha256 in manifest.pictures.items():
            with _opened(source, PICTURES + name) as file:
                if _digest(file) != sha256:
                    raise _damaged(name)
    return manifest


def restore_pictures(archive: Path, pictures: PictureStore) -> None:
    """Put the archive's pictures into the store, which loses none: rows may go back to either.

    Raises `OSError` when the store does not take them; `verify` should have passed.
    """
    names = read_manifest(archive).pictures
    with zipfile.ZipFile(archive) as source:
        for name in names:
            pictures.put(name, source.read(PICTURES + name))


def restore(archive: Path, connection: Connection) -> None:
    """Replace every row by the archive's; the tables are at its revision.

    The caller commits; `verify` should have passed.
    """
    manifest = read_manifest(archive)
    for part in reversed(manifest.tables):  # migrations put rows into new tables, too
        connection.execute(delete(table(part.name)))
    with zipfile.ZipFile(archive) as source:
        for part in manifest.tables:
            with _opened(source, f"tables/{part.name}.jsonl") as file:
                _restore_table(connection, part, _lines(file, part))


def _restore_table(connection: Connection, part: TablePart, rows: Iterable[list[Any]]) -> None:
    target = table(part.name, *(column(name, KINDS[kind]) for name, kind in part.columns.items()))
    later: list[dict[str, Any]] = []
    batch: list[dict[str, Any]] = []
    for values in rows:
        row = {
            name: _typed(value, kind)
            for (name, kind), value in zip(part.columns.items(), values, strict=True)
        }
        for name in part.own_references:
            if row[name] is not None:
                later.append({"row": row["id"], name: row[name]})
                row[name] = None
        batch.append(row)
        if len(batch) == BATCH:
            connection.execute(insert(target), batch)
            batch = []
    if batch:
        connection.execute(insert(target), batch)
    for name in part.own_references:
        _set_later(connection, target, name, [row for row in later if name in row])
    if "id" in part.columns and connection.dialect.name == "postgresql":
        _move_sequence(connection, target)


def _typed(value: Any, kind: str) -> Any:  # noqa: ANN401  whatever a column holds
    if value is None:
        return None
    if kind == "moment":
        return datetime.fromisoformat(value)
    if kind == "day":
        return date.fromisoformat(value)
    return Decimal(value) if kind == "decimal" else value


def _set_later(
    connection: Connection, target: TableClause, name: str, rows: list[dict[str, Any]]
) -> None:
    """Point rows at others of their own table, which are all there now."""
    if rows:
        statement = (
            update(target).where(target.c.id == bindparam("row")).values({name: bindparam(name)})
        )
        connection.execute(statement, rows)


def _move_sequence(connection: Connection, target: TableClause) -> None:
    """Let PostgreSQL count on from the highest id; the other databases do so by themselves."""
    highest = connection.scalar(select(func.max(target.c.id)))
    if highest is not None:
        name = func.pg_get_serial_sequence(f'"{target.name}"', literal_column("'id'"))
        connection.execute(select(func.setval(name, highest)))


@contextmanager
def _opened(source: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    try:
        with source.open(name) as file:
            yield file
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise _damaged(name) from error


def _lines(file: IO[bytes], part: TablePart) -> Iterator[list[Any]]:
    """Yield the rows of a table; raises `ArchiveError` at the end when they are not what they were."""
    digest = hashlib.sha256()
    count = 0
    for line in file:
        digest.update(line)
        count += 1
        yield json.loads(line)
    if count != part.rows or digest.hexdigest() != part.sha256:
        raise _damaged(part.name)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 16):
        digest.update(block)
    return digest.hexdigest()


def _damaged(name: str) -> ArchiveError:
    return ArchiveError(gettext("Das Archiv ist beschädigt: %(name)s.", name=name))
