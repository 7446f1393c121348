"""From bytes to text: what kind of file this is, and the members of an archive.

Everything is a stream: a file of ten megabytes is never in memory a second time, and a small archive
that unpacks to gigabytes is given up where it passes the limit.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Final

from project.rules.limits import MAX_IMPORT_BYTES, MAX_UNPACKED_BYTES
from project.rules.training.transfer.notices import UnreadableError

_MEGABYTE: Final = 2**20
_HEAD: Final = 4096
_MAX_MEMBERS: Final = 1000
_UTF16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_NOTHING: Final = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_HTML: Final = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_READ: Final = (".csv", ".txt", ".tsv", ".json")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of text; ``open_bytes`` begins at its start each time."""

    name: str
    open_bytes: Callable[[], IO[bytes]]
    encoding: str
    skipped: int
    """Bytes of the mark that names the encoding."""

    def open(self) -> io.TextIOWrapper:
        """Return its text; line ends stay as they are, for cells that hold some."""
        raw = self.open_bytes()
        raw.read(self.skipped)
        # What a file of Windows leaves undefined is no reason to refuse the rest of it.
        return io.TextIOWrapper(raw, encoding=self.encoding, errors="replace", newline="")

    def starts_with(self) -> str:
        """Return its first visible character."""
        with self.open() as text:
            return text.read(_HEAD).lstrip()[:1]


def sources(content: bytes) -> list[Source]:
    """Return the texts in a file: one, or the members of an archive that may be tables."""
    if len(content) > MAX_IMPORT_BYTES:
        raise UnreadableError("too_large", most=MAX_IMPORT_BYTES // _MEGABYTE)
    # What begins with something is not empty, and need not be copied to find that out.
    if not content[:_HEAD].strip(_NOTHING) and not content.strip(_NOTHING):
        raise UnreadableError("empty")
    if content.startswith(b"PK"):
        return list(_members(content))
    return [_source("", lambda: io.BytesIO(content))]


def _members(content: bytes) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError("zip_broken") from error
    members = archive.infolist()
    if any(member.filename.startswith(("xl/", "content.xml")) for member in members):
        raise UnreadableError("spreadsheet")
    readable = [
        member
        for member in members[:_MAX_MEMBERS]
        if member.filename.lower().endswith(_READ)
        and not member.filename.startswith(("__MACOSX/", "."))
    ]
    if not readable:
        raise UnreadableError("zip_nothing")
    if any(member.flag_bits & 1 for member in readable):
        raise UnreadableError("zip_locked")
    # The directory may lie about sizes, so each member is also counted while it is read.
    if sum(member.file_size for member in readable) > MAX_UNPACKED_BYTES:
        raise UnreadableError("unpacked_too_large", most=MAX_UNPACKED_BYTES // _MEGABYTE)
    for member in readable:
        yield _source(member.filename, partial(_unpacked, archive, member))


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    return io.BufferedReader(_Unpacked(archive, member))


class _Unpacked(io.RawIOBase):
    """A member of an archive that is read no further than to the limit."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        super().__init__()
        try:
            self._stream = archive.open(member)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
            raise UnreadableError("zip_broken") from error
        self._left = MAX_UNPACKED_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub names a private type
        try:
            piece = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnreadableError("zip_broken") from error
        self._left -= len(piece)
        if self._left < 0:
            raise UnreadableError("unpacked_too_large", most=MAX_UNPACKED_BYTES // _MEGABYTE)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _source(name: str, open_bytes: Callable[[], IO[bytes]]) -> Source:
    with open_bytes() as stream:
        head = stream.read(_HEAD) or b""
    _refuse_other_kinds(head)
    encoding, skipped = _encoding(head, open_bytes)
    return Source(name, open_bytes, encoding, skipped)


def _refuse_other_kinds(head: bytes) -> None:
    start = head.removeprefix(_UTF8_BOM).lstrip()[:200].lower()
    if start.startswith(_HTML):
        raise UnreadableError("html")
    if head.startswith(b"SQLite format 3"):
        raise UnreadableError("database")
    if head.startswith(b"\xd0\xcf\x11\xe0"):  # the workbooks of older versions of Excel
        raise UnreadableError("spreadsheet")
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"GIF8", b"RIFF")):
        raise UnreadableError("not_text")


def _encoding(head: bytes, open_bytes: Callable[[], IO[bytes]]) -> tuple[str, int]:
    """Return the encoding: by its mark, by where its zeros stand, or the first that fits.

    Three are known; whatever is no UTF-8 is Windows-1252, which is what spreadsheets write here.
    """
    if head.startswith(_UTF8_BOM):
        return "utf-8", len(_UTF8_BOM)
    if (found := _UTF16.get(head[:2])) is not None:
        return found, 2
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > pairs * 0.7 and not head[0::2].count(0):
        return "utf-16-le", 0
    if pairs and head[0::2].count(0) > pairs * 0.7 and not head[1::2].count(0):
        return "utf-16-be", 0
    with io.TextIOWrapper(open_bytes(), encoding="utf-8", newline="") as text:
        try:
            while text.read(2**16):
                pass
        except UnicodeDecodeError:
            return "cp1252", 0
    return "utf-8", 0
