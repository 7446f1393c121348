"""Where pictures are kept: the one interface that the rest of the app knows.

A folder, which several machines may share, or a bucket (`project.services.account.picture_bucket`). What else
keeps small files that never change needs these four methods, and a line in
`project.web.pictures.picture_store`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

# What begins like this was being written when its process ended.
PART: Final = ".part-"


@dataclass(frozen=True)
class StoredPicture:
    """A file that is there, and when it was put there, in seconds since 1970."""

    name: str
    put_at: float


class PictureStore(Protocol):
    """Keeps files of some KB under names that are never used twice.

    Each method raises `OSError` when the store does not do it, after some seconds at most.
    """

    def put(self, name: str, data: bytes) -> None:
        """Keep ``data``; nobody ever reads half of it."""

    def get(self, name: str) -> bytes | None:
        """Return what is kept under ``name``, or None."""

    def remove(self, name: str) -> None:
        """Forget ``name``, whether it is there or not."""

    def stored(self) -> Iterator[StoredPicture]:
        """Yield everything that is there, also what broken uploads left, in no order."""


def copy(source: PictureStore, target: PictureStore) -> int:
    """Put what ``source`` has and ``target`` has not into ``target``; return how many files.

    It may be stopped and run again: names are never used twice, so what is there is the same.
    """
    there = {file.name for file in target.stored()}
    copied = 0
    for file in source.stored():
        data = None if file.name in there or file.name.startswith(".") else source.get(file.name)
        if data is not None:
            target.put(file.name, data)
            copied += 1
    return copied


@dataclass(frozen=True)
class PictureFolder:
    """A folder of this machine, or a network folder that all machines mount."""

    path: Path

    def put(self, name: str, data: bytes) -> None:
        """Write beside the place and rename."""
        self.path.mkdir(parents=True, exist_ok=True)
        part: Path | None = None
        try:
            with tempfile.NamedTemporaryFile(prefix=PART, dir=self.path, delete=False) as file:
                part = Path(file.name)
                file.write(data)
            part.chmod(0o644)
            part.replace(self.path / name)
        except BaseException:
            if part is not None:
                part.unlink(missing_ok=True)
            raise

    def get(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def remove(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def stored(self) -> Iterator[StoredPicture]:
        for path in self.path.iterdir() if self.path.is_dir() else ():
            with suppress(FileNotFoundError):  # removed meanwhile
                if path.is_file():
                    yield StoredPicture(path.name, path.stat().st_mtime)
